"""General rules in an answer: every number must be the bound of its level that the words make it."""

import re

from assistant.scoring.guarding.context import Context
from assistant.scoring.guarding.cues import COMPANY, NOT_IT, UPPER_BEFORE, has_bound_words, is_stated
from assistant.scoring.guarding.mentions import LevelMention, PointsMention, find_levels
from assistant.scoring.rules import FAILED, Level, Rules


def is_whole_table(text: str, levels: list[LevelMention], context: Context) -> bool:
    """达标级、三星级、四星级、五星级: the levels as such, all of them, no company and no number."""
    names = sorted(level.name for level in context.rules.levels)
    return not COMPANY.search(text) and sorted(item.name for item in levels) == names


def rule_backed(text: str, levels: list[LevelMention], points: list[PointsMention], context: Context) -> bool:
    """A general rule: every number is a bound of its level, nothing is said of a company."""
    known: dict[str, Level | None] = {FAILED: None, **{level.name: level for level in context.rules.levels}}
    if COMPANY.search(text) or not points or any(item.name not in known for item in levels):
        return False
    if any(item.owner and item.owner in text for item in context.backing.standings):
        return False
    if not levels_cited(levels, context) or any(is_stated(item, text) for item in points):
        return False
    listed = len({item.name for item in levels}) >= 3
    if context.backing.standings and not listed and not all(has_bound_words(item, text) for item in points):
        return False
    return any(pairing_holds(pairs, known, text, context.rules) for pairs in pairings(levels, points))


def levels_cited(levels: list[LevelMention], context: Context) -> bool:
    """Whether the levels of a rule stand in a cited passage, or a receipt applied the table."""
    cited = {item.name for item in find_levels(context.cited)}
    return bool(context.backing.standings or context.backing.levels) or all(
        item.name in cited for item in levels
    )


Pair = tuple[LevelMention, list[PointsMention]]


def pairings(levels: list[LevelMention], points: list[PointsMention]) -> list[list[Pair]]:
    """Numbers with their levels: numbers before the level, or numbers after it; every number used."""
    before: list[Pair] = []
    after: list[Pair] = []
    for index, level in enumerate(levels):
        previous = levels[index - 1].end if index else 0
        following = levels[index + 1].start if index + 1 < len(levels) else 10**9
        before.append((level, [item for item in points if previous <= item.start < level.start]))
        after.append((level, [item for item in points if level.end <= item.start < following]))
    return [pairs for pairs in (before, after) if sum(len(items) for _, items in pairs) == len(points)]


def pairing_holds(pairs: list[Pair], known: dict[str, Level | None], text: str, rules: Rules) -> bool:
    """Whether every number is the bound of its level that its words make it."""
    if any(not items for _, items in pairs):
        return False
    return all(
        bound_holds(item, known[level.name], level, text, rules) for level, items in pairs for item in items
    )


def bound_holds(
    item: PointsMention, level: Level | None, mention: LevelMention, text: str, rules: Rules
) -> bool:
    """Whether a number is the bound its words make it: lower or upper bound of the level.

    ``level`` None stands for 评价不合格, which lies below the lowest boundary.
    """
    upper = UPPER_BEFORE.search(text[: item.start]) or re.match(
        r"\s*分?(?:以下|之下)", text[item.end : item.end + 5]
    )
    refused = NOT_IT.search(text[max(0, mention.start - 6) : mention.start]) is not None
    denied = refused or re.search(r"(?:不|没|未)(?![低少小]于)[^,，。\d]{0,4}$", text[: item.start])
    if level is None:
        return bool(upper or denied) and item.value == rules.levels[0].low
    if denied and not upper:
        return False
    if upper:
        return item.value == (level.low if refused else level.below)
    return item.value == level.low
