"""One mention of a level: quoted, denied, a distance, a standing, or spoken of in general."""

import re
from fractions import Fraction

from assistant.scoring.guarding.backing import Backing, Standing, any_says, figures_in, says, standing_for
from assistant.scoring.guarding.context import Context
from assistant.scoring.guarding.cues import (
    ABOVE_IT,
    AFFIRMED,
    ALL_OF_THEM,
    BELOW_AFTER,
    BELOW_IT,
    COMPANY,
    GAP,
    NONE_SUCH,
    NOT_IT,
    PLAN,
    QUOTED,
    RULE_CUE,
    SPECIAL_COUNT,
    TOPIC,
    VERDICT,
    has_bound_words,
    is_lower_bound,
    is_verdict,
)
from assistant.scoring.guarding.general_rules import bound_holds
from assistant.scoring.guarding.mentions import LevelMention, PointsMention, find_levels, find_points
from assistant.scoring.guarding.points import beside_level, bounds
from assistant.scoring.patterns import lazy
from assistant.scoring.rules import FAILED

BOUNDARY_OF = lazy(r"的?(?:分数线|门槛|下限|最低分|最低要求)")


def level_backed(
    item: LevelMention, levels: list[LevelMention], points: list[PointsMention], text: str, context: Context
) -> bool:
    """Whether one mention of a level is backed in the part it plays in its sentence."""
    index = levels.index(item)
    left_edge = levels[index - 1].end if index else 0
    right_edge = levels[index + 1].start if index + 1 < len(levels) else len(text)
    left, right = text[left_edge : item.start], text[item.end : right_edge]
    if quoted(item, left, right, text, context) or special_rule(item, text, context):
        return True
    if item.name.endswith(" 星级"):
        return denied_existence(item, levels, text)
    standings, since = owned(item, left_edge, right, text, context)
    free = [other for other in points if not beside_level(other, text, context)]
    near = [other for other in free if since <= other.start < item.start] or [
        other for other in free if item.end <= other.start < right_edge
    ]
    standings = standings or standing_for(context.backing.standings, near)
    if not standings:
        return plan_backed(item, left, right, near, text, context)
    return standing_backed(item, left, right, near, standings, text, context)


def owned(
    item: LevelMention, left_edge: int, right: str, text: str, context: Context
) -> tuple[list[Standing], int]:
    """The standings of the company named nearest before the level (or right after it), and where
    the words about it begin; 都 takes all that are named.
    """
    left = text[left_edge : item.start]
    named = [standing for standing in context.backing.standings if standing.owner]
    here = [standing for standing in named if standing.owner in left]
    if here and ALL_OF_THEM.search(left):
        return here, left_edge
    if len(here) > 1 and "比" in left and not re.search(r"[:：;；]", left):
        return [min(here, key=lambda standing: left.find(standing.owner))], left_edge
    if here:
        last = max(here, key=lambda standing: left.rfind(standing.owner))
        return [last], left_edge + left.rfind(last.owner)
    behind = [standing for standing in named if standing.owner in right]
    if behind and not [standing for standing in named if standing.owner in text[:left_edge]]:
        return [min(behind, key=lambda standing: right.find(standing.owner))], left_edge
    before = [standing for standing in named if standing.owner in text[:left_edge]]
    return (
        [max(before, key=lambda standing: text[:left_edge].rfind(standing.owner))] if before else []
    ), left_edge


def quoted(item: LevelMention, left: str, right: str, text: str, context: Context) -> bool:
    """A repetition of the user's own word, not affirmed."""
    if item.name not in {other.name for other in find_levels(context.question)} or AFFIRMED.search(text):
        return False
    return QUOTED.search(left) is not None and not VERDICT.search(re.sub(r"[“\"'「]", "", right)[:4])


def special_rule(item: LevelMention, text: str, context: Context) -> bool:
    """特别扣分项达到 5 个不能定级: the general rule, of no company."""
    if item.name != FAILED or COMPANY.search(text) or find_points(text):
        return False
    counts = [int(match["n"] or match["m"]) for match in SPECIAL_COUNT.finditer(text)]
    return bool(counts) and all(count >= context.rules.fail_at for count in counts)


def denied_existence(item: LevelMention, levels: list[LevelMention], text: str) -> bool:
    """没有二星级, 一星级和二星级都不存在: true of levels that do not exist."""
    group = [other for other in levels if other.name.endswith(" 星级")]
    start, end = group[0].start, group[-1].end
    around = text[max(0, start - 12) : start] + "|" + text[end : end + 16]
    joined = re.sub(r"[\s、,，和或及与也/]|级|都|有", "", text[item.end : end])
    return NONE_SUCH.search(around) is not None and (
        item is group[-1] or not re.search(r"是|为|属于|评", joined)
    )


def standing_backed(
    item: LevelMention,
    left: str,
    right: str,
    near: list[PointsMention],
    standings: list[Standing],
    text: str,
    context: Context,
) -> bool:
    """A mention in an answer that has standings: agreed, denied, compared or as a distance."""
    held = {standing.level for standing in standings}
    order = {level.name: place for place, level in enumerate(context.rules.levels, 1)} | {FAILED: 0}
    if item.name == "通过":
        return held.isdisjoint({FAILED}) != bool(NOT_IT.search(left))
    place, places = order[item.name], {order[level] for level in held}
    if GAP.search(left + right) and not is_verdict(left) and gap_backed(item, near, text, context):
        return True
    if ABOVE_IT.search(left) or (left.endswith("比") and re.match(r"[还更要]*[高好强]", right)):
        least = place if BOUNDARY_OF.match(right) else place + 1
        own = {figure for standing in standings for figure in standing.shown}
        return all(other >= least for other in places) and all(any_says(mention, own) for mention in near)
    if BELOW_IT.search(left) or BELOW_AFTER.match(right):
        return all(other < place for other in places) and numbers_fit(near, standings, item, context, text)
    if re.match(r"半|\+|之上|(?<!及)以上", right):
        return all(other > place for other in places)
    if re.search(r"(?:没有|不存在|不设|并无|取消了?)$", left):
        return False
    if NOT_IT.search(left):
        return item.name not in held and numbers_fit(near, standings, item, context, text)
    if uncertain_backed(item, near, left, text, context):
        return True
    if item.name not in held:
        return said_in_general(item, near, text, context)
    return len(held) == 1 and numbers_fit(near, standings, item, context, text)


def said_in_general(item: LevelMention, near: list[PointsMention], text: str, context: Context) -> bool:
    """A level that nobody is given: its own boundary, or a subject like its fee or its conditions."""
    if COMPANY.search(text) or AFFIRMED.search(text):
        return False
    if near:
        level = context.rules.level(item.name) if item.name != FAILED else None
        return all(
            has_bound_words(other, text) and bound_holds(other, level, item, text, context.rules)
            for other in near
        )
    return TOPIC.match(after_chain(item, text)) is not None and not is_verdict(before_chain(item, text))


def before_chain(item: LevelMention, text: str) -> str:
    """What precedes a level and those joined to it."""
    start = item.start
    for other in reversed(find_levels(text)):
        if other.end <= start and re.fullmatch(r"\s*(?:与|和|跟|、|或|及)\s*", text[other.end : start]):
            start = other.start
    return text[:start]


def after_chain(item: LevelMention, text: str) -> str:
    """What follows a level and those joined to it: 五星级与四星级的区别 gives 的区别."""
    end = item.end
    for other in find_levels(text):
        if other.start >= end and re.fullmatch(r"\s*(?:与|和|跟|、|或|及)\s*", text[end : other.start]):
            end = other.end
    return text[end:]


def uncertain_backed(
    item: LevelMention, near: list[PointsMention], left: str, text: str, context: Context
) -> bool:
    """If rounded first, then ...: the other reading that a receipt states, score and all."""
    if not re.search(r"如果|若|\bif\b", left, re.I) or not re.search(
        r"四舍五入|取整|换算|减过|位小数|\brounded|taken off", left
    ):
        return False
    known = context.backing.levels | {level.name for level in context.rules.levels} | {FAILED}
    return item.name in known and all(
        any_says(mention, figures_in(text, context.backing)) and read_so(mention, item, context.backing)
        for mention in near
    )


def read_so(mention: PointsMention, item: LevelMention, backing: Backing) -> bool:
    """Whether points that only another reading yields stand with the level that it yields."""
    told = {level for score, level in backing.readings if says(mention, score)}
    return not told or any_says(mention, backing.figures) or item.name in told


def gap_backed(item: LevelMention, near: list[PointsMention], text: str, context: Context) -> bool:
    """A distance to a level as a receipt states it; the level's own boundary may stand beside it."""
    needs = needs_of(item, context.backing)
    if not needs:
        return False
    low = context.rules.level(item.name).low
    own = [figure for figure in context.backing.figures if figure != low]
    return all(
        any_says(mention, [*needs, *own], up=True)
        or (mention.value == low and (has_bound_words(mention, text) or low in context.backing.figures))
        for mention in near
    )


def numbers_fit(
    near: list[PointsMention], standings: list[Standing], item: LevelMention, context: Context, text: str
) -> bool:
    """Whether the numbers beside a level are its company's own, or the bounds that decide it."""
    own = {figure for standing in standings for figure in standing.shown}
    level = next((level for level in context.rules.levels if level.name == item.name), None)
    if near and (RULE_CUE.search(text) or any(is_lower_bound(mention, text) for mention in near)):
        return all(bound_holds(mention, level, item, text, context.rules) for mention in near)
    return all(
        any_says(mention, own)
        or beside_level(mention, text, context)
        or is_other_distance(mention, item, text, context)
        or (has_bound_words(mention, text) and bound_holds(mention, level, item, text, context.rules))
        for mention in near
    )


def is_other_distance(mention: PointsMention, item: LevelMention, text: str, context: Context) -> bool:
    """A distance, said before this level, to another one: 离五星级还差 2.5 分，现在是四星级."""
    clause = re.split(r"[,，。;；]", text[: mention.start])[-1]
    needs = [need for _, need in context.backing.needs]
    return mention.start < item.start and GAP.search(clause) is not None and any_says(mention, needs, up=True)


def plan_backed(
    item: LevelMention, left: str, right: str, near: list[PointsMention], text: str, context: Context
) -> bool:
    """A mention in an answer without standings: a plan's level, or a level spoken of in general."""
    backing = context.backing
    if item.name in backing.reachable and (PLAN.search(text) or BELOW_IT.search(left)):
        denied = bool(BELOW_IT.search(left) or BELOW_AFTER.match(right))
        fits = all(
            any_says(mention, [*backing.figures, *needs_of(item, backing)], up=True) for mention in near
        )
        return fits and (not denied or not backing.reachable[item.name])
    if item.name in backing.levels:
        return all(any_says(mention, backing.figures) or mention.value in bounds(context) for mention in near)
    if backing.worst and not near and (BELOW_IT.search(left) or ABOVE_IT.search(left)):
        return outside_range(item, left, context)
    if backing.worst:
        return range_backed(item, left, near, backing)
    if COMPANY.search(text) or near or is_verdict(left) or AFFIRMED.search(text):
        return False
    return (
        item.name in {other.name for other in find_levels(context.cited + context.question)}
        or item.name == "通过"
    )


def range_backed(item: LevelMention, left: str, near: list[PointsMention], backing: Backing) -> bool:
    """A level of a range: named worst or best as it is, or beside its own stretch."""
    if re.search(r"最[差低坏][^,，。]{0,4}$", left):
        return item.name == backing.worst
    if re.search(r"最[好高][^,，。]{0,4}$", left):
        return item.name == backing.best
    if backing.worst == backing.best or re.search(r"在$", left.rstrip()) or left.strip() in ("到", "至"):
        return item.name in (backing.worst, backing.best)
    return bool(near) and all(any_says(mention, backing.stretches.get(item.name, ())) for mention in near)


def outside_range(item: LevelMention, left: str, context: Context) -> bool:
    """A level that all of a range stays below, or lies above."""
    order = {level.name: place for place, level in enumerate(context.rules.levels, 1)} | {FAILED: 0}
    best, worst = order.get(context.backing.best, 0), order.get(context.backing.worst, 0)
    place = order.get(item.name)
    if place is None:
        return False
    return best < place if BELOW_IT.search(left) else worst > place


def needs_of(item: LevelMention, backing: Backing) -> list[Fraction]:
    """The distances to a level that the receipts state."""
    return [need for name, need in backing.needs if name == item.name]
