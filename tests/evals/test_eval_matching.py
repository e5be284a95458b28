import pytest

from evals.items import Form, Point
from evals.matching import carries, claimed, fold, grounded, levels, says, units
from evals.numbers import Quantity, quantities, to_digits


def form(given):
    return Form.model_validate(given)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("三年", "3年"),
        ("九十五分", "95分"),
        ("一百零五", "105"),
        ("一万五千元", "15000元"),
        ("二〇一一年", "2011年"),
        ("百分之十", "10%"),
        ("半年", "0.5年"),
        ("两次", "2次"),
        ("十二个月", "12个月"),
        ("2012-02-01", "2012年2月1日"),
        ("5,000 元", "5000 元"),
        ("一般", "一般"),
        ("统一", "统一"),
        ("百分制", "百分制"),
        ("5 万元", "5 万元"),
    ],
)
def test_numerals_become_digits(written, digits):
    assert to_digits(written) == digits


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("有效期３年", {("3", "年")}),
        ("70–80 分", {("70", "分"), ("80", "分")}),
        ("5000 至 50000 元", {("5000", "元"), ("50000", "元")}),
        ("1.5 万元", {("15000", "元")}),
        ("GB/T 27922-2011 第 5.1.2.2 条", {("5.1.2.2", "§")}),
        ("一个企业的第三级指标", set()),
        ("五星级，95.0 分", {("5", "星"), ("95", "分")}),
        ("| 70 | 80 |", {("70", ""), ("80", "")}),
        ("30 天、十五个工作日", {("30", "日"), ("15", "工作日")}),
    ],
)
def test_quantities_with_units(text, found):
    assert quantities(fold(text)) == {Quantity(*pair) for pair in found}


@pytest.mark.parametrize(
    ("text", "given", "holds"),
    [
        ("有效期是**三 年**。", "3年", True),
        ("有效期 13 年", "3年", False),
        ("不需要年审", "需要", False),
        ("需要年审", "需要", True),
        ("由認證機構頒發", "认证机构", True),
        ("得 95 分", 95, True),
        ("得 95.5 分", 95, False),
        ("得 95 分", {"number": "95.0", "unit": "分"}, True),
        ("得 95 %", {"number": "95", "unit": "分"}, False),
        ("每年至少一次", {"regex": "每年.*1次"}, True),
        ("证书的有效期为三年，期满应重新申请。", {"gist": "证书有效期3年"}, True),
        ("证书的有效期为四年，期满应重新申请。", {"gist": "证书有效期3年"}, False),
        ("必须每年参加监督审核。", {"gist": "不必每年参加监督审核"}, False),
    ],
)
def test_forms(text, given, holds):
    assert carries(text, form(given)) is holds


def test_any_form_makes_a_point():
    assert says("须 3 年", Point(any=[form("三载"), form("三年")]))


@pytest.mark.parametrize(
    ("answer", "asserted"),
    [
        ("最低是二星级。", True),
        ("有人说最低是二星级，这是错误的。", False),
        ("没有二星级。", False),
        ("没有一星级。最低是二星级。", True),
    ],
)
def test_denying_is_not_claiming(answer, asserted):
    assert claimed(answer, form("二星级")) is asserted


def test_a_table_has_the_marker_behind_it():
    found = units("先看表。[1]\n\n| 级别 | 分数 |\n| --- | --- |\n| 五星 | 95 分 |\n\n以上见 [2]")
    assert [unit.markers for unit in found] == [(1,), (2,), (2,), (2,)]


def test_units_take_the_nearest_marker_of_their_paragraph():
    found = units("要三样：[1]\n- 执照\n- 手册。\n\n三年。[2] 每年审核[3]。\n\n无出处。")
    assert [(unit.text, unit.markers) for unit in found] == [
        ("要3样:", (1,)),
        ("执照", (1,)),
        ("手册。", (1,)),
        ("3年。", (2,)),
        ("每年审核。", (3,)),
        ("无出处。", ()),
    ]


def test_grounded_needs_words_and_numbers():
    source = fold("证书有效期为 3 年，每年监督一次。")
    assert grounded(fold("证书有效期为三年"), [source])
    assert not grounded(fold("证书有效期为五年"), [source])
    assert not grounded(fold("企业应当缴纳保证金"), [source])


def test_levels_in_order():
    assert levels("92 分是四星级，离５星还差 3 分；70 分以下评价不合格，不合格项另算") == [
        "四星级",
        "五星级",
        "不合格",
    ]
