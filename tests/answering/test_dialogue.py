"""What leans on the conversation is resolved; what stands by itself is left alone."""

import pytest

from assistant.answering.dialogue import (
    elliptic,
    last_telling,
    past_of,
    resolve,
    told_by,
    topic_of,
    understand,
)
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


def after(question: str, topic: str = "", heading: str = "标题") -> tuple[Turn, ...]:
    return (Turn(question, question, topic, heading),)


@pytest.mark.parametrize(
    ("before", "topic", "question", "resolved"),
    [
        ("五星级要多少分", "五星级", "那四星呢", "四星要多少分"),
        ("五星级要多少分", "五星级", "三星级呢？", "三星级要多少分"),
        ("年审多久一次", "监督审核", "那管理师呢", "管理师多久"),
        ("年审怎么做", "监督审核", "它要多少钱", "监督审核要多少钱"),
        ("年审怎么做", "监督审核", "这个要多少钱", "监督审核要多少钱"),
        ("年审怎么做", "监督审核", "那么它谁来做", "监督审核谁来做"),
        ("年审怎么做", "监督审核", "费用呢", "费用"),
        ("年审怎么做", "监督审核", "频率呢", "监督审核频率"),
        ("年审怎么做", "监督审核", "谁来做", "谁来做"),
        ("证书怎么查", "证书查询", "谢谢", "谢谢"),
        ("证书怎么查", "证书查询", "要准备什么材料？", "要准备什么材料？"),
        ("年审怎么做", "监督审核", "网点有什么要求？", "网点有什么要求？"),
        ("年审怎么做", "监督审核", "这个行业的网点有什么要求？", "这个行业的网点有什么要求？"),
        ("年审怎么做", "监督审核", "那么申请五星级需要准备什么材料？", "申请五星级需要准备什么材料？"),
        ("年审怎么做", "监督审核", "那些材料要盖章吗", "监督审核材料要盖章吗"),
    ],
)
def test_resolve(before: str, topic: str, question: str, resolved: str) -> None:
    assert resolve(question, after(before, topic), CONCEPTS) == resolved


def test_both_are_named() -> None:
    history = after("年审和管理师", "监督审核")
    assert resolve("这两个哪个贵", history, CONCEPTS) == "监督审核和售后服务管理师哪个贵"


def test_a_supposition_is_a_question_of_what_to_do() -> None:
    assert resolve("那要是没通过呢", after("年审怎么做", "监督审核"), CONCEPTS) == "要是没通过怎么办"


def test_without_a_conversation_nothing_changes() -> None:
    assert resolve("那四星呢", (), CONCEPTS) == "那四星呢"


def test_without_a_topic_a_pronoun_stays() -> None:
    assert resolve("它要多少钱", after("怎么办"), CONCEPTS) == "它要多少钱"


@pytest.mark.parametrize("said", ["谢谢", "好的", "明白了"])
def test_thanks_in_between_are_passed_over(said: str) -> None:
    history = (*after("年审怎么做", "监督审核"), Turn(said, said, "监督审核"))
    assert last_telling(history).question == "年审怎么做"
    assert resolve("它要多少钱", history, CONCEPTS) == "监督审核要多少钱"


def test_a_turn_of_the_score_tool_told_something() -> None:
    history = (Turn("92 分", "92 分", facts={"score": object()}), Turn("谢谢", "谢谢"))
    assert last_telling(history).question == "92 分"


def test_numbers_after_a_score_are_left_to_the_score_tool() -> None:
    history = (Turn("92 分几星", "92 分几星", "四星级", facts={"score": object()}),)
    assert resolve("再扣 3 分呢", history, CONCEPTS) == "再扣 3 分呢"


def test_where_nothing_was_told_the_last_turn_counts() -> None:
    history = (Turn("你好", "你好"), Turn("谢谢", "谢谢"))
    assert last_telling(history).question == "谢谢"


def test_the_past_is_topic_heading_and_question_each_once() -> None:
    history = (Turn("年审怎么做", "年审怎么做", "监督审核", "监督审核"),)
    assert past_of("谁来做", history, CONCEPTS) == "监督审核 年审怎么做"
    history = after("年审怎么做", "监督审核", "监督的流程")
    assert past_of("证书怎么做", history, CONCEPTS) == "监督审核 监督的流程 年审怎么做"


def test_a_whole_question_with_a_subject_has_no_past() -> None:
    history = after("年审怎么做", "监督审核")
    assert past_of("网点要有多少个才算数？", history, CONCEPTS) == ""
    assert "年审怎么做" in past_of("网点也要每年看一次？", history, CONCEPTS)
    assert "年审怎么做" in past_of("网点呢", history, CONCEPTS)
    assert past_of("谁来做", (), CONCEPTS) == ""


def test_only_short_questions_are_elliptic() -> None:
    assert elliptic("多少钱？")
    assert elliptic("不做会怎样呢？！")
    assert not elliptic("要准备什么样的材料？")


def test_the_topic_is_what_is_named_then_what_it_was_then_the_heading() -> None:
    history = after("网点", "服务网点")
    assert topic_of("证书的年审怎么做", "标题", history, CONCEPTS) == "监督审核"
    assert topic_of("怎么做", "年审的流程", history, CONCEPTS) == "服务网点"
    assert topic_of("怎么做", "年审的流程", (), CONCEPTS) == "监督审核"
    assert topic_of("证书怎么做", "标题", (), CONCEPTS) == ""


def test_why_asks_again_what_was_asked() -> None:
    assert resolve("那为什么呢？", after("证书能借给别人吗", "证书"), CONCEPTS) == "证书能借给别人吗"


def test_an_ordinal_is_the_item_that_was_listed() -> None:
    listed = ["5.1.3.1 服务经费", "5.1.3.2 内部保障"]
    history = after("资源配置有哪几条", "资源配置")
    assert resolve("第二条说什么", history, CONCEPTS, listed) == "5.1.3.2 内部保障说什么"
    assert resolve("第三条说什么", history, CONCEPTS, listed) == "第三条说什么"


def test_points_after_points_are_asked_as_points() -> None:
    history = after("低于 70 分会怎么样", "评价不合格")
    assert resolve("那 80 整呢", history, CONCEPTS) == "80 分是几星"


def test_what_the_asker_told_is_remembered() -> None:
    assert told_by("我们做五金批发，三十个人。怎么申请？").startswith("我们做五金批发")
    assert told_by("怎么申请？") == ""
    history = (Turn("a", "a", told="我们做五金批发"), Turn("b", "b"))
    _, asks = understand("年审多少钱一次呢", history, CONCEPTS)
    assert asks[0].context == "我们做五金批发"
