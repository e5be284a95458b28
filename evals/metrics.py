"""What is measured of an answer; no judge, no chance (指标).

Every metric gives a score ``(numerator, denominator)`` an answer; a run's figure is the ratio of the
sums. Whether a metric applies to an item is decided by the suite alone, never by the answer, so no
answerer can leave a class empty; an empty class of the suite has no figure ("none"), never NaN.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.types import Answer
from evals.case import Case
from evals.items import Expect, Item
from evals.measures import (
    Score,
    citation_precision,
    citation_recall,
    citations_valid,
    clarified,
    clause_recall,
    degraded,
    extra_precision,
    false_answer,
    false_refusal,
    focus,
    forbidden,
    has_number,
    invented_number,
    length,
    level_exact,
    level_wrong,
    number_exact,
    point_recall,
    readable,
    status_right,
    tool_exact,
    wanted_level,
    yes,
)

Scores = dict[str, Score]
Better = Literal["high", "low", ""]

NOTHING: Score = (0.0, 0.0)
# Metrics of a dialogue as a whole: one wrong turn spoils it.
WHOLE = frozenset({"correct", "conflict", "dialogue"})
NEEDED = ("status_right", "point_recall", "tool_exact", "level_exact", "number_exact")
FALSE_PREMISE = frozenset({"conflict", "false-premise", "premise"})


Applies = Callable[[Expect, Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: its names, which way is better, to what it applies, how it is measured.

    ``empty`` is the figure where the class is not empty but nothing was there to count.
    """

    zh: str
    en: str
    better: Better
    binary: bool
    applies: Applies
    measure: Callable[[Case], Score]
    empty: float = 0.0

    def score(self, case: Case) -> Score | None:
        """The case's score; None where the metric does not apply."""
        return self.measure(case) if self.applies(case.expect, case.tags) else None

    @property
    def worst(self) -> Score:
        """The score of an answer that never came."""
        return {"high": (0.0, 1.0), "low": (1.0, 1.0), "": NOTHING}[self.better]


def _always(_expect: Expect, _tags: Sequence[str]) -> bool:
    return True


def _answerable(expect: Expect, _tags: Sequence[str]) -> bool:
    return expect.answerable


def _pointed(expect: Expect, _tags: Sequence[str]) -> bool:
    return expect.answerable and bool(expect.points)


def correct(case: Case) -> Score:
    """All that was expected, nothing that was forbidden."""
    right = all(METRICS[name].score(case) in (None, yes(True)) for name in NEEDED)
    return yes(right and forbidden(case) == yes(False))


METRICS: Mapping[str, Metric] = {
    "correct": Metric("全部正确", "all correct", "high", True, _always, correct),
    "status_right": Metric("状态正确", "right status", "high", True, _always, status_right),
    "point_recall": Metric("要点召回", "answer-point recall", "high", False, _pointed, point_recall),
    "focus": Metric("切题率", "focus: sentences on point", "high", False, _pointed, focus),
    "extra_precision": Metric(
        "额外陈述有据率", "precision of extra claims", "high", False, _answerable, extra_precision, 1.0
    ),
    "forbidden": Metric(
        "出现禁止说法", "forbidden claims", "low", True, lambda e, _: bool(e.forbid), forbidden
    ),
    "number_exact": Metric(
        "数字准确",
        "number exactness",
        "high",
        True,
        lambda e, _: e.answerable and any(map(has_number, e.points)),
        number_exact,
    ),
    "invented_number": Metric("无出处数字", "invented numbers", "low", True, _always, invented_number),
    "level_exact": Metric(
        "星级准确", "level exactness", "high", True, lambda e, _: bool(wanted_level(e)), level_exact
    ),
    "level_wrong": Metric(
        "星级错误", "wrong levels", "low", True, lambda e, _: bool(wanted_level(e)), level_wrong
    ),
    "tool_exact": Metric(
        "工具结果准确", "tool result exact", "high", True, lambda e, _: e.tool is not None, tool_exact
    ),
    "citation_recall": Metric("引用召回", "citation recall", "high", False, _pointed, citation_recall),
    "citation_precision": Metric(
        "引用准确", "citation precision", "high", False, _answerable, citation_precision
    ),
    "citations_valid": Metric("引用完整", "valid citations", "high", True, _always, citations_valid),
    "clause_recall": Metric(
        "条款召回", "clause recall", "high", False, lambda e, _: bool(e.clauses), clause_recall
    ),
    "false_answer": Metric(
        "误答", "false answers", "low", True, lambda e, _: e.status[0] == "refused", false_answer
    ),
    "false_refusal": Metric("误拒", "false refusals", "low", True, _answerable, false_refusal),
    "clarify": Metric(
        "多余反问", "needless clarify", "low", True, lambda e, _: "clarify" not in e.status, clarified
    ),
    "clarify_right": Metric(
        "该问则问", "clarify where due", "high", True, lambda e, _: e.status[0] == "clarify", clarified
    ),
    "conflict": Metric(
        "矛盾与错误前提",
        "conflicts and false premises",
        "high",
        True,
        lambda _, tags: not FALSE_PREMISE.isdisjoint(tags),
        correct,
    ),
    "dialogue": Metric(
        "多轮成功", "dialogue success", "high", True, lambda _, tags: "dialogue" in tags, correct
    ),
    "degraded": Metric("降级", "degraded", "low", True, _always, degraded),
    "length": Metric("答案字数", "answer length (characters)", "", False, _answerable, length),
    "readable": Metric("短句比例", "readable sentences", "high", False, _answerable, readable, 1.0),
}


def score_item(item: Item, answers: Sequence[Answer]) -> Scores:
    """The scores of one item; those of a dialogue's turns are added up.

    With an answer missing every metric that applies gets its worst score.
    """
    tags = (*item.tags, "dialogue") if item.turns else item.tags
    cases = _cases(item, answers, tags)
    scores: Scores = {}
    for name, metric in METRICS.items():
        found = [
            metric.measure(case) if case else metric.worst
            for expect, case in cases
            if metric.applies(expect, tags)
        ]
        if found:
            scores[name] = _together(name, found)
    return scores


def _cases(item: Item, answers: Sequence[Answer], tags: tuple[str, ...]) -> list[tuple[Expect, Case | None]]:
    """Each turn's expectation, with its case if the turn was answered."""
    asked = tuple(step.question for step in item.steps)
    padded = (*answers, *(None for _ in item.steps[len(answers) :]))
    return [
        (step.expect, Case(step.expect, answer, asked[: place + 1], tags) if answer else None)
        for place, (step, answer) in enumerate(zip(item.steps, padded, strict=True))
        if step.expect is not None
    ]


def _together(name: str, found: Sequence[Score]) -> Score:
    if name in WHOLE:
        return min(found)
    return (sum(numerator for numerator, _ in found), sum(denominator for _, denominator in found))
