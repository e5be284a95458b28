"""What is measured of an answer; no judge, no chance (指标).

Every metric gives a score ``(numerator, denominator)`` an answer; a run's figure is the ratio of the
sums. Whether a metric applies to an item is decided by the suite alone, never by the answer, so no
answerer can leave a class empty; an empty class of the suite has no figure ("none"), never NaN.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.types import Answer
from evals.case import Case, is_claim
from evals.matching import MARKER, claimed, fold, grounded, levels
from evals.numbers import quantities
from evals.suite import Expect, Item, Point

Score = tuple[float, float]
Scores = dict[str, Score]
Better = Literal["high", "low", ""]

NOTHING: Score = (0.0, 0.0)
LONG_SENTENCE = 60
# Metrics of a dialogue as a whole: one wrong turn spoils it.
WHOLE = frozenset({"correct", "conflict", "dialogue"})
NEEDED = ("status_right", "point_recall", "tool_exact", "level_exact", "number_exact")
FALSE_PREMISE = frozenset({"conflict", "false-premise"})


def yes(truth: bool) -> Score:
    """A proportion's score."""
    return (float(truth), 1.0)


def status_right(case: Case) -> Score:
    """The status is one of the accepted."""
    return yes(case.answer.status in case.expect.status)


def point_recall(case: Case) -> Score:
    """The share of the expected points that the answer makes."""
    return (len(case.met) / len(case.expect.points), 1.0)


def focus(case: Case) -> Score:
    """The share of the answer's sentences that carry an expected point."""
    claims = [unit for unit in case.units if is_claim(unit) or case.on_point(unit)]
    return (sum(map(case.on_point, claims)) / len(claims) if claims else 0.0, 1.0)


def extra_precision(case: Case) -> Score:
    """Of the claims beyond the expected points, those that their citations carry."""
    sources = [fold(case.receipts), *map(fold, case.asked)]
    good = sum(grounded(u.text, [*map(fold, case.quotes(u.markers)), *sources]) for u in case.extra)
    return (float(good), float(len(case.extra)))


def forbidden(case: Case) -> Score:
    """A claim that must not appear is asserted."""
    return yes(any(claimed(case.answer.answer, form) for form in case.expect.forbid))


def number_exact(case: Case) -> Score:
    """Every expected number is there, and none is invented."""
    wanted = [point for point in case.expect.points if _has_number(point)]
    return yes(all(point in case.met for point in wanted) and not case.invented)


def invented_number(case: Case) -> Score:
    """A number stands in no cited quote, receipt or question."""
    return yes(bool(case.invented))


def level_exact(case: Case) -> Score:
    """The expected star level is named, and receipts (without any: the first level named) agree."""
    named = levels(case.text)
    told = [level for receipt in case.answer.receipts for level in levels(str(receipt.result.get("level")))]
    verdicts = told or named[:1]
    return yes(_wanted_level(case.expect) in named and set(verdicts) == {_wanted_level(case.expect)})


def tool_exact(case: Case) -> Score:
    """A receipt of the expected tool holds the expected result."""
    tool = case.expect.tool
    return yes(
        tool is not None
        and any(
            tool.name in ("", receipt.tool) and _holds(receipt.result, tool.result)
            for receipt in case.answer.receipts
        )
    )


def citation_recall(case: Case) -> Score:
    """Of the points made, those that stand in a quote cited for them, or in a receipt."""
    return (float(sum(map(case.cited, case.met))), float(len(case.met)))


def citation_precision(case: Case) -> Score:
    """Of the citations, those whose quote carries what they stand behind; having none counts as a bad one."""
    if case.answering and not case.citations and not case.answer.receipts:
        return (0.0, 1.0)
    return (float(sum(map(case.supports, case.answer.citations))), float(len(case.answer.citations)))


def citations_valid(case: Case) -> Score:
    """Each marker has its citation and the reverse, and each quote is as long as its range."""
    markers = set(map(int, MARKER.findall(case.answer.answer)))
    given = [citation.marker for citation in case.answer.citations]
    ranges = all(0 < c.end - c.start == len(c.quote) for c in case.answer.citations)
    return yes(markers == set(given) and len(given) == len(set(given)) and ranges)


def clause_recall(case: Case) -> Score:
    """The share of the expected clauses that the citations name."""
    named = " ".join(f"{c.title} {c.locator} {c.quote}" for c in case.answer.citations)
    return (sum(clause in named for clause in case.expect.clauses) / len(case.expect.clauses), 1.0)


def false_answer(case: Case) -> Score:
    """An unanswerable question is answered."""
    return yes(case.answering and case.answer.status not in case.expect.status)


def false_refusal(case: Case) -> Score:
    """An answerable question is refused."""
    return yes(case.answer.status == "refused" and "refused" not in case.expect.status)


def clarified(case: Case) -> Score:
    """The question is answered by a question."""
    return yes(case.answer.status == "clarify")


def correct(case: Case) -> Score:
    """All that was expected, nothing that was forbidden."""
    right = all(METRICS[name].score(case) in (None, yes(True)) for name in NEEDED)
    return yes(right and forbidden(case) == yes(False))


def degraded(case: Case) -> Score:
    """A channel had failed when it was answered."""
    return yes(case.answer.degraded)


def length(case: Case) -> Score:
    """Characters of the answer as read, without marks."""
    return (float(sum(len(unit.text) for unit in case.units)), 1.0)


def readable(case: Case) -> Score:
    """The share of sentences of at most sixty characters."""
    return (float(sum(len(u.text) <= LONG_SENTENCE for u in case.units)), float(len(case.units)))


def _has_number(point: Point) -> bool:
    return any(form.kind == "number" for form in point.any)


def _wanted_level(expect: Expect) -> str:
    named = levels(str(expect.tool.result.get("level", ""))) if expect.tool else []
    return named[0] if named else ""


def _holds(found: object, wanted: object) -> bool:
    """Whether the wanted entries are in the result; numbers are compared by value, not by spelling."""
    if isinstance(found, Mapping) and isinstance(wanted, Mapping):
        return all(_holds(found.get(name), value) for name, value in wanted.items())
    if isinstance(found, Mapping):
        return any(_holds(value, wanted) for value in found.values())
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(_holds, found, wanted))
    return _same(str(found), str(wanted))


def _same(first: str, second: str) -> bool:
    (a, b) = ({quantity.value for quantity in quantities(fold(text))} for text in (first, second))
    return fold(first) == fold(second) or (len(a) == 1 and a == b)


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
        lambda e, _: e.answerable and any(map(_has_number, e.points)),
        number_exact,
    ),
    "invented_number": Metric("无出处数字", "invented numbers", "low", True, _always, invented_number),
    "level_exact": Metric(
        "星级准确", "level exactness", "high", True, lambda e, _: bool(_wanted_level(e)), level_exact
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
