"""From scores in a message to calls of the level tool: which level, how far, who is higher."""

import re
from dataclasses import replace

from assistant.scoring.numerals import NUMBER, parse_number, show
from assistant.scoring.patterns import lazy
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.asked import is_asked, own_scores, without_number
from assistant.scoring.understand.model import NO_SUCH, Call, Reply, Request
from assistant.scoring.understand.parts import is_told
from assistant.scoring.understand.quantities import Quantity
from assistant.scoring.understand.reading import NEXT_LEVEL, Reading
from assistant.scoring.understand.single import PARTS, single, special_inputs

OTHER_SCHEME = lazy(r"品牌|品评|七星|7\s*星|[345]A|AAA|27925|14001|9001")
TEN_AND_MORE = lazy(rf"{NUMBER}\s*(?:多|几|好几)\s*分?")
NO_SUCH_LEVEL = lazy(
    r"(?<![差升高低降少多再涨掉几上下\d.])(?P<stars>[一二两六七八九126789])(?:颗|个)?\s*星(?:级)?(?![期座辰])"
)
STAR_NAMES = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
TOO_MUCH = "{} 分超出了 0 到 100 分的范围，商品售后服务认证按百分制评分，请核对分数后再问。"


def read_levels(reading: Reading) -> Request | Reply | None:
    """A level, a gap or a comparison asked for, with the scores to hand."""
    scores, others = own_scores(reading), reading.of("lost", "deleted", "applicable", *PARTS, "raised")
    if not scores and not others and not reading.ranges:
        return without_number(reading)
    if not is_asked(reading, scores) and not is_told(reading):
        return None
    wrong = [item for item in (*scores, *others) if not 0 <= item.value <= 100]
    if any(item.value > 100 for item in wrong) and is_other_scheme(reading, wrong):
        return None
    if wrong:
        return Reply("invalid", TOO_MUCH.format("、".join(show(item.value) for item in wrong)))
    if reading.specials() is None:
        return Reply(
            "ask_back",
            "请问有几个特别扣分项？每个扣 1 分，达到 5 个就不能定级，说了个数才能算准。",
            "specials",
        )
    vague = next((item for item in scores if item.vague), None)
    if vague is not None:
        return vague_ten(reading, scores, vague) or vague_reply(reading, vague)
    scores = [item for item in scores if not end_of_range(reading, item)]
    bounded = [item for item in scores if item.bound]
    if (
        len({(span.low, span.high) for span in reading.ranges}) + len(bounded) == 1
        and len(scores) == len(bounded)
        and not others
    ):
        return range_request(reading)
    if reading.ranges or bounded:
        return Reply("ask_back", "请告诉我具体的评分，或者只说一个分数区间，我来算最好和最差的级别。")
    return scores_request(reading, scores)


def is_other_scheme(reading: Reading, wrong: list[Quantity]) -> bool:
    """Whether points above 100 are those of another scheme: 五星品牌, 七星, 950 out of 1000."""
    return OTHER_SCHEME.search(reading.text) is not None or (
        len(wrong) > 1 and any(item.value == 1000 for item in wrong)
    )


def end_of_range(reading: Reading, item: Quantity) -> bool:
    """Whether the score only names an end of the range that is stated: 可能 82，可能 95，区间 82 到 95."""
    return any(item.value in (span.low, span.high) for span in reading.ranges)


def vague_ten(reading: Reading, scores: list[Quantity], item: Quantity) -> Request | None:
    """七十多分 as a range where all of it lies in one level; None where it does not, or more is said."""
    low, full = item.value, reading.rules.full
    others = reading.of("lost", "deleted", "applicable", "raised", "bonus", *PARTS)
    ten = low % 10 == 0 and 0 < low < full and TEN_AND_MORE.fullmatch(reading.text[item.start : item.end])
    if not ten or len(scores) > 1 or others or reading.ranges:
        return None
    if not reading.rules.one_level(low, low + 10):
        return None
    inputs = {"low": show(low), "high": show(low + 10), "high_included": False, **special_inputs(reading)}
    return Request("range", (Call("score.range", inputs),), reading.target(), no_such(reading))


def no_such(reading: Reading) -> tuple[str, ...]:
    """A note where a level is asked about that does not exist: 能拿二星吗."""
    found = NO_SUCH_LEVEL.search(reading.text)
    stars = parse_number(found["stars"]) if found else None
    return () if stars is None else (f"{NO_SUCH}{STAR_NAMES[int(stars)]}星级",)


def vague_reply(reading: Reading, item: Quantity) -> Reply:
    """A score that is only roughly stated."""
    return Reply(
        "ask_back",
        f"“{reading.text[item.start : item.end].strip()}”只是个大概，级别要按准确的评分定，"
        "请告诉我具体是多少分。",
        "score",
    )


def range_request(reading: Reading) -> Request:
    """Worst and best case of one range or one open-ended score."""
    inputs: dict[str, object] = {}
    if reading.ranges:
        span = reading.ranges[0]
        inputs = {"low": show(span.low), "high": show(span.high), "high_included": span.closed}
    else:
        item = next(item for item in reading.of("score") if item.bound)
        if item.bound in ("above", "over"):
            inputs = {"low": show(item.value), "high": "100", "high_included": True}
        else:
            inputs = {"low": "0", "high": show(item.value), "high_included": item.bound == "most"}
    return Request("range", (Call("score.range", {**inputs, **special_inputs(reading)}),), reading.target())


def scores_request(reading: Reading, scores: list[Quantity]) -> Request | Reply:
    """One call for each score; parts, deletions and deductions make one score together."""
    if reading.of("bonus") and sum(item.value for item in reading.of("bonus")) > 1:
        return Reply("ask_back", "特别加分项最多 1 个、加 1 分，请问是否按 1 分计算？")
    if len(scores) > 1 and re.search(r"四舍五入|取整|进位", reading.text):
        return Reply("ask_back", "有几个分数，请问没有取整的评分是多少（满分 100 分）？", "score")
    if len(scores) > 1 and (reading.of("short") or any(item.value < 40 for item in scores)):
        return Reply("ask_back", "请问哪个数是认证的评分（满分 100 分）？请直接告诉我评分。", "score")
    if reading.of("short") and re.search(
        r"(?:到|离|距离?)\s*$", reading.text[: scores[0].start] if scores else ""
    ):
        return Reply("ask_back", "请直接告诉我现在的评分是多少（满分 100 分）。", "score")
    goal = goal_of(reading, scores)
    if goal is not None:
        scores = [item for item in scores if item is not goal]
    if reading.of(*PARTS, "lost", "deleted", "applicable", "raised") or len(scores) == 1:
        found = single(reading, scores)
        if isinstance(found, Reply):
            return found
        known = tuple((item.kind, show(item.value)) for item in reading.of(*PARTS))
        return replace(finish(reading, [found[0]], goal, found[1]), parts=known)
    calls = [Call("score.level", inputs) for inputs in distinct([side(reading, item) for item in scores])]
    return finish(reading, calls, goal, ())


def distinct(sides: list[dict[str, object]]) -> list[dict[str, object]]:
    """Each score once: a number said twice is one score."""
    return [inputs for index, inputs in enumerate(sides) if inputs not in sides[:index]]


def goal_of(reading: Reading, scores: list[Quantity]) -> Quantity | None:
    """The score to be reached in 92.5分离95分还差多少."""
    if len(scores) < 2 or not reading.asks(lex.ASK_GAP):
        return None
    for item in scores:
        if re.search(r"(?:离|距离?|达到|升到|提到|涨到|够到?|到)\s*$", reading.text[: item.start]):
            return item
    return None


def side(reading: Reading, item: Quantity) -> dict[str, object]:
    """The inputs of one of several scores, with the owner's name and its own special deductions."""
    following = [other for other in reading.of("score") if other.start > item.start]
    until = following[0].start if following else len(reading.text)
    own = sum(int(other.value) for other in reading.of("special") if item.end <= other.start < until)
    owner = reading.stage(item) or reading.owner(item)
    return {
        "gained": show(item.value),
        **({"owner": owner} if owner else {}),
        **({"specials": own} if own else {}),
    }


def finish(reading: Reading, calls: list[Call], goal: Quantity | None, notes: tuple[str, ...]) -> Request:
    """The shape of the answer: a comparison, a gap or the level."""
    notes = (*notes, *no_such(reading))
    target = reading.target() or (goal_level(reading, goal) if goal else None)
    if len(calls) == 2 and reading.asks(lex.ASK_COMPARE):
        return Request(
            "compare", (Call("score.compare", {"sides": [call.inputs for call in calls]}),), target, notes
        )
    if reading.asks(lex.ASK_GAP) or NEXT_LEVEL.search(reading.text) or goal:
        return Request("gap", tuple(calls), target, notes)
    return Request("level", tuple(calls), target, notes)


def goal_level(reading: Reading, goal: Quantity) -> str | None:
    """The level that begins exactly at the goal."""
    return next((level.name for level in reading.rules.levels if level.low == goal.value), None)
