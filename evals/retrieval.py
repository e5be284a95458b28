"""How well the passages that answer a question are found: hits, recall@k, MRR, nDCG@10 (检索指标).

The arithmetic is trec_eval's, by way of ir_measures.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

CHANNELS = ("fused", "lexical", "dense")
DEPTH = 10
MEASURES = {
    "hit@1": "Success@1",
    "hit@5": "Success@5",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "mrr": "RR@10",
    "ndcg@10": "nDCG@10",
}


def ranking_scores(wanted: Iterable[str], ranking: Sequence[str]) -> Mapping[str, float]:
    """The measures of one ranking (best first) for a question that the ``wanted`` passages answer."""
    return _scores(tuple(wanted), tuple(ranking))


@lru_cache(maxsize=65536)
def _scores(wanted: tuple[str, ...], ranking: tuple[str, ...]) -> Mapping[str, float]:
    """Kept, since a run is scored again more often than its rankings change."""
    import ir_measures

    # trec_eval orders by score and breaks ties by name: give it the order as scores.
    places = {"q": {passage: float(-place) for place, passage in enumerate(ranking)}}
    results = ir_measures.iter_calc(list(_measures()), {"q": dict.fromkeys(wanted, 1)}, places)
    return {_measures()[result.measure]: float(result.value) for result in results}


@cache
def _measures() -> dict[Any, str]:
    import ir_measures

    return {ir_measures.parse_measure(code): name for name, code in MEASURES.items()}
