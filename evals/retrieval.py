"""How well the passages that answer a question are found: hits, recall@k, MRR, nDCG@10 (检索指标).

The arithmetic is trec_eval's, by way of ir_measures.
"""

from collections.abc import Iterable, Sequence

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


def ranking_scores(wanted: Iterable[str], ranking: Sequence[str]) -> dict[str, float]:
    """The measures of one ranking (best first) for a question that the ``wanted`` passages answer."""
    import ir_measures

    measures = {ir_measures.parse_measure(code): name for name, code in MEASURES.items()}
    # trec_eval orders by score and breaks ties by name: give it the order as scores.
    places = {"q": {passage: float(-place) for place, passage in enumerate(ranking)}}
    relevant = {"q": dict.fromkeys(wanted, 1)}
    results = ir_measures.iter_calc(list(measures), relevant, places)
    return {measures[result.measure]: float(result.value) for result in results}
