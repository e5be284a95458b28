"""One score out of whatever was given: a total, parts, deductions, deletions, special points."""

import re
from dataclasses import replace
from fractions import Fraction

from assistant.scoring.numerals import show
from assistant.scoring.patterns import lazy
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.model import Call, Reply
from assistant.scoring.understand.quantities import Quantity
from assistant.scoring.understand.reading import NO_SPECIALS, Reading

PARTS = tuple(lex.PART_WORDS)
ALREADY = lazy(
    r"(?:已经?|都已?|全)(?:扣|减|算|包含|包括|含)|扣(?:完|过|除)(?:了)?(?:特别|之?后|以?后|"
    r"的|是|剩)?|减(?:完|去)后|(?:包含|包括|含)(?:了)?(?:特别|特殊)扣"
)
CONVERTED = lazy(
    r"(?:折算|换算|折合)(?:后|完|成|下来|以后|之后|到|出来)*(?:的)?(?:分数|得分|总分|"
    r"评分)?(?:是|为|得|有|了|:|\s)*$"
)
STAGE_AFTER = lazy(r"(?:折算|换算)(?:以?后|之后|过)的?(?:评分|分数)?\s*$|是评分\s*$")
RAW = lazy(r"(?:实得|实际得分?|得了?|得分|得到|拿了?|拿到|考了?|挣了?|原始分|实际)(?:分|是|为|了|:|\s)*$")
AFTER_DELETION = lazy(r"(?:删减|删掉|剔除|不适用)[^,，。]{0,10}后(?:得了?|总分|评分|是|为|考了?|\s)*$")
ALL_GAINED = lazy(
    r"(?<![没有不未是能])全(?:都|部)?(?:拿|得|给)(?:到|了|满|下|齐)*|一分(?:都|也)?(?:没|不)(?:扣|丢)|[拿得]满"
)
NOTHING_LOST = lazy(r"一分(?:都|也)?(?:没|不|未)(?:有|被)?(?:扣|丢|少|失)|不扣分|没扣分")
AGAIN = lazy(r"(?:再|又|还|另|额外|另外|继续|多(?!少))(?:被|要|会|得|给)*(?:扣|减|丢|少|失|罚)")

BONUS = lazy(lex.BONUS)
BONUS_GONE = lazy(
    rf"(?:没有?|不(?!是)|无|未|去掉|取消|扣掉|丢)[^,，。]{{0,5}}{lex.BONUS}|{lex.BONUS}[^,，。]{{0,3}}(?:没|不(?!是)|无|未|取消|去掉)"
)
BONUS_RULE = lazy(r"怎么(?!样)|如何|什么|哪|能不能|条件|为啥|凭|可能|难|吗")


def special_inputs(reading: Reading) -> dict[str, object]:
    """Special deductions and the bonus as inputs; left out where there are none."""
    specials, bonus = reading.specials() or 0, min(1, len(reading.of("bonus")))
    if not bonus and re.search(
        r"(?<!没)(?<!无)(?:有|拿到?|得到?|获得?)(?:了)?(?:一?个|一项)?特别加分", reading.text
    ):
        bonus = 1
    stated = specials or NO_SPECIALS.search(reading.text)
    return {**({"specials": specials} if stated else {}), **({"bonus": bonus} if bonus else {})}


def bonus_changed(reading: Reading) -> int | None:
    """1 where the message adds the 特别加分项, 0 where it takes it away, None where it says nothing of it."""
    if "bonus" in special_inputs(reading):
        return 1
    if not BONUS.search(reading.text) or BONUS_RULE.search(reading.text):
        return None
    return 0 if BONUS_GONE.search(reading.text) else 1


def single(reading: Reading, scores: list[Quantity]) -> tuple[Call, tuple[str, ...]] | Reply:
    """One score from whatever was given: parts, deductions, deletions, a total."""
    parts = reading.of(*PARTS)
    if parts:
        total = sum((item.value for item in parts), Fraction(0))
        if scores and scores[0].value != total:
            return Reply(
                "ask_back",
                f"三项合计 {show(total)} 分，与所说的 {show(scores[0].value)} 分不一致，请问以哪个为准？",
            )
        scores = [replace(parts[0], value=total)]
    if len(scores) > 1:
        return Reply("ask_back", f"有 {len(scores)} 个分数，请问删减或扣分说的是哪一个？")
    applicable = applicable_of(reading, scores)
    if isinstance(applicable, Reply):
        return applicable
    gained = gained_of(reading, scores, applicable)
    if isinstance(gained, Reply):
        return gained
    return with_specials(reading, gained, applicable)


def applicable_of(reading: Reading, scores: list[Quantity]) -> Fraction | Reply:
    """What applies: stated, or all less what was deleted."""
    full = reading.rules.full
    deleted = sum((item.value for item in reading.of("deleted")), Fraction(0))
    stated = [item.value for item in reading.of("applicable") if item.value != full]
    if deleted >= full or any(value <= 0 for value in stated):
        return Reply("invalid", "涉及项总分值必须大于 0 分，请核对删减的分值。")
    if any(value <= 40 for value in stated):
        return Reply(
            "ask_back", "认证按百分制评分，请告诉我满分 100 分的评分，或涉及项总分值和实际得分。", "score"
        )
    if len(set(stated)) > 1 or (stated and deleted and stated[0] != full - deleted):
        return Reply("ask_back", "删减的分值和涉及项总分值对不上，请问涉及项总分值是多少？")
    applicable = stated[0] if stated else full - deleted
    if applicable != full and scores and not reading.of("lost"):
        before = reading.text[: scores[0].start]
        if CONVERTED.search(before) or STAGE_AFTER.search(reading.text):
            return full
        if (
            deleted
            and (AFTER_DELETION.search(before) or not RAW.search(before))
            and not re.search(r"实际得分|实得|[折换]算(?:之)?以?前|原始", reading.text)
        ):
            return Reply(
                "ask_back",
                f"请问 {show(scores[0].value)} 分是折算前的实际得分，还是折算成百分制以后的评分？",
                "stage",
            )
    return applicable


def gained_of(reading: Reading, scores: list[Quantity], applicable: Fraction) -> Fraction | Reply:
    """What was gained: stated, or what applies less what was lost; then raised by what is added."""
    lost = sum((item.value for item in reading.of("lost")), Fraction(0))
    raised = sum((item.value for item in reading.of("raised")), Fraction(0))
    if scores:
        gained = scores[0].value
        if lost and gained == reading.rules.full:
            gained -= lost
        elif lost and gained + lost != applicable:
            if not AGAIN.search(reading.text):
                return Reply(
                    "ask_back", f"请问 {show(gained)} 分是扣分之前的，还是已经扣掉 {show(lost)} 分之后的？"
                )
            gained -= lost
    elif lost or ALL_GAINED.search(reading.text):
        gained = applicable - lost
    else:
        return Reply("ask_back", "请告诉我实际得了多少分，我来折算评分和级别。")
    gained += raised
    if not 0 <= gained <= applicable:
        return Reply(
            "invalid", f"得分 {show(gained)} 分超出了 0 到 {show(applicable)} 分的范围，请核对分数。"
        )
    return gained


def with_specials(
    reading: Reading, gained: Fraction, applicable: Fraction
) -> tuple[Call, tuple[str, ...]] | Reply:
    """The call with special deductions, disclosing whether the score is taken before or after them."""
    special = special_inputs(reading)
    count = reading.specials() or 0
    notes: tuple[str, ...] = ()
    if count and ALREADY.search(reading.text) and applicable == reading.rules.full:
        if gained + count > reading.rules.full:
            return Reply("ask_back", f"请问 {show(gained)} 分是扣特别扣分之前的，还是之后的？")
        notes, gained = ("after",), gained + count
    elif count and applicable == reading.rules.full:
        notes = ("before",)
    inputs: dict[str, object] = {"gained": show(gained)}
    if applicable != reading.rules.full:
        inputs["applicable"] = show(applicable)
    first = next(iter(reading.of("score")), None)
    owner = reading.owner(first) if first else ""
    return Call("score.level", {**inputs, **special, **({"owner": owner} if owner else {})}), notes
