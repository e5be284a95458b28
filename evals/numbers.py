"""Quantities in Chinese text: numerals to digits, values with their units (数量).

Written apart from the assistant's own reader of numbers on purpose: a measure that shares its code
with what it measures is blind to its mistakes.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}

# 一 in 统一, 一般, 这一点 … is no number.
NUMERAL = re.compile(
    r"(?:(?<![统唯万同之任逐进单专这那哪某每另])一(?![般定致些样起直旦切律方体边并向共流味贯概再])|[零〇二两三四五六七八九十])"
    r"[零〇一二两三四五六七八九十百千万亿]*"
)
PERCENT = re.compile(r"百分之(\d+(?:\.\d+)?)")
HALF = re.compile(r"半(?=年|个?月|天|日|小时|分)")
ISO_DATE = re.compile(r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])")

CODE = re.compile(r"[a-z]+(?:/[a-z]+)?[a-z-]*\d[\d.]*(?:-\d{4})?")
CLAUSE = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}")
QUANTITY = re.compile(
    r"(?<![\d.])(?P<value>\d+(?:\.\d+)?)(?P<scale>[万亿]?)"
    r"(?P<unit>个?工作日|个?百分点|个月|人日|小时|分钟|星级?|周年"
    r"|[%元分年月天日周项条个次倍家种类人名页份章号级位]|(?P<range>(?:[-~–—至到])(?=\d))?)"
)
CANONICAL = {
    "个工作日": "工作日",
    "个百分点": "%",
    "百分点": "%",
    "星级": "星",
    "天": "日",
    "周年": "年",
    "名": "人",
    "位": "人",
}
ARTICLES = frozenset({"个", "种", "家", "项", "条", "份", "人", "类", "次"})
CLAUSE_UNIT = "§"


class Quantity(NamedTuple):
    """A value in its shortest decimal form, with its unit ("" for none, "§" for a clause number)."""

    value: str
    unit: str


def to_digits(text: str) -> str:
    """Write Chinese numerals, percentages, dates and thousands in plain digits.

    >>> to_digits("三年内百分之九十五")
    '3年内95%'
    """
    text = NUMERAL.sub(lambda found: str(_value(found[0])), text)
    text = PERCENT.sub(r"\1%", text)
    text = HALF.sub("0.5", text)
    text = ISO_DATE.sub(lambda found: "{}年{}月{}日".format(*map(int, found.groups())), text)
    return THOUSANDS.sub(lambda found: found[0].replace(",", ""), text)


def _value(numeral: str) -> int | str:
    """The value of a numeral; a row of digits (二〇一一) is read digit by digit."""
    if all(char in DIGITS for char in numeral):
        return "".join(str(DIGITS[char]) for char in numeral)
    total = section = digit = 0
    for char in numeral:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in TENS:
            section, digit = section + (digit or 1) * TENS[char], 0
        else:
            total, section, digit = (total + section + digit or 1) * LARGE[char], 0, 0
    return total + section + digit


def quantities(folded: str) -> set[Quantity]:
    """All quantities of a text that :func:`evals.matching.fold` has folded.

    Codes of standards (GB/T 27922-2011) are names, not quantities; "一个" is an article.
    """
    clauses = {Quantity(found[0], CLAUSE_UNIT) for found in CLAUSE.finditer(CODE.sub(" ", folded))}
    return clauses | set(_plain(CLAUSE.sub(" ", CODE.sub(" ", folded))))


def _plain(text: str) -> Iterator[Quantity]:
    """Values with units; the first end of a range takes the unit of the second (70-80分)."""
    follower: Quantity | None = None
    for found in reversed(list(QUANTITY.finditer(text))):
        unit = CANONICAL.get(found["unit"], found["unit"])
        if found["range"]:
            unit = follower.unit if follower else ""
        value = Decimal(found["value"]) * LARGE.get(found["scale"], 1)
        follower = Quantity(shortest(value), unit)
        if text[found.start() - 1 : found.start()] != "第" and not _article(follower):
            yield follower


def _article(quantity: Quantity) -> bool:
    return quantity.value == "1" and quantity.unit in ARTICLES


def shortest(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: 95.0 and 95 are the same."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
