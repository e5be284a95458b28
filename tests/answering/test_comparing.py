"""Two things that no passage compares are told one after the other."""

import pytest


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("管理师和内审员有什么区别", {"manager.definition", "preparation.internal-auditor"}),
        ("文件审核跟现场审核有什么不同？", {"process.document-review", "process.on-site-audit"}),
        ("一级指标与二级指标的区别是什么", {"structure.first-level", "structure.second-level"}),
        ("5.1.2 和 5.1.3 有什么区别", {"indicator.5.1.2", "indicator.5.1.3"}),
    ],
)
def test_each_of_the_two_is_told(assistant, question: str, shown: set[str]) -> None:
    answer, history = assistant.converse(question)
    assert answer.status == "answered"
    assert shown <= set(history[-1].shown)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("27922 和 ISO9001 有什么区别", "scheme.iso9001.versus"),
        ("咨询费和认证费有什么区别", "costs.consulting"),
    ],
)
def test_a_passage_that_compares_them_answers_alone(assistant, question: str, shown: str) -> None:
    _, history = assistant.converse(question)
    assert history[-1].shown == (shown,)


def test_where_one_cannot_be_told_neither_is_put_for_it(assistant) -> None:
    answer, _ = assistant.converse("内审员和厨师有什么区别")
    assert "厨师是什么" not in answer.answer


def test_a_clause_that_there_is_not_is_said_not_to_be_there(assistant) -> None:
    answer, _ = assistant.converse("5.1.2.1 和 5.9.9 有什么区别")
    assert "岗位人员资质" in answer.answer
    assert "没有 5.9.9" in answer.answer
