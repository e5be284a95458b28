"""Known values, and the simulation that intervals cover and tests keep their level."""

import numpy as np
import pytest

from evals.retrieval import ranking_scores
from evals.statistics import (
    SEED,
    _student,
    bootstrap,
    bootstrap_many,
    cluster_sums,
    design_effect,
    holm,
    mcnemar,
    paired_permutation,
    smallest_detectable,
    standard_error,
    wilson,
)

RUNS = 2000
CLUSTERS = 60


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 300, 0.0, 0.0126), (0, 100, 0.0, 0.0370), (1, 200, 0.0009, 0.0278), (285, 300, 0.9192, 0.9695)],
)
def test_wilson_known_values(successes, trials, low, high):
    found = wilson(successes, trials)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_wilson_at_all():
    assert wilson(10, 10).high == 1.0


@pytest.mark.parametrize(
    ("better", "worse", "p"), [(0, 5, 0.0625), (0, 6, 0.03125), (3, 3, 1.0), (0, 0, 1.0)]
)
def test_mcnemar_known_values(better, worse, p):
    assert mcnemar(better, worse) == p
    assert mcnemar(worse, better) == p


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []


def test_permutation_of_few_clusters_is_exact():
    """Six clusters, all one way: 2 of 64 swaps are as extreme."""
    assert paired_permutation(np.ones(6)) == 2 / 64
    assert paired_permutation(np.zeros(6)) == 1.0


@pytest.mark.parametrize("better", [0, 1, 3, 5])
def test_permutation_of_items_that_changed_sides_is_mcnemar(better):
    flips = np.array([1.0] * better + [-1.0] * (9 - better) + [0.0] * 20)
    assert paired_permutation(flips) == pytest.approx(mcnemar(better, 9 - better))


def test_clusters_are_summed_in_order():
    assert cluster_sums([1, 2, 3, 4], ["b", "a", "b", "c"]).tolist() == [4, 2, 4]


def test_students_quantile():
    assert _student(0.975, 10) == pytest.approx(2.228, rel=0.002)
    assert _student(0.975, 60) == pytest.approx(2.000, rel=0.001)


def test_smallest_detectable():
    assert smallest_detectable(0.0, 300) == pytest.approx(6 / 300)
    assert smallest_detectable(0.01, 300) == pytest.approx(0.028, abs=1e-4)


def test_clustering_widens():
    together, apart = np.array([4.0, 0.0, 4.0, 0.0] * 10), np.full(40, 4.0)
    assert design_effect(together, apart) == pytest.approx(4, rel=0.05)
    assert standard_error(np.array([1.0]), np.array([2.0])) == 0.0


def test_the_same_figures_every_time():
    values, ones = np.linspace(0, 1, 40), np.ones(40)
    assert bootstrap(values, ones) == bootstrap(values, ones)
    assert bootstrap(values, ones, seed=1) != bootstrap(values, ones, seed=2)


# --- simulation -----------------------------------------------------------------------------------


def recalls(rng, shift=0.0):
    """Recall-like sums (four items a cluster, each 0, 1/3 … 1) that share their cluster's luck."""
    luck = rng.beta(4, 2, size=(CLUSTERS, RUNS, 1))
    return (rng.binomial(3, np.clip(luck + shift, 0, 1), size=(CLUSTERS, RUNS, 4)) / 3).sum(axis=2)


def test_bootstrap_intervals_cover():
    numerators = recalls(np.random.default_rng(1))
    low, high = bootstrap_many(numerators, np.full((CLUSTERS, RUNS), 4.0), 0.95, SEED)
    assert ((low <= 4 / 6) & (high >= 4 / 6)).mean() == pytest.approx(0.95, abs=0.015)


def test_wilson_intervals_of_clustered_proportions_cover():
    rng = np.random.default_rng(2)
    luck = rng.beta(6, 2, size=(CLUSTERS, RUNS))
    right, count = rng.binomial(5, luck).astype(float), np.full(CLUSTERS, 5.0)
    covered = 0
    for run in range(RUNS):
        trials = 5 * CLUSTERS / design_effect(right[:, run], count)
        found = wilson(right[:, run].mean() / 5 * trials, trials)
        covered += found.low <= 0.75 <= found.high
    assert covered / RUNS == pytest.approx(0.95, abs=0.015)


def test_paired_permutation_keeps_its_level():
    first, second = recalls(np.random.default_rng(3)), recalls(np.random.default_rng(4))
    alarms = [paired_permutation(gains) < 0.05 for gains in (second - first).T]
    assert np.mean(alarms) == pytest.approx(0.05, abs=0.015)


def test_flips_that_share_a_passage_keep_the_level():
    """All questions of a passage flip together: by item that would look like strong evidence."""
    rng = np.random.default_rng(7)
    flips = rng.choice([-1.0, 0.0, 1.0], p=[0.2, 0.6, 0.2], size=(RUNS, CLUSTERS)) * rng.integers(
        1, 7, CLUSTERS
    )
    assert np.mean([paired_permutation(run) < 0.05 for run in flips]) == pytest.approx(0.05, abs=0.015)
    ways = [(int(run[run > 0].sum()), int(-run[run < 0].sum())) for run in flips]
    assert np.mean([mcnemar(*way) < 0.05 for way in ways]) > 0.1


def test_mcnemar_never_alarms_too_often():
    flips = np.random.default_rng(5).binomial(30, 0.5, size=RUNS)
    assert np.mean([mcnemar(int(k), 30 - int(k)) < 0.05 for k in flips]) <= 0.05 + 0.015


def test_a_real_loss_is_found():
    rng = np.random.default_rng(6)
    first = recalls(rng)
    second = recalls(rng, shift=-0.12)
    found = [paired_permutation(second[:, r] - first[:, r]) < 0.05 for r in range(100)]
    assert np.mean(found) > 0.8


# --- retrieval, against values counted by hand ----------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "ranking", "values"),
    [
        (["a"], ["a", "b"], {"hit@1": 1, "hit@5": 1, "recall@5": 1, "mrr": 1, "ndcg@10": 1}),
        (["a"], ["b", "c", "a"], {"hit@1": 0, "hit@5": 1, "recall@5": 1, "mrr": 1 / 3, "ndcg@10": 0.5}),
        (
            ["a", "z"],
            ["a", "b"],
            {"hit@1": 1, "recall@5": 0.5, "mrr": 1, "ndcg@10": 1 / (1 + 1 / np.log2(3))},
        ),
        (["z"], ["a"], {"hit@5": 0, "recall@10": 0, "mrr": 0, "ndcg@10": 0}),
        (["z"], [], {"hit@5": 0, "recall@10": 0, "mrr": 0, "ndcg@10": 0}),
        (["k"], list("abcdefghijk"), {"recall@10": 0, "mrr": 0}),
    ],
)
def test_retrieval_by_hand(wanted, ranking, values):
    found = ranking_scores(wanted, ranking)
    assert {name: found[name] for name in values} == pytest.approx(values)
