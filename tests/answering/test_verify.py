"""Every broken promise is found."""

import pytest

from assistant.answering.verify import beyond, numbers_in, problems
from assistant.types import Answer, Citation, Confidence, Document

DOCUMENTS = {"a": Document("a", "文档", "证书有效期是 3 年。")}


def answer(text: str = "有效期是 3 年。[1]", quote: str = "证书有效期是 3 年。", **changes: object) -> Answer:
    citation = Citation(
        marker=1, source_id="a", title="文档", locator="甲", quote=quote, start=0, end=11,
        confidence=Confidence.CONFIRMED,
    )  # fmt: skip
    fields = {
        "question": "有效期？", "standalone_question": "有效期？", "status": "answered", "answer": text,
        "citations": [citation],
    } | changes  # fmt: skip
    return Answer(**fields)


def test_a_true_answer_has_no_problems() -> None:
    assert problems(answer(), DOCUMENTS) == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (answer(text="有效期是 3 年。"), "citation [1] is not used"),
        (answer(text="有效期是 3 年。[1][2]"), "marker [2] has no citation"),
        (answer(text="有效期是 5 年。[1]"), "the number 5 stands nowhere"),
        (answer(text="有效期是 3 年，占 9.5%。[1]"), "the number 9.5 stands nowhere"),
        (answer(quote="证书有效期是 5 年。", text="有效期。[1]"), "citation [1] does not quote its source"),
        (answer(text="有效期是３５年。[1]"), "the number 35 stands nowhere"),
    ],
)
def test_a_broken_answer_is_found(broken: Answer, said: str) -> None:
    assert said in problems(broken, DOCUMENTS)


def test_numbers_of_the_question_and_of_our_own_words_may_be_used() -> None:
    assert problems(answer(text="不是 5 年，是 3 年。[1]", question="5 年吗"), DOCUMENTS) == []
    assert problems(answer(text="共 7 项，3 年。[1]"), DOCUMENTS, own=["共 7 项"]) == []


def test_list_numbers_and_markers_are_no_numbers() -> None:
    assert numbers_in("1. 甲 [2]\n2. 乙 95.0 分") == {"95"}


@pytest.mark.parametrize(
    ("said", "goes_beyond"),
    [
        ("证书有效期是五年", True),
        ("证书有效期是三年", False),
        ("证书 3 年有效，每年要过监督审核", False),
        ("逾期罚款二十万元", True),
        ("期间不用监督审核", True),
    ],
)
def test_a_model_may_not_go_beyond_its_source(said: str, goes_beyond: bool) -> None:
    source = "商品售后服务认证证书的有效期是 3 年，期间每年要过监督审核才能一直有效。"
    assert beyond(said, source) is goes_beyond
