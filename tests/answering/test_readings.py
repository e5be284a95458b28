"""What the asker tells of himself beside a question does not swallow the question."""

from itertools import product

import pytest

CIRCUMSTANCES = [
    "我们是做空调安装的，30来人",
    "我司从事汽车配件批发，员工80人",
    "我们做医疗器械销售，50人，3个售后工程师",
    "我们连锁超市，20家分店",
    "小公司，十几个人，做办公家具",
    "国企，下面三个子公司",
    "我们厂做防盗门，200人左右",
    "老板让我来问问",
    "100人的公司，6个网点",
]
ASKED = {
    "证书管几年": {"certificate.validity"},
    "多久能拿证": {"process.total-time"},
    "认证费大概多少": {
        "costs.total",
        "costs.outlets",
        "costs.small-company",
    },  # some have a price of their own
    "每年还要交钱吗": {"certificate.surveillance.cost"},
    "特别扣分有哪些": {"scoring.special-deduction"},
    "流程怎么走": {"process.overview"},
}


def test_a_question_is_answered_whatever_is_told_beside_it(assistant) -> None:
    swallowed = []
    for told, question in product(CIRCUMSTANCES, ASKED):
        answer, history = assistant.converse(f"{told}，{question}")
        if answer.status == "refused" or history[0].shown[0] not in ASKED[question]:
            swallowed.append((told, question, history[0].shown[:1]))
    assert len(swallowed) <= len(CIRCUMSTANCES) * len(ASKED) / 20, swallowed


@pytest.mark.parametrize("told", CIRCUMSTANCES[:4])
def test_it_is_answered_in_the_next_message_too(assistant, told: str) -> None:
    _, history = assistant.converse(told)
    answer, history = assistant.converse("证书管几年", history)
    assert (answer.status, history[-1].shown[0]) == ("answered", "certificate.validity")


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("我们是德国公司在苏州设的外商独资厂，符合要求吗？", "conditions.foreign"),
        ("小公司就八个人，能不能办售后认证", "conditions.small"),
        ("网点都是委托当地维修铺子做的，可以认可吗", "structure.outlets-entrusted"),
        ("对审核结论不服，怎么办", "bodies.appeals"),
        ("顾问公司说他们能直接出证，真的吗", "bodies.consultant"),
        ("证没到期，想换一家认证机构，行不行", "certificate.transfer"),
    ],
)
def test_what_leads_up_to_a_question_and_is_its_subject_is_kept(
    assistant, question: str, passage: str
) -> None:
    assert passage in assistant.converse(question)[1][0].shown


@pytest.mark.parametrize(
    "question", ["我们用的是京东物流，丢件谁赔", "跨境电商卖到德国，海外维修点要符合欧盟啥规定"]
)
def test_nothing_is_answered_for_what_is_told_alone(assistant, question: str) -> None:
    assert assistant.ask(question).status == "refused"


WRAPPED = [
    "老师您好！请问{}谢谢！",
    "Hi, {} thanks",
    "急！{}在线等",
    "帮我看下，{}",
    "能不能告诉我{}",
    "第一次接触这个，{}",
    "刚接手这块工作，{}",
    "像我们这种做安防的，{}",
    "{}？比较急，麻烦尽快",
    "1. {}",
    "我在一家净水设备公司做行政，网上的资料看了很多也没看明白，所以想问一下：{}",
]


@pytest.mark.parametrize("question", ["一级指标有哪些", "证书管几年", "申请递到哪里去", "审核用的是什么手段"])
@pytest.mark.parametrize("wrapped", WRAPPED)
def test_a_question_is_answered_however_it_is_put(assistant, wrapped: str, question: str) -> None:
    plain = assistant.converse(question)[1][0].shown[0]
    answer, history = assistant.converse(wrapped.format(question))
    assert answer.status in {"answered", "partial"}
    assert plain in history[0].shown


@pytest.mark.parametrize(
    "question",
    ["五星和四星差在哪？我们公司50人", "帮我看下，五星和四星差在哪", "考管理师要上多少节课？我们公司50人"],
)
def test_nobody_is_asked_for_a_score_because_of_what_is_told_beside_a_question(
    assistant, question: str
) -> None:
    assert assistant.ask(question).status != "clarify"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("公司刚成立两个月，售后认证能申请吗", "conditions.new-company"),
        ("我们公司才十来个人，也能申报不？", "conditions.small"),
        ("我们是外资企业，可以做吗", "conditions.foreign"),
    ],
)
def test_what_is_told_counts_where_it_decides(assistant, message: str, shown: str) -> None:
    _, history = assistant.converse(message)
    assert history[-1].shown[0] == shown


TRADES = ["食品", "化工", "装修", "医美", "驾校", "珠宝", "机床", "轮胎", "假发", "光伏", "餐饮", "图书"]
MAY = ["{}企业能做吗", "我们做{}的能办吗", "{}行业可以申请售后服务认证吗", "我们是{}厂，可以认证吗"]


def test_a_company_of_any_trade_is_told_whether_it_may(assistant) -> None:
    asked = [form.format(trade) for form, trade in product(MAY, TRADES)]
    refused = [question for question in asked if assistant.ask(question).status == "refused"]
    assert len(refused) <= len(asked) / 20, refused


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("造纸厂能做吗", "conditions.who"),
        ("学校能做吗", "conditions.institution"),
        ("我是卖水果的个体户能办吗", "conditions.legal-person"),
        ("小企业能做吗", "conditions.small"),
    ],
)
def test_what_is_known_of_a_kind_of_company_comes_first(assistant, question: str, shown: str) -> None:
    _, history = assistant.converse(question)
    assert history[-1].shown[0] == shown


def test_a_scheme_is_no_trade(assistant) -> None:
    assert assistant.ask("CCC认证企业能做吗").status == "refused"


SERVICES = ["送货", "配送", "安装", "维修", "回收", "上门服务", "技术支持"]
WITHOUT = [
    "我们不{}，这条还看吗",
    "没有{}业务还要准备记录吗",
    "不做{}要不要写",
    "不提供{}会扣分吗",
    "{}我们没有，能删吗",
    "公司不搞{}，相关指标怎么算",
    "{}这块我们不做，审核时怎么处理",
]
LEFT_OUT = {
    "materials.not-applicable",
    "open.deletable-indicators",
    "open.deletion-limit",
    "scoring.conversion",
}


def test_what_a_company_does_not_offer_is_left_out_and_not_demanded(assistant) -> None:
    for form, service in product(WITHOUT, SERVICES):
        _, history = assistant.converse(form.format(service))
        assert LEFT_OUT & set(history[0].shown), form.format(service)


@pytest.mark.parametrize("question", ["没有维修记录怎么办", "维修不及时怎么扣分", "安装人员没有资质怎么办"])
def test_a_service_done_badly_is_not_one_left_out(assistant, question: str) -> None:
    _, history = assistant.converse(question)
    assert not LEFT_OUT & set(history[0].shown)
