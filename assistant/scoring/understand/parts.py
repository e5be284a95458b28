"""Sums of the first-level parts: all three make a score, fewer leave a rest to be gained."""

import re
from dataclasses import replace
from fractions import Fraction

from assistant.scoring.numerals import show
from assistant.scoring.patterns import lazy
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.asked import LEVEL_RULE, QUESTION
from assistant.scoring.understand.model import Call, Reply, Request
from assistant.scoring.understand.quantities import Quantity
from assistant.scoring.understand.reading import Reading
from assistant.scoring.understand.single import PARTS, special_inputs
from assistant.scoring.wording import PART_NAMES

ASK_REST = lazy(
    rf"(?:{'|'.join(lex.PART_WORDS.values())}|剩下?的?|剩余|其余|余下|另一?(?:块|部分|项)|"
    rf"最后一?(?:块|部分|项)|还)[^,，。;；]{{0,14}}(?:多少|几分|几)|多少分?(?:才|就|能|"
    rf"可以)"
)
THREE = lazy(
    r"三(?:个|大)?(?:块|部分|大项|项|大类|类|方面|一级指标|板块|模块)[^,，。]{0,6}?(?:分别|各|依次)?(?:得了?|拿了?|是|为|:|有)"
)
RULE = lazy(r"对吗|是不是|是否|权重|分值|占比|满分各|怎么分配|各占|是怎么|分别占")


def read_parts(reading: Reading) -> Request | Reply | None:
    """One or two parts given and the rest asked for; every part within its own full marks."""
    given = reading.of(*PARTS) or last_open(reading)
    if not given and (three := all_three(reading)):
        call = Call("score.level", {"gained": show(three), **special_inputs(reading)})
        return Request("level", (call,), reading.target()) if reading.specials() is not None else None
    if not given and asks_other_level(reading):
        return replace(reading.state.request, target=reading.target()) if reading.state.request else None
    if not given or reading.asks(RULE) or LEVEL_RULE.search(reading.text):
        return None
    most = reading.rules.value("parts", "points")
    for item in given:
        if not 0 <= item.value <= int(most[item.kind]):
            if not (earlier(reading) or re.search(r"分|星|达标", reading.text)):
                return None  # 客户就三百来个: of no points is spoken
            name, points = PART_NAMES[item.kind], show(item.value)
            said = f"{name}的得分应在 0 到 {most[item.kind]} 分之间，所说的 {points} 超出了范围，请核对。"
            return Reply("invalid", said)
    known = {**earlier(reading), **{item.kind: show(item.value) for item in given}}
    if len({item.kind for item in given}) != len(given):
        return Reply("ask_back", "同一个部分说了两个分数，请问各部分分别得多少分？")
    cues = (ASK_REST, lex.ASK_LEVEL, lex.ASK_IF_LEVEL, lex.ASK_GAP)
    follows = bool(earlier(reading)) or is_told(reading)
    if len(given) == len(PARTS) or not (follows or any(reading.asks(cue) for cue in cues)):
        return None
    loose = [item for item in reading.of("score") if not known_as_part(item, given)]
    if loose or reading.of("deleted", "applicable", "lost") or reading.ranges or reading.specials() is None:
        return Reply("ask_back", "请把三个部分的得分都告诉我，或者只问其余部分还要多少分。")
    special = {**special_before(reading), **special_inputs(reading)}
    if len(known) == len(PARTS):
        call = Call("score.level", {"gained": add(known), **special})
        return Request("level", (call,), reading.target(), parts=tuple(known.items()))
    return Request("rest", (Call("score.rest", {"known": known, **special}),), reading.target())


def all_three(reading: Reading) -> Fraction | None:
    """The sum of three numbers of the three parts, whichever is which: 三块分别是 37、33、24."""
    if not THREE.search(reading.text):
        return None
    most = sorted(
        (Fraction(points) for points in reading.rules.value("parts", "points").values()), reverse=True
    )
    found = sorted((item.value for item in (*reading.quantities, *reading.loose)), reverse=True)
    fits = len(found) == len(most) and all(one <= other for one, other in zip(found, most, strict=True))
    return sum(found, Fraction(0)) if fits else None


def is_told(reading: Reading) -> bool:
    """Whether points of two parts or more are told, and nothing asked; all full marks are the rule."""
    given, most = reading.of(*PARTS), reading.rules.value("parts", "points")
    full = all(show(item.value) == most[item.kind] for item in given)
    alone = not QUESTION.search(reading.text) and len(given) == len(reading.quantities)
    return len(given) > 1 and not full and alone and not reading.loose


def asks_other_level(reading: Reading) -> bool:
    """Whether a short question goes on about the rest, with another level: 能到四星不, 最好能到几星."""
    request = reading.state.request
    goes_on = request is not None and request.aspect == "rest" and len(reading.text) <= 14
    level = reading.levels() and re.search(r"到|能|够|呢|换", reading.text)
    best = re.search(r"最(?:好|高|差|低|多)[^,，。]{0,4}几(?:颗)?星", reading.text)
    return bool(goes_on and not reading.quantities and not reading.loose and (level or best))


def known_as_part(item: Quantity, given: list[Quantity]) -> bool:
    """Whether a bare number was taken for a part."""
    return any(other.start == item.start for other in given)


def last_open(reading: Reading) -> list[Quantity]:
    """A bare number after a question on the rest: the one part that was still open."""
    known, scores = earlier(reading), reading.of("score")
    still_open = [clause for clause in PARTS if clause not in known]
    if (
        not known
        or len(still_open) != 1
        or len(scores) != 1
        or len(reading.quantities) != 1
        or len(reading.text) > 12
    ):
        return []
    return [replace(scores[0], kind=still_open[0])]


def earlier(reading: Reading) -> dict[str, str]:
    """Parts known from the turn before: of a rest, or of the score they added up to."""
    request = reading.state.request
    if request is None:
        return {}
    return dict(request.calls[0].inputs["known"]) if request.aspect == "rest" else dict(request.parts)


def special_before(reading: Reading) -> dict[str, object]:
    """Special deductions and the bonus of the turn before, whose parts are gone on with."""
    request = reading.state.request
    inputs = request.calls[0].inputs if request is not None and earlier(reading) else {}
    return {name: inputs[name] for name in ("specials", "bonus") if name in inputs}


def add(known: dict[str, str]) -> str:
    """The sum of parts written as text, exactly."""
    return show(sum((Fraction(points) for points in known.values()), Fraction(0)))
