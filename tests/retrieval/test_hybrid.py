"""One retrieve(): parts that sum to the score, a loud failure, the same order every time."""

from dataclasses import replace

import pytest

from assistant.errors import IndexUnusableError
from assistant.retrieval.hybrid import CHANNELS, Weights
from assistant.retrieval.query import make_query
from assistant.types import Kind


@pytest.fixture(scope="module")
def query(assistant):
    return make_query("年审要交多少钱", assistant.retriever.concepts, kind=Kind.COST)


def test_the_parts_sum_to_the_score_and_the_order_follows_it(assistant, query) -> None:
    hits = assistant.retriever.retrieve(query).hits
    weights = assistant.retriever.weights
    for hit in hits:
        parts = sum(getattr(weights, name) * hit.channels[name] for name in CHANNELS)
        assert hit.score == pytest.approx(parts, rel=1e-4)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_channel_values_lie_between_0_and_1(assistant, query) -> None:
    for hit in assistant.retriever.retrieve(query, 50).hits:
        assert all(-1e-6 <= value <= 1 + 1e-6 for value in hit.channels.values())


def test_a_failed_channel_is_named_and_the_others_go_on(assistant, query) -> None:
    class Broken:
        def nearest(self, *_: object) -> None:
            raise IndexUnusableError("the vector search failed")

    found = replace(assistant.retriever, store=Broken()).retrieve(query)
    assert found.failed == ("dense",)
    assert found.hits


def test_nothing_known_finds_nothing_but_does_not_fail(assistant) -> None:
    found = assistant.retriever.retrieve(make_query("♥♥♥", assistant.retriever.concepts))
    assert found.doubt.unseen == 0.0
    assert all(hit.channels["text"] == 0 for hit in found.hits)


def test_weights_can_be_tried(assistant, query) -> None:
    only_dense = Weights(**dict.fromkeys(CHANNELS, 0.0) | {"dense": 1.0})
    for hit in assistant.retriever.retrieve(query, 5, only_dense).hits:
        assert hit.score == pytest.approx(hit.channels["dense"], rel=1e-4)


@pytest.mark.parametrize("clause", ["5.1.2.2", "5.2.4", "5.3"])
def test_a_clause_number_finds_its_clause(assistant, clause: str) -> None:
    names = [name for name, _ in assistant.search(f"{clause} 要求什么", 3)]
    assert f"indicator.{clause}" in names


def test_a_question_without_subject_is_general(assistant) -> None:
    concepts = assistant.retriever.concepts
    assert make_query("要准备什么", concepts).general
    assert not make_query("年审要准备什么", concepts).general
    assert not make_query("要准备什么", concepts, around="年审多久一次").general


def test_the_wording_of_what_is_not_answered_is_doubtful(assistant) -> None:
    private = assistant.find("审核员的手机号是多少").doubt
    ours = assistant.find("申请认证要准备哪些材料").doubt
    assert private.wording > 0 > ours.wording
