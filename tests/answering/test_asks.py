"""Single asks: what they lean on, and the kind of each."""

import pytest

from assistant.answering.asks import elliptic, leans_wholly
from assistant.answering.cues import kind_of
from assistant.answering.told import only_tells
from assistant.types import Kind


def test_only_short_questions_are_elliptic() -> None:
    assert elliptic("多少钱？")
    assert elliptic("不做会怎样呢？！")
    assert not elliptic("要准备什么样的材料？")


@pytest.mark.parametrize(
    ("question", "only"),
    [
        ("多少钱", True),
        ("要多久？", True),
        ("补一张要几天", False),
        ("证书多少钱", False),
        ("投标，具体讲讲", True),
        ("谢谢", False),
    ],
)
def test_leans_wholly(question: str, only: bool) -> None:
    assert leans_wholly(question) is only


@pytest.mark.parametrize(
    ("message", "tells"),
    [
        ("我们三十个人，做五金批发", True),
        ("有家咨询公司说他们就能发", False),
        ("我们三十个人，能评五星不", False),
        ("我们做家具的，工厂在佛山", True),
        ("你们公司在哪", False),
    ],
)
def test_only_tells(message: str, tells: bool) -> None:
    assert only_tells(message) is tells


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("GB/T 27922 是什么标准", Kind.DEFINITION),
        ("申请要交哪些材料", Kind.MATERIALS),
        ("办下来要多久", Kind.TIME),
        ("审核一次多少钱", Kind.COST),
        ("和 ISO 9001 有什么区别", Kind.COMPARISON),
        ("证书由谁颁发", Kind.WHO),
        ("在哪里查证书", Kind.WHERE),
        ("必须先达标一年吗", Kind.YESNO),
        ("五星级要多少分", Kind.SCORING),
        ("怎么申请", Kind.STEPS),
        ("办这个证有什么用", Kind.WHY),
        ("配送方面的要求", Kind.REQUIREMENT),
        ("售后", None),
    ],
)
def test_kind(question: str, kind: Kind | None) -> None:
    assert kind_of(question) is kind
