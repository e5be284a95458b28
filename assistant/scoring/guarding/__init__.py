"""The guard: no level and no points in an answer that a receipt or a cited rule does not back.

It fails closed. A mention passes only as one of: a cited sentence word for word; a quotation of
the user; a rule that agrees with the level table and stands in a cited passage or a receipt; a
true denial; a distance that a receipt states; a standing that a receipt states.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.scoring.explain import sentence
from assistant.scoring.guarding.context import Context, context_of, squeeze
from assistant.scoring.guarding.cues import COMPANY, TOP
from assistant.scoring.guarding.general_rules import is_whole_table, rule_backed
from assistant.scoring.guarding.levels import level_backed
from assistant.scoring.guarding.mentions import LevelMention, PointsMention, find_levels, find_points, plain
from assistant.scoring.guarding.points import number_known, points_backed
from assistant.scoring.patterns import lazy
from assistant.scoring.rules import Rules
from assistant.types import Receipt

__all__ = ["Finding", "GuardReport", "guard"]

SENTENCE = lazy(r"[^。！？!?；;\n]*?(?:[。！？!?；;\n]+|(?<=[a-z\d)*级])\.[ ](?=[A-Z])|$)")
NO_RECEIPT = "星级和得分须由评分工具算出，这里没有可用的评分。"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that asserts what nothing backs."""

    sentence: str
    claim: str


@dataclass(frozen=True, slots=True)
class GuardReport:
    """What was blocked, and the text without it (the receipts' own statement in its place)."""

    findings: tuple[Finding, ...]
    text: str

    @property
    def ok(self) -> bool:
        """Whether everything asserted is backed."""
        return not self.findings


def guard(
    text: str,
    rules: Rules,
    *,
    receipts: Sequence[Receipt] = (),
    quotes: Sequence[str] = (),
    question: str = "",
) -> GuardReport:
    """Check every level and every number of points that ``text`` asserts.

    ``quotes`` are the passages the answer cites, ``question`` the user's own words. The text comes
    back with each unbacked sentence taken out and, once, what the receipts say in its place.
    """
    context = context_of(rules, receipts, quotes, question)
    findings: list[Finding] = []
    kept: list[str] = []
    for piece in SENTENCE.findall(text):
        claim = unbacked(piece, context)
        if claim is None:
            kept.append(piece)
            continue
        if not findings:
            kept.append(statement(receipts) + "\n" * piece.count("\n"))
        findings.append(Finding(piece.strip(), claim))
    return GuardReport(tuple(findings), "".join(kept) if findings else text)


def statement(receipts: Sequence[Receipt]) -> str:
    """What the receipts say of the levels, in a sentence each."""
    said = [
        sentence(item.inputs, item.result)
        for item in receipts
        if "graded" in item.result and item.result["level"]
    ]
    return "".join(said) or NO_RECEIPT


def unbacked(piece: str, context: Context) -> str | None:
    """The first claim of a sentence that nothing backs; None when all are backed."""
    text = plain(piece)
    if len(squeeze(text)) >= 6 and squeeze(text) in context.quotes and not COMPANY.search(text):
        return None
    if ranked_wrong(text, context):
        return text
    masked = TOP.sub(lambda match: "," * len(match[0]), text)
    levels = find_levels(masked)
    points = find_points(masked)
    if not levels:
        return next(
            (text[item.start : item.end] for item in points if not points_backed(item, text, context)), None
        )
    if rule_backed(text, levels, points, context) or (not points and is_whole_table(text, levels, context)):
        return None
    said = [item for item in levels if not level_backed(item, levels, points, text, context)]
    wrong = [item for item in points if not number_known(item, text, context)]
    unfounded: list[LevelMention | PointsMention] = [*said, *wrong]
    return next((text[item.start : item.end] for item in unfounded), None)


def ranked_wrong(text: str, context: Context) -> bool:
    """甲比乙高 where the receipts say otherwise."""
    named = {item.owner: item for item in context.backing.standings if item.owner}
    for one, first in named.items():
        for other, second in named.items():
            match = re.search(
                rf"{re.escape(one)}[^,，。]{{0,12}}比[^,，。]{{0,4}}{re.escape(other)}[^,，。"
                rf"]{{0,12}}?(?P<how>[高低好强差])",
                text,
            )
            if match and one != other and (match["how"] in "高好强") != (first.score > second.score):
                return True
    return False
