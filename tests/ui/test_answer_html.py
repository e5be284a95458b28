from itertools import pairwise

import pytest
from pages import read
from standin import HOSTILE, StandIn

from assistant.types import Answer
from assistant.ui.answers import answer_html, error_html, question_html, steps


def answered(question: str, **changes) -> Answer:
    return StandIn().converse(question)[0].model_copy(update=changes)


def test_streams_in_a_few_growing_steps():
    answer = answered("材料")
    shown = [*steps(answer, turn=1), answer_html(answer, [], turn=1)]
    texts = [read(step).text for step in shown]
    assert 3 <= len(shown) <= 5
    assert all(after.startswith(before) for before, after in pairwise(texts))


@pytest.mark.parametrize("blocks", [0, 1, 4, 5, 8, 9, 40])
def test_never_more_than_four_steps(blocks):
    answer = answered("材料", answer="\n\n".join("段" for _ in range(blocks)))
    assert len(list(steps(answer, turn=1))) <= 4


@pytest.mark.parametrize(
    ("status", "badge"),
    [
        ("answered", ""),
        ("partial", "部分内容资料未载"),
        ("refused", "资料未能回答"),
        ("clarify", "需要补充信息"),
    ],
)
def test_status_is_told_when_it_matters(status, badge):
    text = read(answer_html(answered("材料", status=status, answer="答", citations=[]), [], turn=1)).text
    assert text == badge + "答"


def test_resolved_question_is_told_when_it_differs():
    text = read(answer_html(answered("上一句"), [], turn=1)).text
    assert "理解为：申请材料有几项？" in text
    assert "理解为" not in read(answer_html(answered("材料"), [], turn=1)).text


def test_a_degraded_answer_says_so():
    assert "可能不完整" in read(answer_html(answered("材料", degraded=True), [], turn=1)).text


@pytest.mark.parametrize("make", [question_html, error_html])
def test_questions_and_errors_stay_text(make):
    page = read(make(HOSTILE))
    assert page.text == HOSTILE
    assert set(page.tags) <= {"div", "p"}


def test_a_very_long_question_is_cut_for_display():
    assert len(read(question_html("长" * 100_000)).text) < 1000
