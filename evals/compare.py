"""Two runs beside each other: what got better, what worse, and what is chance (比较).

A metric is compared on the questions that have it in both runs, each question counting once: a refusal,
which leaves nothing to count citations of, changes the figures of refusals and not those of citations.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.items import Item
from evals.metrics import Scores
from evals.records import Run
from evals.statistics import (
    ALPHA,
    cluster_sums,
    holm,
    mcnemar,
    paired_permutation,
    smallest_detectable,
    standard_error,
)
from evals.summary import DIGITS, LABELS, Figure, figure

Verdict = Literal["better", "worse", "same"]
HEADLINE = "correct"
WAYS = {"high": 1, "low": -1, "": 0}


@dataclass(frozen=True, slots=True)
class Change:
    """A metric in both runs, over the questions that have it in both.

    ``p`` is McNemar's for proportions whose changes share no passage, else the paired permutation's by
    passages; ``p_holm`` is adjusted for the number of metrics. ``detectable`` is the smallest difference
    such a pair of runs would show.
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
    pairs = [pair for name in LABELS if name in metrics and (pair := pair_of(name, items, before, after))]
    adjusted = holm([pair.p for pair in pairs])
    changes = tuple(_change(pair, p_holm) for pair, p_holm in zip(pairs, adjusted, strict=True))
    return Comparison(
        before, after, items, changes, tuple(_flips(items, before, after)), tuple(_warnings(before, after))
    )


@dataclass(frozen=True)
class Pair:
    """A metric's ratio at each question that has it in both runs."""

    metric: str
    items: Sequence[Item]
    before: Sequence[float]
    after: Sequence[float]

    @property
    def gains(self) -> list[float]:
        """After minus before, by question."""
        return [new - old for old, new in zip(self.before, self.after, strict=True)]

    @property
    def loss(self) -> float:
        """By how much the metric got worse; below zero where it got better."""
        return round(-WAYS[LABELS[self.metric].better] * sum(self.gains) / len(self.items), DIGITS) + 0.0

    @property
    def p(self) -> float:
        """The chance of so large a difference between runs that are alike."""
        clusters = [item.cluster for item in self.items]
        moved = [cluster for cluster, gain in zip(clusters, self.gains, strict=True) if gain]
        if LABELS[self.metric].binary and len(set(moved)) == len(moved):
            return mcnemar(sum(gain > 0 for gain in self.gains), sum(gain < 0 for gain in self.gains))
        return paired_permutation(cluster_sums(self.gains, clusters))

    @property
    def error(self) -> float:
        """The clustered standard error of the mean difference."""
        clusters = [item.cluster for item in self.items]
        return standard_error(
            cluster_sums(self.gains, clusters), cluster_sums([1.0] * len(clusters), clusters)
        )

    def figure(self, values: Sequence[float]) -> Figure:
        """The mean of one run's ratios, with its interval."""
        scores = {item.id: {self.metric: (v, 1.0)} for item, v in zip(self.items, values, strict=True)}
        return figure(self.metric, self.items, scores)


def pair_of(name: str, items: Iterable[Item], before: Run, after: Run) -> Pair | None:
    """The questions at which both runs have something to count; None where there is none."""
    kept = [item for item in items if _counts(before.scores.get(item.id, {}), name, after.scores[item.id])]
    old, new = ([_ratio(run.scores[item.id][name]) for item in kept] for run in (before, after))
    return Pair(name, kept, old, new) if kept else None


def _counts(old: Scores, name: str, new: Scores) -> bool:
    return name in old and name in new and old[name][1] > 0 and new[name][1] > 0


def _change(pair: Pair, p_holm: float) -> Change:
    old, new, label = pair.figure(pair.before), pair.figure(pair.after), LABELS[pair.metric]
    gain = ((new.value or 0.0) - (old.value or 0.0)) * WAYS[label.better]
    verdict: Verdict = "same"
    if p_holm < ALPHA and gain:
        verdict = "better" if gain > 0 else "worse"
    detectable = smallest_detectable(pair.error, len(pair.items))
    detectable = detectable if pair.metric == "length" else min(detectable, 1.0)
    return Change(pair.metric, old, new, pair.p, p_holm, detectable, verdict)


def _flips(items: Iterable[Item], before: Run, after: Run) -> Iterable[Flip]:
    for item in items:
        old, new = before.scores[item.id], after.scores[item.id]
        steps = {name: _step(name, old, new) for name in LABELS if _counts(old, name, new)}
        better, worse = (tuple(n for n, step in steps.items() if step * way > 0) for way in (1, -1))
        if better or worse:
            yield Flip(item.id, better, worse)


def _step(name: str, old: Scores, new: Scores) -> float:
    """How much better a question became by a metric."""
    return (_ratio(new[name]) - _ratio(old[name])) * WAYS[LABELS[name].better]


def _ratio(score: tuple[float, float]) -> float:
    return score[0] / score[1]


def _warnings(before: Run, after: Run) -> Iterable[str]:
    if before.header.suite_sha256 != after.header.suite_sha256:
        yield "两次运行的评测集不同，只比较两边都有的题目"
    if before.header.versions.get("metrics") != after.header.versions.get("metrics"):
        yield "两次运行的评分代码不同，请先各自重新评分：assistant eval rescore"
    if before.header.settings != after.header.settings:
        yield "两次运行的设置不同"
