"""Scores said by their distance: 差一分没到 98 is 97, 离五星差 2 分 is 93, 比 95 低半分 is 94.5."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from assistant.scoring.patterns import lazy
from assistant.scoring.rules import Rules
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.quantities import Quantity

NOT_REACHED = lazy(r"[,，]?\s*(?:就|便|才|都|也|没|不|未|有|能|到|够|满|上|达|是|得|拿|考)+\s*")
STILL_SHORT = lazy(
    r"[,，]?\s*(?:我们|现在|还|只|就|仅|也|才|是|总共|正好|刚好|那么|一共)*(?:差|缺|欠|少|低)(?:了|着|个)?\s*"
)
HIGHER = lazy(r"\s*(?:还|只|就|正好|刚好)*(?:高|多)(?:了|出)?\s*")
PAST = lazy(
    r"(?:去年|上次|上回|前年|上年|以前|之前|原来|初评|上一次)"
    r"(?:的|是|得了?|考了?|评了?|拿了?|打了?|有|总分|评分|才|只|分数|得分|我们|\s)*$"
)
SINCE = lazy(
    r"[,，]?\s*(?:这次|今年|这回|现在|本次|复评|整改后|后来)?(?:比\S{1,4}?)?(?:又|还|再|却)?"
    r"(?P<how>高|多|涨|提高|提升|增加|升|少|低|降|跌|掉)(?:了|出|出了|过)?\s*"
)
FROM = lazy(r"(?:离|距离?|跟|和|比|到)\s*$")
LEVEL = rf"(?P<level>{lex.ANY_LEVEL}|满分)(?:级)?(?:线|分数线|门槛)?"
LEVEL_BEFORE = lazy(
    rf"(?:离|距离?|跟|和|比|到)\s*{LEVEL}[,，]?\s*(?:我们|现在|还|只|就|仅|也|才|是|正好|刚好)*(?:差|缺|欠|少|低)(?:了|着|个)?\s*$",
    re.I,
)
LEVEL_AFTER = lazy(rf"\s*(?:就|才|没|不|未|能|到|够|上|达|是|得|拿|评)+(?:了)?\s*{LEVEL}", re.I)
LEAST = 40
SHORT = ("short", "lost", "change")
LINES, DISTANCES = ("score", "loose"), (*SHORT, "raised", "score", "loose")


def with_distances(text: str, quantities: list[Quantity], rules: Rules) -> list[Quantity]:
    """The quantities with every distance to a number or a level turned into the score it leaves."""
    found = list(pairs(text, quantities))
    used = {item.start for one, other, _ in found for item in (one, other)}
    told = {item.value for item in quantities if item.kind == "score" and item.start not in used}
    scores = [score for _, _, score in found if score.value not in told]
    if told and scores:
        return quantities
    left = [item for item in quantities if item.start not in used]
    if not any(item.kind == "score" for item in (*left, *scores)):
        left = [to_level(text, item, rules) for item in left]
    return sorted([*left, *scores], key=lambda item: item.start)


def pairs(text: str, quantities: list[Quantity]) -> Iterator[tuple[Quantity, Quantity, Quantity]]:
    """Two numbers beside each other, one a distance to the other, and the score they make."""
    for one, other in pairwise(quantities):
        score = made_of(text, one, other)
        if score is not None:
            yield one, other, score


def made_of(text: str, one: Quantity, other: Quantity) -> Quantity | None:
    """The score that two numbers beside each other make; None where neither is a distance to the other."""
    before, between = text[: one.start], text[one.end : other.start]
    if one.kind == "short" and other.kind == "score":
        reached = other.value - one.value
        return (
            replace(other, value=reached, start=one.start, unit=True, bound="")
            if (one.value < LEAST <= other.value and NOT_REACHED.fullmatch(between))
            else None
        )
    if not one.value >= LEAST > other.value or one.kind not in LINES or other.kind not in DISTANCES:
        return None
    changed = SINCE.fullmatch(between) if PAST.search(before) else None
    if changed is not None:
        sign, start = 1 if changed["how"][0] in "高多涨升提增" else -1, other.start
    elif FROM.search(before):
        sign, start = -1 if STILL_SHORT.fullmatch(between) else int(is_higher(before, between)), one.start
    else:
        return None
    return Quantity(one.value + sign * other.value, start, other.end, "score", unit=True) if sign else None


def is_higher(before: str, between: str) -> bool:
    """Whether more than the line is said: 比 90 高 2 分."""
    return before.rstrip().endswith("比") and HIGHER.fullmatch(between) is not None


def to_level(text: str, item: Quantity, rules: Rules) -> Quantity:
    """A distance to a level as the score it leaves; any other quantity as it is."""
    if item.kind not in SHORT:
        return item
    match = LEVEL_BEFORE.search(text[: item.start]) or LEVEL_AFTER.match(text, item.end)
    if match is None or (item.kind != "short" and match.start() > item.start):
        return item
    line = line_of(match["level"], rules)
    return item if line is None else replace(item, value=line - item.value, kind="score", unit=True)


def line_of(words: str, rules: Rules) -> Fraction | None:
    """Where the level so called begins; full marks for 满分."""
    if words == "满分":
        return rules.full
    names = (name for name, pattern in lex.LEVEL_WORDS.items() if re.fullmatch(pattern, words, re.I))
    return next((rules.level(name).low for name in names), None)
