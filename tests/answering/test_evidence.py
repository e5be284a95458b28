"""Answer or decline: each where it belongs."""

import math

import pytest

from assistant.answering.asks import Ask
from assistant.answering.cues import kind_of
from assistant.answering.evidence import PRIVATE
from assistant.answering.trees import FEATURES, Evidence, Manner, Node, Verdict
from assistant.text.normalize import fold


def decide(assistant, question: str) -> Verdict:
    ask = Ask(question, kind=kind_of(question))
    return assistant.extractive.judge.decide(ask, assistant.find(question)).verdict


def test_the_verdict_follows_the_threshold() -> None:
    evidence = Evidence(0.0, (), answers=dict.fromkeys(Manner, 0.7), nears=0.2)
    assert [evidence.verdict(p) for p in (0.9, 0.7, 0.69, 0.2, 0.19)] == [
        Verdict.ANSWER,
        Verdict.ANSWER,
        Verdict.NEAR,
        Verdict.NEAR,
        Verdict.NOTHING,
    ]


def test_the_parts_sum_to_the_log_odds() -> None:
    stump = (Node(1, 0.5, 1, 2, 0.25), Node(0, 0.0, 0, 0, -1.0), Node(0, 0.0, 0, 0, 1.5))
    evidence = Evidence(0.5, (stump, stump), answers=dict.fromkeys(Manner, 0.7), nears=0.2)
    low, high = (dict.fromkeys(FEATURES, value) for value in (0.0, 1.0))
    assert evidence.parts(high)[FEATURES[1]] == 2 * (1.5 - 0.25)
    assert sum(evidence.parts(low).values()) == 0.5 - 2.0
    assert evidence.probability(high) == pytest.approx(1 / (1 + math.exp(-3.5)))
    assert 0 < evidence.probability(low) < 0.5


@pytest.mark.parametrize("question", ["证书有效期几年", "申请认证要准备哪些材料", "五星级要多少分"])
def test_plain_questions_are_answered(assistant, question: str) -> None:
    assert decide(assistant, question) is Verdict.ANSWER


@pytest.mark.parametrize("question", ["HACCP 认证怎么办理", "三体系认证多少钱", "明天股票会涨吗"])
def test_what_is_not_ours_is_seen(assistant, question: str) -> None:
    assert decide(assistant, question) in {Verdict.OUTSIDE, Verdict.NOTHING}


def test_a_foreign_scheme_that_the_material_treats_is_ours(assistant) -> None:
    assert decide(assistant, "和 ISO 9001 有什么区别") is Verdict.ANSWER


def test_what_only_the_askers_own_papers_tell_is_private() -> None:
    assert PRIVATE.search(fold("我们的管理师是谁？"))
    assert PRIVATE.search(fold("机构给我们报价多少来着"))
    assert not PRIVATE.search(fold("我们公司要配几个管理师"))


@pytest.mark.parametrize(
    "question",
    [
        "我们想办 FDA 注册，大概需要哪些材料和流程？",
        "我们公司要办 CE 认证，证书有效期几年？",
        "How do I apply for CCC?",
        "Is the SA8000 certificate valid for three years?",
    ],
)
def test_a_foreign_scheme_that_is_wanted_is_asked_of(assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "refused" and not answer.citations


def test_a_foreign_scheme_that_is_held_is_a_circumstance(assistant) -> None:
    assert assistant.ask("我们有 ISO14001，还要办这个吗，多少钱").status == "answered"


@pytest.mark.parametrize(
    "subject", ["试运行", "文件审核", "售后服务手册", "满意度调查", "管理评审", "特别扣分项"]
)
def test_what_says_nothing_of_a_price_is_no_answer_to_how_much(assistant, subject: str) -> None:
    assert assistant.ask(f"{subject}多少钱").status == "refused"


@pytest.mark.parametrize("question", ["试运行要多久", "年审多少钱", "现场审核多少钱", "证书补一张要几天"])
def test_what_says_it_or_that_it_is_unknown_is(assistant, question: str) -> None:
    assert assistant.ask(question).status in ("answered", "partial")
