"""Messages taken apart."""

import pytest

from assistant.answering.splitting import split_asks


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
        ("1、流程怎么走\n2、星级分数线\n3、多久能拿证", ["流程怎么走", "星级分数线", "多久能拿证"]),
        ("请问：（1）年审收钱吗（2）证书在哪查", ["年审收钱吗", "证书在哪查"]),
        ("首先证书管几年？其次年审收钱吗？", ["证书管几年？", "年审收钱吗？"]),
        ("两个问题，一是证书管几年，二是年审收钱吗", ["证书管几年", "年审收钱吗"]),
        ("证书管几年\n年审收钱吗", ["证书管几年", "年审收钱吗"]),
        ("证书有效期几年 监督审核收钱吗", ["证书有效期几年", "监督审核收钱吗"]),
        ("想了解证书有效期几年以及监督审核收钱吗", ["想了解证书有效期几年", "监督审核收钱吗"]),
        ("体系 28、商品服务 25、顾客服务 16，过没过", ["体系 28、商品服务 25、顾客服务 16，过没过"]),
        ("售后 认证 价格", ["售后 认证 价格"]),
        ("有 1、2、3 个网点的公司怎么算", ["有 1，2，3 个网点的公司怎么算"]),
        ("评分规则的 2.1 和 3.1 是什么", ["评分规则的 2.1 和 3.1 是什么"]),
    ],
)
def test_split(message: str, asks: list[str]) -> None:
    assert [ask.text for ask in split_asks(message)] == asks


def test_what_the_asker_tells_of_himself_is_context() -> None:
    (ask,) = split_asks("我们是做空调安装的，有 50 个人，想办五星要准备什么材料？")
    assert "空调" in ask.context
    assert "空调" not in ask.text
    assert "材料" in ask.text


def test_the_same_ask_is_answered_once() -> None:
    assert len(split_asks("多少钱？" * 50)) == 1


def test_a_later_ask_does_not_colour_an_earlier_one() -> None:
    first, second = split_asks("材料要哪些？监督审核要多少钱？")
    assert first.around == ""
    assert second.around == "材料要哪些？"


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


@pytest.mark.parametrize(
    ("message", "claims"),
    [
        (
            "中介说：五星 98 分起，证书两年一审，满意度必须 95%。三条对不对",
            ["五星 98 分起，对吗", "证书两年一审，对吗", "满意度必须 95%，对吗"],
        ),
        ("听说证书五年有效、每两年审一次，这些说法对吗？", ["证书五年有效，对吗", "每两年审一次，对吗"]),
        ("他们是商务部授权的，证书全球通用，哪句是真的", ["他们是商务部授权的，对吗", "证书全球通用，对吗"]),
    ],
)
def test_several_claims_are_judged_one_by_one(message: str, claims: list[str]) -> None:
    assert [ask.text for ask in split_asks(message)] == claims


@pytest.mark.parametrize(
    "message", ["证书有效期三年，对不对", "5.1.2 和 5.1.3 哪条难，对吗", "我们有网点，这样对吗"]
)
def test_one_claim_stays_whole(message: str) -> None:
    assert not any(ask.text.endswith("，对吗") and ask.text != message for ask in split_asks(message))
