"""Answer or decline: each where it belongs."""

import pytest

from assistant.answering.asks import Ask, kind_of
from assistant.answering.evidence import FEATURES, Evidence, Verdict


def decide(assistant, question: str) -> Verdict:
    ask = Ask(question, kind=kind_of(question))
    return assistant.extractive.judge.decide(ask, assistant.find(question)).verdict


def test_the_verdict_follows_the_threshold() -> None:
    evidence = Evidence(dict.fromkeys(FEATURES, 0.0), 0.0, answers=0.7)
    assert [evidence.verdict(p) for p in (0.9, 0.7, 0.69)] == [
        Verdict.ANSWER,
        Verdict.ANSWER,
        Verdict.NOTHING,
    ]


def test_a_probability_is_one() -> None:
    evidence = Evidence(dict.fromkeys(FEATURES, 50.0), 0.0, answers=0.7)
    assert (
        0
        < evidence.probability(dict.fromkeys(FEATURES, -9.0))
        < evidence.probability(dict.fromkeys(FEATURES, 9.0))
        <= 1
    )


@pytest.mark.parametrize("question", ["证书有效期几年", "申请认证要准备哪些材料", "五星级要多少分"])
def test_plain_questions_are_answered(assistant, question: str) -> None:
    assert decide(assistant, question) is Verdict.ANSWER


@pytest.mark.parametrize("question", ["HACCP 认证怎么办理", "三体系认证多少钱", "明天股票会涨吗"])
def test_what_is_not_ours_is_seen(assistant, question: str) -> None:
    assert decide(assistant, question) in {Verdict.OUTSIDE, Verdict.NOTHING}


def test_a_foreign_scheme_that_the_material_treats_is_ours(assistant) -> None:
    assert decide(assistant, "和 ISO 9001 有什么区别") is Verdict.ANSWER
