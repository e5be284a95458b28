"""Numbers as people write them in Chinese, read as exact fractions, and shown again."""

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

DIGITS = {
    char: value
    for value, chars in enumerate(
        ["零〇○Ｏ", "一壹幺", "二贰两貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"]
    )
    for char in chars
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
CHINESE = "".join((*DIGITS, *UNITS, "万"))
NUMBER = rf"(?:\d+(?:\.\d+)?|[{CHINESE}]+(?:点[{''.join(DIGITS)}]+)?)"


def normalise(text: str) -> str:
    """Full-width characters to their plain forms, so that every number is written one way."""
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=4096)
def parse_number(text: str) -> Fraction | None:
    """``92.5``, ``九十二点五``, ``一百``, ``九五``, ``两`` as a fraction; None if it is no number.

    >>> parse_number("九十四点五")
    Fraction(189, 2)
    """
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Fraction(text)
    whole, _, decimals = text.partition("点")
    value = parse_whole(whole)
    if value is None or (decimals and not set(decimals) <= set(DIGITS)):
        return None
    tail = "".join(str(DIGITS[char]) for char in decimals)
    return Fraction(value) + (Fraction(int(tail), 10 ** len(tail)) if tail else 0)


def parse_whole(text: str) -> int | None:
    """A whole number in Chinese: by units (九十二, 一百零五) or digit by digit (九二)."""
    if not text or not set(text) <= set(CHINESE):
        return None
    if set(text) <= set(DIGITS):
        return int("".join(str(DIGITS[char]) for char in text))
    if "万" in text:
        high, _, low = text.partition("万")
        parts = (parse_whole(high), parse_whole(low) if low else 0)
        return None if None in parts else (parts[0] or 0) * 10000 + (parts[1] or 0)
    return by_units(text)


def by_units(text: str) -> int | None:
    """Sum of digit x unit, units falling; None where the order makes no number."""
    total, digit, last = 0, None, 10000
    for char in text:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
        else:
            if UNITS[char] >= last:
                return None
            last = UNITS[char]
            total += (1 if digit is None else digit) * last
            digit = None
    return total + spoken_tail(text, digit or 0, last)


def spoken_tail(text: str, digit: int, last: int) -> int:
    """The last digit; in 一百二 it means 二十, in 一百零二 it means 二."""
    return digit * last // 10 if last >= 100 and len(text) > 1 and text[-2] in UNITS else digit


def is_decimal(value: Fraction) -> bool:
    """Whether the fraction has a finite decimal form."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


@lru_cache(maxsize=4096)
def show(value: Fraction) -> str:
    """Exact form for receipts: a decimal where it is finite, else ``numerator/denominator``."""
    if value.denominator == 1:
        return str(value.numerator)
    if not is_decimal(value):
        return f"{value.numerator}/{value.denominator}"
    text = format(Decimal(value.numerator) / Decimal(value.denominator), "f")
    return text if Fraction(text) == value else f"{value.numerator}/{value.denominator}"


@lru_cache(maxsize=4096)
def shown(value: Fraction, places: int = 4) -> str:
    """Short form for people: exact where it has at most ``places`` decimals, else rounded down.

    Rounding down keeps 94.99999 from being shown as 95.
    """
    exact = show(value)
    if "/" not in exact and len(exact.partition(".")[2]) <= places:
        return exact
    scaled = floor(abs(value) * 10**places)
    text = f"{scaled // 10**places}.{scaled % 10**places:0{places}d}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 else text


def half_up(value: Fraction, places: int) -> Fraction:
    """Rounded half up (四舍五入) to ``places`` decimals, exactly."""
    scale = 10**places
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def rounded(value: Fraction, places: int) -> Fraction:
    """Rounded half up for show, but cut where that would reach the next whole number: all level lines are
    whole, so 94.996 is never shown as 95.

    >>> float(rounded(Fraction(4400, 47), 2))
    93.62
    """
    near = half_up(value, places)
    return near if floor(near) == floor(value) else Fraction(floor(value * 10**places), 10**places)


def up(value: Fraction) -> int:
    """The next whole number (向上取整)."""
    return ceil(value)
