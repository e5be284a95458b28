"""An ask answered from what was found: clauses that there are, and those that there are not."""

import pytest


@pytest.mark.parametrize(
    ("question", "above"),
    [
        ("5.3.4 有什么要求", "indicator.5.3"),
        ("第5.4条是什么", "scoring.parts"),
        ("5.1.2.9 讲什么", "indicator.5.1.2"),
    ],
)
def test_a_clause_that_there_is_not_is_not_taken_for_another(assistant, question: str, above: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "refused"
    assert "条款里没有 5." in answer.answer
    assert answer.citations[0].quote in assistant.material.by_id[above].text


def test_it_is_said_in_english_too(assistant) -> None:
    assert "no clause 5.3.7" in assistant.ask("what does clause 5.3.7 require?").answer


@pytest.mark.parametrize("question", ["ISO 9001 的 5.4 讲什么", "响应时间 5.4 小时算快吗", "5.2.4 说什么"])
def test_the_clauses_of_another_standard_and_amounts_are_left_alone(assistant, question: str) -> None:
    assert "条款里没有" not in assistant.ask(question).answer


@pytest.mark.parametrize("question", ["5.2.3.1 不适用怎么写", "5.2.2.1 我们没有安装业务，可以删掉吗"])
def test_a_clause_that_is_not_applied_is_not_told_but_how_to_leave_it_out(assistant, question: str) -> None:
    shown = assistant.converse(question)[1][0].shown
    assert shown[0] in {"materials.not-applicable", "open.deletable-indicators"}


def test_two_clauses_are_two_asks(assistant) -> None:
    shown = assistant.converse("第5.1.2条和5.1.3条分别要求什么")[1][0].shown
    assert shown[:2] == ("indicator.5.1.2", "indicator.5.1.3")
