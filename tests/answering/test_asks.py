"""Messages taken apart, and the kind of each ask."""

import pytest

from assistant.answering.asks import elliptic, leans_wholly, split_asks
from assistant.answering.cues import kind_of
from assistant.answering.told import only_tells
from assistant.types import Kind


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("证书有效期几年？", ["证书有效期几年？"]),
        ("要准备什么？多久能拿证？大概多少钱？", ["要准备什么？", "多久能拿证？", "大概多少钱？"]),
        ("要准备什么材料，多久能下证，大概多少钱", ["要准备什么材料", "多久能下证", "大概多少钱"]),
        ("服务认证的流程及费用", ["服务认证的流程", "服务认证的费用"]),
        ("认证的流程、周期和费用", ["认证的流程", "认证的周期", "认证的费用"]),
        ("原来证书过期了，可以换认证机构吗？", ["原来证书过期了，可以换认证机构吗？"]),
        ("流程和材料有什么区别", ["流程和材料有什么区别"]),
        ("响应时间和价格公示有什么要求", ["响应时间和价格公示有什么要求"]),
        ("材料有哪些？另外证书有效期几年？", ["材料有哪些？", "证书有效期几年？"]),
        ("我们做净水器的，90人，想办个售后五星", ["怎么办理认证"]),
        ("老板让我办这个证", ["怎么办理认证"]),
        ("准备申请 ISO9001 认证", ["准备申请 ISO9001 认证"]),
        ("你好", ["你好"]),
        ("老师，俺想问哈，申请费多少钱，急，在线等", ["申请费多少钱"]),
        ("我们厂1200人，做电动车的，审核费得多少", ["审核费得多少"]),
        ("公司才18个人，做净水器的，能评五星不", ["能评五星不"]),
        ("老板让我弄认证，俺啥也不懂，从哪整起", ["老板让我弄认证，俺啥也不懂，从哪整起"]),
        ("老师傅带徒弟行不行", ["老师傅带徒弟行不行"]),
    ],
)
def test_split(message: str, asks: list[str]) -> None:
    assert [ask.text for ask in split_asks(message)] == asks


def test_what_the_asker_tells_of_himself_is_context() -> None:
    (ask,) = split_asks("我们是做空调安装的，有 50 个人，想办五星要准备什么材料？")
    assert "空调" in ask.context
    assert "空调" not in ask.text
    assert "材料" in ask.text


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


def test_the_same_ask_is_answered_once() -> None:
    assert len(split_asks("多少钱？" * 50)) == 1


def test_a_later_ask_does_not_colour_an_earlier_one() -> None:
    first, second = split_asks("材料要哪些？监督审核要多少钱？")
    assert first.around == ""
    assert second.around == "材料要哪些？"


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


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("培训记录、投诉记录各要记什么？", ["培训记录要记什么", "投诉记录要记什么"]),
        ("没有网站、没有热线，这两条怎么办", ["没有网站怎么办", "没有热线怎么办"]),
        ("扣分怎么扣：定性的、抽样的分别说说", ["扣分怎么扣：定性的说说", "扣分怎么扣：抽样的说说"]),
        ("培训，投诉，维修，这三块查什么", ["培训查什么", "投诉查什么", "维修查什么"]),
    ],
)
def test_the_same_asked_of_several_things_is_asked_of_each(message: str, asks: list[str]) -> None:
    assert [ask.text for ask in split_asks(message)] == asks


@pytest.mark.parametrize(
    "message",
    ["我们做空调、冰箱，能办吗", "92 分、有 3 个特别扣分项，都算上是几星", "培训，投诉，这三块查什么"],
)
def test_what_is_only_listed_is_not_taken_apart(message: str) -> None:
    assert len(split_asks(message)) == 1


def test_how_many_we_are_is_a_circumstance() -> None:
    ask = split_asks("我们公司做净水器批发，二十来个人，第一次办，先干什么")[0]
    assert "二十来个人" in ask.context
    assert "二十来个人" not in ask.text
