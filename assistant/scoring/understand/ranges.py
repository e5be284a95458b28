"""Ranges of scores: 85 到 92，最低 85 最高 93，可能 79 也可能 81."""

import re
from dataclasses import dataclass
from fractions import Fraction

from assistant.scoring.numerals import parse_number
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Range:
    """Two scores with "to" between them; the upper end counts in unless it is said not to."""

    low: Fraction
    high: Fraction
    start: int
    end: int
    closed: bool = True


def find_ranges(text: str) -> list[Range]:
    """Ranges of scores in masked text; both ends must be possible as a score."""
    found = []
    for match in lex.RANGE.finditer(text):
        low, high = parse_number(match["low"]), parse_number(match["high"] or match["high2"])
        before = text[max(0, match.start() - 2) : match.start()]
        scored = "分" in match[0] or "之间" in match[0] or "区间" in match[0] or "中间" in match[0]
        if low is None or high is None or (before.endswith(("从", "由")) and not scored):
            continue
        if 40 <= low < high <= 100 and not lex.OTHER_UNIT.match(text, match.end()):
            end, closed = upper_end(text, match, high)
            found.append(Range(low, high, match.start(), end, closed))
    return found


def upper_end(text: str, match: re.Match[str], high: Fraction) -> tuple[int, bool]:
    """Where the range ends in the text, and whether its upper end counts in: 70到80之间，不含80."""
    if match["closed"]:
        return match.end(), "不" not in match["closed"]
    said = lex.RANGE_END.match(text, match.end())
    if said is None or (said["which"] and parse_number(said["which"]) != high):
        return match.end(), True
    return said.end(), not said["open"]


def find_extremes(text: str) -> list[Range]:
    """最低85最高93 as a range."""
    found = []
    for match in (match for pattern in lex.EXTREMES for match in pattern.finditer(text)):
        low, high = parse_number(match["low"]), parse_number(match["high"])
        if low is not None and high is not None and 40 <= low < high <= 100:
            found.append(Range(low, high, match.start(), match.end()))
    return found


def without(quantities: list[Quantity], ranges: list[Range]) -> list[Quantity]:
    """Quantities that are not the ends of a range."""
    return [item for item in quantities if not any(span.start <= item.start < span.end for span in ranges)]
