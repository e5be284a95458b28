"""Points in a sentence: whose, how far, or which boundary, and what backs them."""

import re

from assistant.scoring.guarding.backing import Backing, any_says, figures_in
from assistant.scoring.guarding.context import Context, squeeze
from assistant.scoring.guarding.cues import COMPANY, DISTANCE, has_bound_words, is_stated
from assistant.scoring.guarding.mentions import PointsMention, find_levels, find_points


def number_known(item: PointsMention, text: str, context: Context) -> bool:
    """Whether a number beside levels is one the answer may use: a receipt's, or a boundary as such."""
    boundary = item.value in bounds(context) and (
        has_bound_words(item, text) or beside_level(item, text, context)
    )
    return points_backed(item, text, context) or (boundary and not misattributed(item, text, context))


def misattributed(item: PointsMention, text: str, context: Context) -> bool:
    """Points given to a company as its score that are not its own: 得分 95 分, 甲公司 93.5 分."""
    backing, before = context.backing, text[: item.start]
    if is_stated(item, text) and not any_says(item, figures_in(text, backing)):
        return True
    named = max(
        (standing for standing in backing.standings if standing.owner in before and standing.owner),
        key=lambda standing: before.rfind(standing.owner),
        default=None,
    )
    others = [figure for standing in backing.standings if standing is not named for figure in standing.shown]
    return named is not None and not any_says(item, named.shown) and any_says(item, others)


def points_backed(item: PointsMention, text: str, context: Context) -> bool:
    """Whether points in a sentence without any level are backed in the part they play there."""
    backing = context.backing
    before = re.split(r"[,，。;；]", text[: item.start])[-1]
    if misattributed(item, text, context):
        return False
    if small_special(item, text, backing):
        return True
    if DISTANCE.search(before):
        return any_says(item, [*(need for _, need in backing.needs), *backing.differences], up=True)
    if any_says(item, figures_in(text, backing)):
        return True
    if any_says(item, backing.differences) and re.search(r"高|低|相差|差", text):
        return True
    if COMPANY.search(text) and not re.search(r"您(?:说|问|提|给)|你(?:说|问|提|给)", text):
        return False
    if any_says(item, [other.value for other in context.asked]) and re.search(
        r"说|问|提|给出|超出|范围|核对|是否|指", text
    ):
        return True
    return in_passages(item, text, context)


def small_special(item: PointsMention, text: str, backing: Backing) -> bool:
    """Points of special deductions: 1 each, no more than there are; and full marks."""
    if item.value == 100 and re.search(r"满分|百分|范围|到 ?100|总分值", text):
        return True
    return (
        bool(re.search(r"特别[扣加]分", text))
        and 0 < item.value <= max(1, backing.specials)
        and item.places == 0
    )


def in_passages(item: PointsMention, text: str, context: Context) -> bool:
    """Whether a cited passage speaks of the same points with some of the same words."""
    written = text[item.start : item.end].replace(" ", "")
    for line in re.split(r"[。\n；;]", context.cited):
        squeezed = line.replace(" ", "")
        if (
            any(other.value == item.value for other in find_points(line))
            and written[-1:]
            and shared(squeeze(text), squeezed) >= 4
        ):
            return True
    return False


def shared(one: str, other: str) -> int:
    """How many different two-character words without digits two sentences share."""
    pairs = {one[index : index + 2] for index in range(len(one) - 1)}
    return sum(1 for pair in pairs if pair in other and re.fullmatch(r"[\u4e00-\u9fff]{2}", pair))


def beside_level(mention: PointsMention, text: str, context: Context) -> bool:
    """A boundary in brackets behind its own level: 五星级（95 分）."""
    for other in find_levels(text):
        if 0 <= mention.start - other.end <= 2 and text[other.end : mention.start].strip() in ("(", "（"):
            return any(
                level.name == other.name and level.low == mention.value for level in context.rules.levels
            )
    return False


def bounds(context: Context) -> set[object]:
    """The boundaries of the level table."""
    return {level.low for level in context.rules.levels}
