"""Ratios between arms that took turns, with their intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.statistics import LEVEL, SEED, Interval

Rounds = Sequence[Sequence[float]]
Floats = NDArray[np.float64]
Statistic = Callable[[Floats], float]
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Ratio:
    """One arm's figure, the other's, the first over the second, and where that lies with 95 %."""

    ours: float
    theirs: float
    value: float
    interval: Interval


def p50(values: Floats) -> float:
    """The median."""
    return float(np.quantile(values, 0.5))


def p99(values: Floats) -> float:
    """The 99th percentile."""
    return float(np.quantile(values, 0.99))


def ratio(ours: Rounds, theirs: Rounds, of: Statistic) -> Ratio:
    """The ratio of a statistic over two arms; units are resampled, the same ones of both.

    Args:
        ours: per unit (a question, a round, a conversation) the values measured in it.
        theirs: the same units of the other arm.
        of: the statistic, over all values of an arm.
    """
    first, second = np.array(ours, np.float64), np.array(theirs, np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(first), size=(RESAMPLES, len(first)))
    values = [of(first[rows].ravel()) / of(second[rows].ravel()) for rows in drawn]
    low, high = np.quantile(values, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    mine, other = of(first.ravel()), of(second.ravel())
    return Ratio(mine, other, mine / other, Interval(float(low), float(high)))
