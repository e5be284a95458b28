"""Two runs beside each other: what got better, what worse, and what is chance (比较)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from evals.items import Item
from evals.records import Run
from evals.statistics import (
    ALPHA,
    Floats,
    holm,
    mcnemar,
    paired_permutation,
    smallest_detectable,
    standard_error,
)
from evals.summary import DIGITS, LABELS, Figure, figure, sums

Verdict = Literal["better", "worse", "same"]
HEADLINE = "correct"


@dataclass(frozen=True, slots=True)
class Change:
    """A metric in both runs, over the items both have.

    ``p`` is McNemar's for proportions, else the paired permutation's; ``p_holm`` is adjusted for the
    number of metrics. ``detectable`` is the smallest difference such a pair of runs would show.
    """

    metric: str
    before: Figure
    after: Figure
    p: float
    p_holm: float
    detectable: float
    verdict: Verdict

    @property
    def difference(self) -> float:
        """After minus before."""
        return round((self.after.value or 0.0) - (self.before.value or 0.0), DIGITS)


@dataclass(frozen=True, slots=True)
class Flip:
    """An item that changed: which metrics became better, which worse."""

    item: str
    better: tuple[str, ...]
    worse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run ``after`` against run ``before``; ``warnings`` say where they are not of one kind."""

    before: Run
    after: Run
    items: tuple[Item, ...]
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    warnings: tuple[str, ...]


def compare(before: Run, after: Run, metrics: Collection[str] = LABELS) -> Comparison:
    """Compare two runs by the given metrics over the items they share."""
    items = tuple(item for item in after.items if item.id in before.scores)
    names = [name for name in LABELS if name in metrics and _common(name, items, before, after)]
    tested = [_p_value(name, _common(name, items, before, after), before, after) for name in names]
    adjusted = holm(tested)
    changes = tuple(
        _change(name, _common(name, items, before, after), before, after, p, p_holm)
        for name, p, p_holm in zip(names, tested, adjusted, strict=True)
    )
    return Comparison(
        before, after, items, changes, tuple(_flips(items, before, after)), tuple(_warnings(before, after))
    )


def _common(name: str, items: Iterable[Item], before: Run, after: Run) -> list[Item]:
    """The items to which the metric applies in both runs."""
    return [item for item in items if name in before.scores[item.id] and name in after.scores[item.id]]


def _p_value(name: str, items: list[Item], before: Run, after: Run) -> float:
    if not LABELS[name].binary:
        return paired_permutation(sums(name, items, before.scores), sums(name, items, after.scores))
    pairs = [(before.scores[item.id][name][0], after.scores[item.id][name][0]) for item in items]
    return mcnemar(sum(b < a for b, a in pairs), sum(b > a for b, a in pairs))


def _change(name: str, items: list[Item], before: Run, after: Run, p: float, p_holm: float) -> Change:
    old, new = figure(name, items, before.scores), figure(name, items, after.scores)
    error = _difference_error(sums(name, items, before.scores), sums(name, items, after.scores))
    verdict: Verdict = "same"
    if p_holm < ALPHA and LABELS[name].better:
        gain = ((new.value or 0.0) - (old.value or 0.0)) * (1 if LABELS[name].better == "high" else -1)
        verdict = "better" if gain > 0 else "worse"
    detectable = smallest_detectable(error, len(items))
    if name != "length":
        detectable = min(detectable, 1.0)
    return Change(name, old, new, p, p_holm, detectable, verdict)


def _difference_error(before: tuple[Floats, Floats], after: tuple[Floats, Floats]) -> float:
    """The standard error of the difference; of means it is that of the paired differences."""
    if before[1].sum() == 0 or after[1].sum() == 0:
        return 0.0
    if (before[1] == after[1]).all():
        return standard_error(after[0] - before[0], after[1])
    return float((standard_error(*before) ** 2 + standard_error(*after) ** 2) ** 0.5)


def _flips(items: Iterable[Item], before: Run, after: Run) -> Iterable[Flip]:
    for item in items:
        better: list[str] = []
        worse: list[str] = []
        for name, label in LABELS.items():
            old, new = before.scores[item.id].get(name), after.scores[item.id].get(name)
            if old is None or new is None or not label.better:
                continue
            step = (_ratio(new, label.empty) - _ratio(old, label.empty)) * (
                1 if label.better == "high" else -1
            )
            if step:
                (better if step > 0 else worse).append(name)
        if better or worse:
            yield Flip(item.id, tuple(better), tuple(worse))


def _ratio(score: tuple[float, float], empty: float) -> float:
    return score[0] / score[1] if score[1] else empty


def _warnings(before: Run, after: Run) -> Iterable[str]:
    if before.header.suite_sha256 != after.header.suite_sha256:
        yield "两次运行的评测集不同，只比较两边都有的题目"
    if before.header.versions.get("metrics") != after.header.versions.get("metrics"):
        yield "两次运行的评分代码不同，请先各自重新评分：assistant eval rescore"
    if before.header.settings != after.header.settings:
        yield "两次运行的设置不同"
