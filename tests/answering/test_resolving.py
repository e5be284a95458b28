"""What leans on the question before is resolved; what stands by itself is left alone."""

from collections.abc import Sequence

import pytest

from assistant.answering.resolving import resolve
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


def resolved(
    question: str,
    before: str,
    topic: str = "",
    listed: Sequence[str] = (),
    *,
    heading: str = "标题",
    **facts: object,
) -> str:
    return resolve(question, Turn(before, before, topic, heading, facts=facts), CONCEPTS, [listed])


@pytest.mark.parametrize(
    ("before", "topic", "question", "expected"),
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
        ("年审怎么做", "监督审核", "那时候证书还能用吗", "那时候证书还能用吗"),
        ("年审怎么做", "监督审核", "啊？那 5.2.2 呢", "5.2.2 有什么要求"),
    ],
)
def test_what_is_left_out_is_put_in(before: str, topic: str, question: str, expected: str) -> None:
    assert resolved(question, before, topic) == expected


def test_both_are_named() -> None:
    assert resolved("这两个哪个贵", "年审和管理师") == "监督审核和售后服务管理师哪个贵"


def test_a_supposition_is_a_question_of_what_to_do() -> None:
    assert resolved("那要是没通过呢", "年审怎么做", "监督审核") == "要是没通过怎么办"


def test_without_a_topic_a_pronoun_stays() -> None:
    assert resolved("它要多少钱", "怎么办") == "它要多少钱"


def test_numbers_after_a_score_are_left_to_the_score_tool() -> None:
    assert resolved("再扣 3 分呢", "92 分几星", "四星级", score=object()) == "再扣 3 分呢"
    assert resolved("那三十个呢", "二十个人要几个管理师", score=object()) == "那三十个呢"


@pytest.mark.parametrize(
    ("before", "heading", "question", "expected"),
    [
        ("5.1.1.1 讲什么", "5.1.1.1 售后部门设置", "下一条", "5.1.1.2 有什么要求"),
        ("5.1.1.2 讲什么", "5.1.1.2 服务网点设置", "那上一条呢", "5.1.1.1 有什么要求"),
        ("5.1.1.1 讲什么", "5.1.1.1 售后部门设置", "下一条几分", "5.1.1.2 几分"),
        ("5.1.1.1 讲什么", "5.1.1.1 售后部门设置", "上一条", "上一条"),  # there is no 5.1.1.0
        ("提交申请具体讲讲", "申请", "下一步呢，来几天", "现场审核，来几天"),
        ("文件审核看什么", "文件审核", "再下一步呢", "现场审核，具体讲讲"),
        ("发证要多久", "发证", "下一步呢", "下一步呢"),  # it is the last
        ("多少钱", "费用", "下一个月能审吗", "下一个月能审吗"),
    ],
)
def test_the_next_thing_is_that_behind_the_one_spoken_of(
    before: str, heading: str, question: str, expected: str
) -> None:
    listed = ["提交申请", "文件审核", "现场审核：查文件和记录", "发证"]
    if "提交" in before:
        listed = ["提交申请", "现场审核：查文件和记录", "发证"]
    assert resolve(question, Turn(before, before, "", heading), CONCEPTS, [[], listed]) == expected


def test_what_is_named_tells_which_list_is_meant() -> None:
    lists = [["一级指标：40、35、25 分", "三级指标"], ["5.2.4.5 配件供应", "5.2.4.6 代用品"]]
    turn = Turn("维修讲什么", "维修讲什么", "维修", "标题")
    assert resolve("最后那条代用品要什么证据", turn, CONCEPTS, lists) == "5.2.4.6 代用品代用品要什么证据"
    assert resolve("第一条展开讲讲", turn, CONCEPTS, lists) == "一级指标，具体讲讲"
    assert resolve("第三条展开讲讲", turn, CONCEPTS, lists) == "第三条展开讲讲"


def test_why_asks_again_what_was_asked() -> None:
    assert resolved("那为什么呢？", "证书能借给别人吗", "证书") == "证书能借给别人吗"


def test_an_ordinal_is_the_item_that_was_listed() -> None:
    listed = ["5.1.3.1 服务经费", "5.1.3.2 内部保障"]
    assert resolved("第二条说什么", "资源配置有哪几条", listed=listed) == "5.1.3.2 内部保障说什么"
    assert resolved("最后一条呢", "资源配置有哪几条", listed=listed) == "5.1.3.2 内部保障"
    assert resolved("第三条说什么", "资源配置有哪几条", listed=listed) == "第三条说什么"


def test_to_be_told_more_of_an_item_its_name_is_enough() -> None:
    listed = ["改进：找出短板", "投标：不少采购方拿它评分"]
    assert resolved("第二个展开讲讲", "有什么好处", listed=listed) == "投标，具体讲讲"


def test_points_after_points_are_asked_as_points() -> None:
    assert resolved("那 80 整呢", "低于 70 分会怎么样", "评价不合格") == "80 分是几星"


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("那4个呢", "攒到几个特别扣分就没戏", "攒到4个特别扣分就没戏"),
        ("那二十个人呢", "30个人的厂能申请吗", "二十个人的厂能申请吗"),
        ("那两年呢", "30个人的厂能申请吗", "那两年呢"),
    ],
)
def test_of_another_number_the_same_is_asked(question: str, before: str, expected: str) -> None:
    assert resolved(question, before) == expected


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        ("再往下一档", "五星级要多少分", "四星级要多少分"),
        ("那再高一级呢？", "3星要多少分", "四星级要多少分"),
        ("再往上一档呢", "最低一级是啥", "三星级要多少分"),
        ("再往下一档", "最低一级是啥", "再往下一档"),
        ("再升一级要多久", "三星级要多少分", "再升一级要多久"),
    ],
)
def test_the_next_level_is_the_next_of_the_level_spoken_of(question: str, before: str, expected: str) -> None:
    assert resolved(question, before, heading="达标级") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("不对，我们是 30 个人", "我们是 30 个人，审核费要多少"),
        ("不对，售后人员是 45 个", "售后人员是 45 个，审核费要多少"),
        ("哦不对，说错了，是120人，那呢", "是120人，审核费要多少"),
        ("不是，我问的是年审", "年审多少钱"),
        ("我说错了，我的证上个月就过期了", "我说错了，我的证上个月就过期了"),
        ("哦对，我们卖消防器材，要许可证的", "哦对，我们卖消防器材，要许可证的"),
        ("不对吧，审核费不是固定的吗", "不对吧，审核费不是固定的吗"),
    ],
)
def test_what_is_corrected_is_asked_again(said: str, expected: str) -> None:
    assert resolved(said, "我们厂1200人，审核费要多少") == expected


def test_a_corrected_score_is_left_to_the_score_tool() -> None:
    assert resolved("不对，是 93 分", "92 分几星", score=object()) == "不对，是 93 分"
