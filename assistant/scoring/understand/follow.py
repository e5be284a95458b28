"""Follow-ups: what a message changes in the question before it."""

import re
from dataclasses import replace
from fractions import Fraction

from assistant.scoring.numerals import NUMBER, parse_number, show
from assistant.scoring.patterns import lazy
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.asked import CONDITIONAL
from assistant.scoring.understand.model import Aspect, Call, Reply, Request
from assistant.scoring.understand.quantities import Quantity
from assistant.scoring.understand.reading import NEXT_LEVEL, NO_SPECIALS, Reading
from assistant.scoring.understand.rounding import rounding_of
from assistant.scoring.understand.single import AGAIN, NOTHING_LOST, bonus_changed

FEWER = lazy(
    r"(?:(?<!多)少|(?<![要没未得需该])减少?|整改(?:掉|了|完|好)?|去掉|消(?:除|掉)|改(?:掉|好|完)|关闭|解决)(?:了|"
    r"掉)?[^,，。]{0,4}$|(?:整改|消除|改(?:掉|好)|去掉|关闭|解决)"
)
LOST_ANYWAY = lazy(r"(?:丢|没得|没拿|扣掉|失|零分|0分|没有得)")
GAINED_THEN = lazy(r"(?:全得|满分|得满|拿满|得了|拿到)")
ORDER = lazy(r"先(?:扣|减|加)(?:减)?[^,，。]{0,8}(?:再|后)(?:换|折)算")
ELLIPTIC = lazy(r"呢|如果|要是|假如|假设|若|再|那|又|换成|改成|改为|变成|那么|万一|[吗么?？]$")
NEW_LEVEL_ASK = lazy(r"(?:离|距|到|差|能|够|算|可以|升|评|稳|保|拿|没戏|有戏|是)")
AMOUNT = lazy(
    r"(?:那|所以|这样|我们|就是说)*(?:(?:折算|换算|折合|折成|换成|算)(?:成)?(?:下来|出来|过来|后|完|以后|之后|百分制)*|最后|最终|总分|评分|实际|到底)+"
    r"(?:的)?(?:评分|总分|得分|分数)?(?:是|得|有|能得|算|就是|多少|几)*(?:多少|几)分?[呢啊呀?？。]*"
)
QUESTION = lazy(r"[吗么?？几哪谁啥]|什么|怎么|多少|如何|是否|为什么")
CORRECTED = lazy(
    rf"(?:不是\s*(?P<old>{NUMBER})\s*分?[,，、]?\s*(?:而|应该|应当)?是|(?:不对|{lex.MISTAKEN}|更正)[^\d]{{0,8}})"
    rf"\s*(?P<new>{NUMBER})\s*分?"
)
COUNT_ONLY = lazy(
    rf"(?:(?P<fixed>(?:整改|改|消除|去)(?:掉|好|完|了)*)\s*(?:{NUMBER})\s*个[,，]?)?(?:那|如果|要是|假如|换成|改成|变成|万一|"
    rf"只剩|还剩|剩下?|一共|总共|就|是|有|出了?|出现了?|冒出|来了?|再有|再来|又有|再加|整改掉?|改掉|消除|\s)*(?P<n>{NUMBER})\s*个\s*(?:呢|的话|吧|了|[,，。?？])*"
)
CLEARED = lazy(
    r"(?:那么?|如果|要是|等|我们|把)*(?:都|全部?|这些|这几个|它们)*整改(?:完|好|掉|干净|到位)(?:了|成|以后|之后|的话)*"
    r"(?:呢|[能算是评]?几(?:颗)?星|是?什么级别|[,，。?？])*"
)
OTHER_TOOLS = ("sample", "share", "staffing", "dates")
CERTIFICATE_TALK = lazy(r"证(?!明)|监督|复审|换证|费|钱|多久|什么时候|材料|流程|区别|差别")
HIGHEST = lazy(
    r"(?:那|这样|这|我们?|现在|就|最(?:高|多|后)|顶多|到底|的话)*(?:是|算|能|可以|会|可|该)*(?:评|拿|到|得|定|算)*(?:个)?"
    r"(?:几(?:颗|个)?星级?|什么(?:级别|星级|等级)|哪个?(?:级别|星级|级|档))[呢啊呀吗了?？。]*"
)
RULE_TALK = lazy(
    r"是什么|有哪|哪些|哪几种|什么意思|规定|怎么扣|扣多少|最多|一共几种|包括|标准里|"
    r"什么情况|为什么|多少钱|(?:多少|几)分(?:才|能|算|可以)?(?:是|算|能)"
)


def read_follow_up(reading: Reading) -> Request | Reply | None:
    """The question before with this message's changes; None when the message stands by itself."""
    reading = with_counts_meant(resumed(reading))
    request = reading.state.request
    corrected = correction(reading)
    if corrected is not None:
        return corrected
    if (
        request is None
        or (reading.of("score") and not reading.of("special"))
        or reading.ranges
        or reading.asks(RULE_TALK)
    ):
        return replaced_score(reading)
    if request.calls[0].tool != "score.level" or reading.of("score"):
        return None
    if reading.of("count") and re.search(r"(?<!特别)(?<!特殊)扣分项", reading.text):
        return Reply("ask_back", "请问说的是特别扣分项吗？是的话请说“特别扣分项几个”。", "specials")
    if sum(item.value for item in reading.of("bonus")) > 1:
        return Reply("ask_back", "特别加分项最多 1 个、加 1 分，请问是否按 1 分计算？")
    changes = (
        bool(reading.of("special", "bonus", "lost", "raised", "deleted", "applicable"))
        or bonus_changed(reading) is not None
        or reading.asks(NOTHING_LOST)
    )
    rounding = rounding_of(reading)
    goes_on = (
        rounding
        or is_cleared(reading)
        or ORDER.search(reading.text)
        or asks_on(reading)
        or (changes and (ELLIPTIC.search(reading.text) or not QUESTION.search(reading.text)))
        or (changes and reading.asks(lex.ASK_GAP))
    )
    if not goes_on:
        return None
    calls = named_calls(reading, request)
    if isinstance(calls, Reply):
        return calls
    changed = [change(reading, call, rounding) for call in calls]
    for item in changed:
        if isinstance(item, Reply):
            return item
    aspect: Aspect = "gap" if reading.asks(lex.ASK_GAP) or NEXT_LEVEL.search(reading.text) else "level"
    done = tuple(item for item in changed if isinstance(item, Call))
    kept = request.parts if not reading.of("lost", "raised", "deleted", "applicable") else ()
    return Request(aspect, done, reading.target(), (), kept)


def resumed(reading: Reading) -> Reading:
    """The reading with the score told earlier, where a level is asked on after another tool was used."""
    request, scored = reading.state.request, reading.state.last("score.level")
    if request is None or scored is None or request.aspect not in OTHER_TOOLS or not asks_on(reading):
        return reading
    return replace(reading, state=replace(reading.state, request=scored))


def with_counts_meant(reading: Reading) -> Reading:
    """``2 个呢`` after a question with special deductions counts special deductions."""
    request = reading.state.request
    if request is None or request.calls[0].tool != "score.level" or "specials" not in request.calls[0].inputs:
        return reading
    match = COUNT_ONLY.fullmatch(reading.text)
    value = parse_number(match["n"]) if match else None
    if match is None or value is None:
        return reading
    text = reading.text if not match["fixed"] else reading.text[match.start("n") :]
    item = Quantity(value, match.start("n"), match.end("n"), "special")
    return replace(reading, text=text, quantities=(item,), loose=())


def correction(reading: Reading) -> Request | None:
    """不是 85，是 88: the question before with the number put right."""
    request, match = reading.state.request, CORRECTED.search(reading.text)
    if request is None or match is None or len(request.calls) != 1 or request.calls[0].tool != "score.level":
        return None
    if any(item.start == match.start("new") for item in reading.quantities if item.kind != "score"):
        return None
    call, old, new = request.calls[0], match["old"], parse_number(match["new"])
    if new is None or not 0 <= new <= Fraction(str(call.inputs.get("applicable", "100"))):
        return None
    if old and (before := parse_number(old)) is not None and show(before) != call.inputs["gained"]:
        return None
    if len(reading.of("score", "special", "bonus", "deleted", "applicable", "lost")) > (2 if old else 1):
        return None
    return replace(request, calls=(Call(call.tool, {**call.inputs, "gained": show(new)}),), parts=())


def replaced_score(reading: Reading) -> Request | None:
    """那93呢 after a question with special deductions or deletions: the same with another score."""
    request, scores = reading.state.request, reading.of("score")
    if request is None or len(request.calls) != 1 or len(scores) != 1 or scores[0].bound or scores[0].vague:
        return None
    call = request.calls[0]
    kept = {key: value for key, value in call.inputs.items() if key not in ("gained", "owner")}
    plain = (
        not reading.of("special", "bonus", "lost", "raised", "deleted", "applicable") and not reading.ranges
    )
    if call.tool != "score.level" or not kept or not plain or reading.owner(scores[0]):
        return None
    if not CONDITIONAL.search(reading.text) or not 0 <= scores[0].value <= Fraction(
        str(kept.get("applicable", "100"))
    ):
        return None
    return Request(
        "level", (Call(call.tool, {"gained": show(scores[0].value), **kept}),), reading.target(), ()
    )


def asks_on(reading: Reading) -> bool:
    """A level or a distance asked without a number: 离五星还差多少, 能到五星吗, 下一级呢."""
    if reading.quantities or len(reading.text) > 24 or reading.asks(CERTIFICATE_TALK):
        return False
    gap = reading.asks(lex.ASK_GAP) and (reading.levels() or reading.asks(lazy(r"差|提高|升|级")))
    named = reading.levels() and NEW_LEVEL_ASK.search(reading.text) and reading.asks(lex.ASK_IF_LEVEL)
    owner = (
        any(name and name in reading.text for name in owners(reading.state.request)) and "呢" in reading.text
    )
    return bool(
        gap
        or named
        or owner
        or AMOUNT.fullmatch(reading.text)
        or NEXT_LEVEL.search(reading.text)
        or HIGHEST.fullmatch(reading.text)
    )


def owners(request: Request | None) -> list[str]:
    """The names in the question before."""
    return [call.inputs.get("owner", "") for call in request.calls] if request else []


def named_calls(reading: Reading, request: Request) -> list[Call] | Reply:
    """The calls that are meant: the one named, or the only one."""
    named = [
        call for call in request.calls if call.inputs.get("owner") and call.inputs["owner"] in reading.text
    ]
    if named or len(request.calls) == 1:
        return named or list(request.calls)
    if not reading.of("special", "bonus", "lost", "raised", "deleted", "applicable"):
        return list(request.calls)
    names = "、".join(name for name in owners(request) if name) or "哪一个分数"
    return Reply("ask_back", f"请问说的是哪一个：{names}？")


def is_cleared(reading: Reading) -> bool:
    """Whether no special deduction of the question before is left: 都整改完呢; 不对，没有特别扣分."""
    request = reading.state.request
    held = request is not None and any(call.inputs.get("specials") for call in request.calls)
    return held and (CLEARED.fullmatch(reading.text) or NO_SPECIALS.search(reading.text)) is not None


def change(reading: Reading, call: Call, rounding: str) -> Call | Reply:
    """The call with everything the message changes."""
    inputs = dict(call.inputs)
    specials = reading.of("special")
    if specials:
        count = int(sum(item.value for item in specials))
        before = int(inputs.get("specials", 0))
        if FEWER.search(reading.text):
            count = max(0, before - count)
        elif AGAIN.search(reading.text) or re.search(
            r"(?:再|又|多|还|另)(?:有|来|加|出|出现|发现|多)?了?[^,，。]{0,4}特别|(?:再|又|多)[^,，"
            r"。]{0,8}个特别",
            reading.text,
        ):
            count += before
        inputs["specials"] = count
    inputs = {**inputs, "specials": 0} if is_cleared(reading) else inputs
    inputs = {**inputs, "bonus": bonus_changed(reading)} if bonus_changed(reading) is not None else inputs
    return change_points(reading, inputs, rounding)


def change_points(reading: Reading, inputs: dict[str, object], rounding: str) -> Call | Reply:
    """Points more or less, deletions, and another reading of the open points."""
    gained, applicable = Fraction(str(inputs["gained"])), Fraction(str(inputs.get("applicable", "100")))
    gained += sum(item.value for item in reading.of("raised")) - sum(
        item.value for item in reading.of("lost")
    )
    gained = applicable if reading.asks(NOTHING_LOST) else gained
    deleted = sum((item.value for item in reading.of("deleted")), Fraction(0))
    if deleted:
        applicable -= deleted
        if GAINED_THEN.search(reading.text):
            gained -= deleted
        elif not LOST_ANYWAY.search(reading.text):
            return Reply(
                "ask_back",
                f"请问删减的这 {show(deleted)} 分原来得了多少分？得满分和没得分，折算结果不一样。",
                "deleted",
            )
    if not 0 <= gained <= applicable or applicable <= 0:
        return Reply(
            "invalid", f"这样得分是 {show(gained)} 分，超出了 0 到 {show(applicable)} 分的范围，请核对。"
        )
    inputs["gained"] = show(gained)
    if applicable != 100:
        inputs["applicable"] = show(applicable)
    if rounding == "none":
        inputs.pop("rounding", None)
    elif rounding:
        inputs["rounding"] = rounding
    if ORDER.search(reading.text):
        inputs["order"] = "special-first"
    return Call("score.level", inputs)
