"""What leans on the conversation is resolved; what stands by itself is left alone."""

import pytest

from assistant.answering.dialogue import leaning_on, resolve, topic_of
from assistant.text.concepts import Concepts
from assistant.types import Turn

CONCEPTS = Concepts(
    {
        "认证证书": ["证书"],
        "监督审核": ["年审"],
        "售后服务管理师": ["管理师"],
        "服务网点": ["网点"],
        "费用": ["多少钱"],
    },
    generic=["认证证书"],
    aspects=["费用"],
)


def after(question: str, topic: str = "") -> tuple[Turn, ...]:
    return (Turn(question, question, topic),)


@pytest.mark.parametrize(
    ("before", "topic", "question", "resolved"),
    [
        ("五星级要多少分", "五星级", "那四星呢", "四星要多少分"),
        ("五星级要多少分", "五星级", "三星级呢？", "三星级要多少分"),
        ("年审多久一次", "监督审核", "那管理师呢", "管理师多久"),
        ("年审怎么做", "监督审核", "它要多少钱", "监督审核要多少钱"),
        ("年审怎么做", "监督审核", "费用呢", "监督审核费用"),
        ("年审怎么做", "监督审核", "谁来做", "谁来做"),
        ("证书怎么查", "证书查询", "谢谢", "谢谢"),
        ("证书怎么查", "证书查询", "要准备什么材料？", "要准备什么材料？"),
        ("年审怎么做", "监督审核", "网点有什么要求？", "网点有什么要求？"),
        ("年审怎么做", "监督审核", "那么申请五星级需要准备什么材料？", "申请五星级需要准备什么材料？"),
    ],
)
def test_resolve(before: str, topic: str, question: str, resolved: str) -> None:
    assert resolve(question, after(before, topic), CONCEPTS) == resolved


def test_without_a_conversation_nothing_changes() -> None:
    assert resolve("那四星呢", (), CONCEPTS) == "那四星呢"


def test_a_short_question_leans_on_the_one_before_and_a_whole_one_does_not() -> None:
    history = after("年审怎么做", "监督审核")
    assert "监督审核" in leaning_on("谁来做", history, CONCEPTS)
    assert leaning_on("要准备什么材料？", history, CONCEPTS) == ""
    assert leaning_on("网点呢", history, CONCEPTS) == ""
    assert leaning_on("谁来做", (), CONCEPTS) == ""


def test_the_topic_is_the_telling_term_or_the_heading() -> None:
    assert topic_of("证书的年审怎么做", "标题", CONCEPTS) == "监督审核"
    assert topic_of("证书怎么做", "年审的流程", CONCEPTS) == "监督审核"
    assert topic_of("证书怎么做", "标题", CONCEPTS) == ""
