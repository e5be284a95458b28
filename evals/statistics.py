"""Intervals and tests with fixed seeds: the same input gives the same figures, always (统计).

A figure is a ratio of sums: each item gives a numerator and a denominator (a mean is the case of all
denominators 1). Items that one passage answers share their luck, so whole clusters are resampled. Two
runs are compared item by item, so that no figure moves because other items were counted.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SEED = 27922
RESAMPLES = 2000
PERMUTATIONS = 5000
LEVEL = 0.95
ALPHA = 0.05
POWER = 0.8
EXACT_CLUSTERS = 12
NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, both ends included."""

    low: float
    high: float


def wilson(successes: float, trials: float, level: float = LEVEL) -> Interval:
    """The score interval of a proportion (Wilson 1927); sound at 0 of n and n of n.

    ``trials`` may be an effective number: n divided by the design effect of the clusters.
    """
    z = NORMAL.inv_cdf(0.5 + level / 2)
    share = successes / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    reach = z * math.sqrt(share * (1 - share) / trials + (z / (2 * trials)) ** 2) / (1 + z * z / trials)
    return Interval(max(middle - reach, 0.0), min(middle + reach, 1.0))


def cluster_sums(values: Sequence[float], clusters: Sequence[Hashable]) -> Floats:
    """The sum of the values of each cluster, clusters in the order of their first item."""
    places = {cluster: place for place, cluster in enumerate(dict.fromkeys(clusters))}
    sums = np.zeros(len(places))
    np.add.at(sums, [places[cluster] for cluster in clusters], values)
    return sums


def bootstrap(numerators: Floats, denominators: Floats, level: float = LEVEL, seed: int = SEED) -> Interval:
    """The interval of a ratio of sums by resampling clusters: expanded percentiles (Hesterberg 2015).

    Args:
        numerators: one sum a cluster.
        denominators: one sum a cluster; their total is above zero.
        level: how often the interval should cover.
        seed: of the resampling.
    """
    low, high = bootstrap_many(numerators[:, None], denominators[:, None], level, seed)[:, 0]
    return Interval(float(low), float(high))


def bootstrap_many(numerators: Floats, denominators: Floats, level: float, seed: int) -> Floats:
    """The same for many figures at once (one a column): a row of lower, a row of upper ends."""
    count = len(numerators)
    weights = _weights(count, seed)
    totals = weights @ denominators
    ratios = np.divide(weights @ numerators, totals, out=np.zeros_like(totals), where=totals > 0)
    tail = _expanded_tail(count, level)
    ends: Floats = np.quantile(ratios, [tail, 1 - tail], axis=0)
    return ends


@lru_cache(maxsize=64)
def _weights(count: int, seed: int) -> Floats:
    """How often each cluster is drawn in each resample."""
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    return drawn.astype(np.float64)


def _expanded_tail(count: int, level: float) -> float:
    """The tail whose percentiles make up for the narrowness of a small sample."""
    freedom = max(count - 1, 1)
    stretched = -math.sqrt(count / freedom) * _student(0.5 + level / 2, freedom)
    return NORMAL.cdf(stretched)


def _student(probability: float, freedom: int) -> float:
    """Student's quantile by the Cornish-Fisher expansion; within 1 % from 4 degrees of freedom on."""
    z = NORMAL.inv_cdf(probability)
    first = (z**3 + z) / (4 * freedom)
    second = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    return z + first + second


def design_effect(numerators: Floats, denominators: Floats) -> float:
    """By how much clustering widens the variance of a proportion; at least 1."""
    total, share = denominators.sum(), numerators.sum() / denominators.sum()
    plain = share * (1 - share) / total
    return max(standard_error(numerators, denominators) ** 2 / plain, 1.0) if plain > 0 else 1.0


def standard_error(numerators: Floats, denominators: Floats) -> float:
    """The clustered standard error of a ratio of sums, by linearisation; 0 for a single cluster."""
    count = len(numerators)
    if count < 2:
        return 0.0
    residuals = numerators - numerators.sum() / denominators.sum() * denominators
    return math.sqrt(count / (count - 1) * float(residuals @ residuals)) / float(denominators.sum())


def mcnemar(better: int, worse: int) -> float:
    """The exact two-sided p-value for items that changed sides between two runs."""
    changed = better + worse
    tail = sum(math.comb(changed, k) for k in range(min(better, worse) + 1))
    return min(1.0, 2 * tail / (1 << changed))


def paired_permutation(differences: Floats, seed: int = SEED) -> float:
    """Two-sided p-value of a mean of paired differences: each cluster's sign is turned at random.

    All ways are tried where at most twelve clusters differ. Where every cluster is one item that changed
    sides, this is McNemar's test.

    Args:
        differences: second run minus first, one sum a cluster.
        seed: of the turning.
    """
    moved = differences[differences != 0]
    distances = np.abs(_signs(len(moved), seed) @ moved)
    return float(np.mean(distances >= distances[0] - 1e-12))


@lru_cache(maxsize=8)
def _signs(count: int, seed: int) -> Floats:
    """Rows of 1 and -1, the first all 1 (nothing turned): every row there is, or a random sample."""
    if count <= EXACT_CLUSTERS:
        turned = np.arange(2**count)[:, None] >> np.arange(count) & 1
    else:
        turned = np.random.default_rng(seed).integers(0, 2, size=(PERMUTATIONS, count))
        turned[0] = 0
    signs: Floats = 1.0 - 2.0 * turned.astype(np.float64)
    return signs


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values adjusted for their number, step-down (Holm 1979), in the given order."""
    adjusted = [0.0] * len(p_values)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = highest
    return adjusted


def smallest_detectable(error: float, items: int) -> float:
    """The difference that is found with a power of 80 % at the 5 % level.

    Args:
        error: standard error of the difference; 0 where the runs agree everywhere.
        items: their number; with no spread known, the fewest one-way flips that are significant count.
    """
    if error > 0:
        return (NORMAL.inv_cdf(1 - ALPHA / 2) + NORMAL.inv_cdf(POWER)) * error
    flips = next(flips for flips in range(1, 64) if mcnemar(flips, 0) < ALPHA)
    return min(1.0, flips / items)
