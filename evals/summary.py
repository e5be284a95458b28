"""From the scores of items to the figures of a run, with intervals (汇总)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from evals.items import Item
from evals.measures import Score
from evals.metrics import METRICS, WHOLE, Better, Metric, Scores
from evals.retrieval import CHANNELS, MEASURES
from evals.statistics import Floats, bootstrap, cluster_sums, design_effect, standard_error, wilson

CHANNEL_NAMES = {"fused": ("融合", "fused"), "lexical": ("词面", "lexical"), "dense": ("向量", "dense")}
MEASURE_NAMES = {
    "hit@1": "首位命中",
    "hit@5": "前 5 命中",
    "recall@5": "召回@5",
    "recall@10": "召回@10",
    "mrr": "MRR",
    "ndcg@10": "nDCG@10",
}
DIGITS = 6
SHOWN = 6
BY_WEIGHT = (
    *("correct", "point_recall", "false_answer", "false_refusal", "conflict", "dialogue", "level_exact"),
    *("number_exact", "citation_recall", "citation_precision", "fused.ndcg@10", "status_right", "forbidden"),
)


@dataclass(frozen=True, slots=True)
class Label:
    """How a metric is shown, and which way is better."""

    zh: str
    en: str
    better: Better
    binary: bool
    empty: float


def _label(metric: Metric) -> Label:
    return Label(metric.zh, metric.en, metric.better, metric.binary, metric.empty)


LABELS: Mapping[str, Label] = {name: _label(metric) for name, metric in METRICS.items()} | {
    f"{channel}.{measure}": Label(
        f"{CHANNEL_NAMES[channel][0]}检索 {MEASURE_NAMES[measure]}",
        f"{CHANNEL_NAMES[channel][1]} {measure}",
        "high",
        binary=False,
        empty=0.0,
    )
    for channel in CHANNELS
    for measure in MEASURES
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's value over a class of items; all None where the class is empty ("none")."""

    value: float | None
    low: float | None
    high: float | None
    items: int


NONE = Figure(None, None, None, 0)


def figure(name: str, items: Sequence[Item], scores: Mapping[str, Scores]) -> Figure:
    """The metric over the items it applies to, with its 95 % interval.

    Proportions get Wilson's interval for the effective number of items, and so does a share on which
    all clusters agree; the rest get the bootstrap of clusters.
    """
    kept = [item for item in items if name in scores[item.id]]
    if not kept:
        return NONE
    numerators, denominators = sums(name, kept, scores)
    total = float(denominators.sum())
    if total == 0:
        empty = LABELS[name].empty
        return Figure(empty, empty, empty, len(kept))
    unanimous = standard_error(numerators, denominators) == 0 and name != "length"
    if LABELS[name].binary or unanimous:
        trials = len(kept) / design_effect(numerators, denominators)
        interval = wilson(numerators.sum() / total * trials, trials)
    else:
        interval = bootstrap(numerators, denominators)
    ends = (float(numerators.sum()) / total, interval.low, interval.high)
    value, low, high = (round(float(end), DIGITS) for end in ends)
    return Figure(value, low, high, len(kept))


def main_figures(figures: Mapping[str, Figure]) -> list[str]:
    """The metrics that say most of a run, by weight: the first of those that the suite holds cases for."""
    return [name for name in BY_WEIGHT if name in figures and figures[name].items][:SHOWN]


def sums(name: str, items: Sequence[Item], scores: Mapping[str, Scores]) -> tuple[Floats, Floats]:
    """The numerators and denominators of a metric, summed by cluster."""
    clusters = [item.cluster for item in items]
    parts: list[Score] = [scores[item.id][name] for item in items]
    numerators, denominators = (cluster_sums(part, clusters) for part in zip(*parts, strict=True))
    return numerators, denominators


def overall(items: Sequence[Item], scores: Mapping[str, Scores]) -> dict[str, Figure]:
    """Every metric over all items; a metric nothing applies to has no value."""
    return {name: figure(name, items, scores) for name in LABELS}


def by(
    key: Callable[[Item], Iterable[str]], name: str, items: Sequence[Item], scores: Mapping[str, Scores]
) -> dict[str, Figure]:
    """A metric by the groups the items belong to, groups in order of their name."""
    return {group: figure(name, kept, scores) for group, kept in grouped(key, items).items()}


def grouped(key: Callable[[Item], Iterable[str]], items: Iterable[Item]) -> dict[str, list[Item]]:
    """The items by the groups they belong to, groups in order of their name."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        for group in key(item):
            groups.setdefault(group, []).append(item)
    return dict(sorted(groups.items()))


def topics(item: Item) -> list[str]:
    """The item's topic, as a group."""
    return [item.topic or "（无主题）"]


def tags(item: Item) -> Sequence[str]:
    """The item's tags, as groups."""
    return item.tags


def failed(scores: Scores) -> list[str]:
    """The metrics by which an item is not as it should be: any proportion's, and missing points."""
    return [
        name
        for name, (numerator, denominator) in scores.items()
        if LABELS[name].binary or name == "point_recall"
        if (numerator < denominator if LABELS[name].better == "high" else numerator > 0)
        if "." not in name and name not in WHOLE
    ]


def percentile(values: Sequence[float], share: float) -> float | None:
    """A percentile of plain values; None of none."""
    return round(float(np.percentile(values, share * 100)), 3) if values else None


def as_json(figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Figures as plain data."""
    return {name: asdict(found) for name, found in figures.items()}
