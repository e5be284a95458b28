"""What a conversation adds to a question."""

import pytest

from assistant.answering.dialogue import (
    last_telling,
    past_of,
    told_by,
    topic_of,
    understand,
)
from assistant.text.concepts import Concepts
from assistant.types import Confidence, Kind, Passage, Turn

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


@pytest.mark.parametrize("said", ["谢谢", "好的", "明白了"])
def test_thanks_in_between_are_passed_over(said: str) -> None:
    history = (*after("年审怎么做", "监督审核"), Turn(said, said, "监督审核"))
    assert last_telling(history).question == "年审怎么做"
    assert understand("它要多少钱", history, CONCEPTS)[0] == "监督审核要多少钱"


def test_without_a_conversation_nothing_changes() -> None:
    assert understand("那四星呢", (), CONCEPTS)[0] == "那四星呢"


def test_a_turn_of_the_score_tool_told_something() -> None:
    history = (Turn("92 分", "92 分", facts={"score": object()}), Turn("谢谢", "谢谢"))
    assert last_telling(history).question == "92 分"


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


def passage(*heading: str) -> Passage:
    return Passage("d.p", "d", heading, "", 0, 0, Kind.STEPS, Confidence.SINGLE, ())


def test_the_topic_is_what_is_named_and_spoken_of_then_what_it_was_then_the_heading() -> None:
    history = after("网点", "服务网点")
    on_audit = passage("证书", "年审的流程")
    assert topic_of("证书的年审怎么做", on_audit, history, CONCEPTS) == "监督审核"
    assert topic_of("网点的年审怎么做", on_audit, (), CONCEPTS) == "监督审核"
    assert topic_of("网点的年审怎么做", None, (), CONCEPTS) == "服务网点"
    assert topic_of("怎么做", on_audit, history, CONCEPTS) == "服务网点"
    assert topic_of("怎么做", on_audit, (), CONCEPTS) == "监督审核"
    assert topic_of("证书怎么做", passage("标题"), (), CONCEPTS) == ""


def test_what_the_asker_told_is_remembered() -> None:
    assert told_by("我们做五金批发，三十个人。怎么申请？").startswith("我们做五金批发")
    assert told_by("怎么申请？") == ""
    history = (Turn("a", "a", told="我们做五金批发"), Turn("b", "b"))
    _, asks = understand("年审多少钱一次呢", history, CONCEPTS)
    assert asks[0].told == "我们做五金批发"
