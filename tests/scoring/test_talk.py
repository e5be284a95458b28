"""Conversations as clerks and quality managers hold them: what was told is kept, what can be answered is."""

from datetime import date
from fractions import Fraction

import pytest

from assistant.scoring import Rules, ScoreReply, ScoreState, answer_message, guard, run, verify_receipt

TODAY = date(2026, 11, 22)


def talk(turns: str, rules: Rules) -> ScoreReply | None:
    """The reply to the last of the turns, with every reply on the way checked."""
    state: ScoreState | None = None
    reply = None
    for turn in turns.split(" // "):
        reply = answer_message(turn, rules, state, TODAY)
        if reply is None:
            continue
        state = reply.state
        report = guard(reply.text, rules, receipts=reply.receipts, question=turn)
        assert report.ok, (turn, report.findings)
        assert all(verify_receipt(item.model_dump(mode="json"), rules) == [] for item in reply.receipts)
    return reply


def said(turns: str, rules: Rules) -> str:
    reply = talk(turns, rules)
    assert reply is not None, turns
    assert reply.kind == "result", reply.text
    return reply.text


@pytest.mark.parametrize(
    "turns",
    [
        "我们总分 94.96 // 能四舍五入算五星吗",
        "我们总分 94.96，能四舍五入算五星吗",
        "94.96 四舍五入就是 95 了，能算五星吧",
        "94.96 // 五入一下能到五星吗",
        "94.96 // 当成 95 算五星行不行",
        "94.96 // 凑成95，五星行不行",
        "94.96 // 小数点怎么处理，能进位算五星吗",
        "94.96四舍五如到95，能给五星吗",
        "94.96 // 抹零头能给五星吗",
        "2023年6月15日拿的证 // 94.96 分几星 // 什么时候到期 // 四舍五入能到五星吗",
    ],
)
def test_rounding_is_answered_under_every_reading(turns: str, rules: Rules):
    text = said(turns, rules)
    assert text.startswith("不能，达不到五星级。94.96 分是**四星级**。")
    assert "资料未载明要不要四舍五入" in text
    assert "到整数：95 分，是**五星级**" in text
    assert "到 1 位小数：95 分，是**五星级**" in text
    assert "到 2 位小数：94.96 分，是**四星级**" in text


@pytest.mark.parametrize(
    ("turns", "start"),
    [
        ("79.9分几星 // 四舍五入不就是80了？", "79.9 分是**达标级**。"),
        ("89.6 // 保留整数呢", "90 分是**四星级**。"),
        ("94.97 // 机构要是保留一位小数呢", "95 分是**五星级**。"),
        ("94.97 // 保留整数呢 // 要是不四舍五入呢", "94.97 分是**四星级**。"),
        ("94.96 // 能四舍五入算五星吗 // 再扣 1 个特别扣分项呢", "93.96 分是**四星级**。"),
    ],
)
def test_a_rounding_that_is_named_or_denied(turns: str, start: str, rules: Rules):
    assert said(turns, rules).startswith(start)


def test_a_score_before_rounding_is_never_taken_for_rounded(rules: Rules):
    reply = talk("总分 90，四舍五入前是 89.6，几星", rules)
    assert reply is not None
    assert "90 分是**四星级**" not in reply.text


def test_one_receipt_holds_the_score_as_it_is_and_every_rounding(rules: Rules):
    receipt = run("score.rounding", {"gained": "94.96"}, rules)
    assert receipt.result["level"] == "四星级"
    assert [(item["rounding"], item["level"]) for item in receipt.result["rounded"]] == [
        ("0", "五星级"),
        ("1", "五星级"),
        ("2", "四星级"),
    ]


@pytest.mark.parametrize(
    "lie",
    [
        "95 分是五星级。",
        "94.96 分是五星级。",
        "如果先四舍五入到整数：95 分，是四星级",
        "如果先四舍五入到整数：96 分，是五星级",
    ],
)
def test_the_guard_keeps_roundings_under_their_condition(lie: str, rules: Rules):
    receipt = run("score.rounding", {"gained": "94.96"}, rules)
    assert not guard(lie, rules, receipts=[receipt], question="94.96 能四舍五入吗").ok


@pytest.mark.parametrize(
    "turns",
    [
        "审核员抽了我们 20 份维修记录，4 份不合格 // 这条要是满分 3 分，扣多少",
        "这条满分 3 分 // 审核员抽了我们 20 份维修记录，4 份不合格，扣多少",
        "抽20份4份不合格，扣多少分 // 3分",
        "抽20份4份不合格，扣多少分 // 这项满分3分",
        "抽了20张单子4张有问题，这项怎么扣 // 分值是 3 分",
        "这项指标 3 分，要是抽查不合格怎么扣 // 20 份里 4 份不合格",
        "审核员抽了 20 份，4 份不合格 // 92.5 分几星 // 那条指标满分 3 分扣多少",
        "抽20份合格16份，这项3分扣多少",
        "16份合格，抽了20份，3分的指标扣多少",
        "20个样本坏了4个，怎么扣 // 3 分的指标扣多少",
    ],
)
def test_counts_and_points_of_a_sample_meet_in_either_order(turns: str, rules: Rules):
    assert said(turns, rules).startswith("这一项扣 0.6 分，得 2.4 分。")


@pytest.mark.parametrize(
    ("message", "start"),
    [
        (
            "抽20张维修单有3张不合格，这项是全扣吗",
            "这一项不是全扣，按比例扣掉它分值的 15%：20 个样本里有 3 个",
        ),
        ("抽了 20 张，3 张不合格，这项怎么扣", "这一项不是全扣，按比例扣掉它分值的 15%"),
        ("抽查 12 份，1 份有问题，是整项不得分还是按比例", "这一项不是全扣，按比例扣掉它分值的 约 8.33%"),
        ("抽了20份，一份不合格都没有，扣分吗", "这一项不扣分：20 个样本全部符合。"),
        ("20份记录里一份合格的都没有，怎么扣", "这一项全扣：20 个样本全部不符合。"),
    ],
)
def test_the_share_is_told_without_the_points(message: str, start: str, rules: Rules):
    assert said(message, rules).startswith(start)


@pytest.mark.parametrize(
    ("message", "lost"),
    [
        ("一项 5 分，20 个样本一个都没问题，扣多少", "0"),
        ("20份记录里没有一份不合格，这项3分扣多少", "0"),
        ("20个样本全不合格，这项3分，扣多少", "3"),
    ],
)
def test_none_and_all(message: str, lost: str, rules: Rules):
    reply = talk(message, rules)
    assert reply is not None
    assert Fraction(reply.receipts[0].result["lost"]["exact"]) == Fraction(lost)


def test_a_score_after_a_sample_is_a_score(rules: Rules):
    assert said("抽20份4份不合格，扣多少分 // 92.5分", rules).startswith("92.5 分是**四星级**。")


@pytest.mark.parametrize(
    ("turns", "needed"),
    [
        ("我们总部管服务的 12 个人，各网点负责人 28 个，要配几个", 4),
        ("总部服务主管 12 人，各网点负责人 28 人，要配几个管理师", 4),
        ("总部 12 个管服务的，加上分公司主管 9 个，一共配几个管理师", 3),
        ("总部服务管理 12 人，各地办事处主任 7 人，各网点店长 30 人，要几个管理师", 5),
        ("总部管售后 5 人，各大区经理 8 人，网点站长 40 人，管理师要几个", 6),
        ("总部管服务的 12 个人，维修工 28 个，要配几个", 2),
        ("5 个网点，各网点负责人 2 个，要配几个管理师", 1),
        ("管售后的一共八个人，管理师要配几个 // 那要是 11 个呢", 2),
        ("服务管理人员刚好 20 人 // 21 呢", 3),
    ],
)
def test_heads_that_manage_service_are_added(turns: str, needed: int, rules: Rules):
    reply = talk(turns, rules)
    assert reply is not None
    assert reply.kind == "result", reply.text
    assert reply.receipts[0].result["needed"] == needed


@pytest.mark.parametrize(
    "message",
    [
        "总部管服务的12个，各网点28个人，要配几个管理师",
        "各网点负责人 2 个，要配几个管理师",
        "5 个网点，各网点负责人 28 个，要配几个管理师",
    ],
)
def test_heads_that_may_manage_no_service_are_asked_about(message: str, rules: Rules):
    reply = talk(message, rules)
    assert reply is not None
    assert reply.kind == "ask_back"


@pytest.mark.parametrize(
    "turns",
    [
        "我们主管 61 岁了",
        "主管 61 岁，要配几个管理师",
        "客服经理干了 12 年，管理师要配几个",
        "主管工资 8000 元，管理师要几个",
        "经理在 3 楼，管理师要几个",
        "管服务的 25 个人，要配几个 // 我们主管 61 岁了",
        "管服务的 25 个人，要配几个 // 主管干了 6 个月",
    ],
)
def test_ages_years_and_floors_are_no_people(turns: str, rules: Rules):
    reply = talk(turns, rules)
    assert reply is None or not reply.receipts


def test_whether_the_people_there_are_suffice(rules: Rules):
    assert said("服务管理人员 31 个，配了 3 个管理师，够吗", rules).startswith("不够，还差 1 名。")
    assert said("服务管理人员20人，两个管理师够吗", rules).startswith("够了。")


@pytest.mark.parametrize(
    ("turns", "start"),
    [
        ("我们证书是 2023 年 6 月 15 号发的 // 什么时候到期", "2023 年 6 月 15 日发的证，2026 年 6 月 15 日"),
        (
            "我们证书是 2023 年 6 月 15 号发的 // 哪年要年审",
            "年度监督第 1 次不晚于 2024 年 6 月 15 日，第 2 次",
        ),
        ("我们证书是 2023 年 6 月 15 号发的 // 最晚什么时候提换证", "换证建议 2026 年 3 月 15 日以前申请。"),
        ("我们证什么时候到期 // 2023 年 6 月 15 号发的", "2023 年 6 月 15 日发的证"),
        ("证书什么时候到期啊 // 2023年6月15日", "2023 年 6 月 15 日发的证"),
        ("我们的证是23年6月15号发的 // 那年审呢", "年度监督第 1 次不晚于 2024 年 6 月 15 日"),
        ("去年6月15发的证", "2025 年 6 月 15 日发的证"),
        ("证书是2023年6月发的 // 15号", "2023 年 6 月 15 日发的证"),
        ("2023年6月15日拿的证 // 92.5分几星 // 什么时候到期", "2023 年 6 月 15 日发的证"),
    ],
)
def test_a_date_told_is_kept(turns: str, start: str, rules: Rules):
    assert said(turns, rules).startswith(start)


@pytest.mark.parametrize(
    "message", ["2023年6月15日提交了申请材料", "我们2020年9月1日成立的公司", "我们证书上写的 2023-06-15"]
)
def test_other_days_are_no_issue_dates(message: str, rules: Rules):
    assert talk(message, rules) is None


@pytest.mark.parametrize(
    ("turns", "score"),
    [
        ("低于 70 分会怎么样 // 正好 70 呢", "70"),
        ("低于 70 分会怎么样 // 正好 70 呢 // 80 整呢", "80"),
        ("刚好80会怎么样", "80"),
        ("97", "97"),
        ("差一分没到98，五星是不是就没戏了？", "97"),
        ("还差2分就90了，几星", "88"),
        ("离五星差2分，现在几星", "93"),
        ("离95只差0.3，几星", "94.7"),
        ("离满分差3分，几星", "97"),
        ("离四星就差半分，评几星", "89.5"),
        ("比90高2分，几星", "92"),
        ("上次 88 这次多了 3 分，几星", "91"),
        ("比去年的 88 多 3 分，几星", "91"),
        ("我们 88 分，差 2 分到 90，几星", "88"),
        ("三块分别是 37、33、24，总分几星", "94"),
        ("一共扣了 7 分 // 再扣 1 分呢", "92"),
        ("一共扣了 7 分 // 要是一分没扣", "100"),
        ("97 // 有 3 个特别扣分", "94"),
        ("92 // 如果加上特别加分呢", "93"),
        ("删减8分后实得85分，折成百分制是几分", "2125/23"),
        ("删了 5 分，实得 90 // 折算后几分", "1800/19"),
        ("我们有两条不适用，一共 5 分，剩下的实得 90，评几星", "1800/19"),
        ("有 3 分不适用，其他扣了 4 分", "9300/97"),
        ("不适用的占 4 分，其余全拿满", "100"),
        ("删掉了 20 分的项目，剩 80 分里得 75，几星", "93.75"),
        ("删减 4 分的指标，剩 96 分里实得 91.2，是五星吗", "95"),
        ("92.5分几星 // 抽20份4份不合格，3分的指标扣几分 // 离五星还差多少", "92.5"),
        ("2023年6月15日拿的证 // 92.5分几星 // 什么时候到期 // 能到五星吗", "92.5"),
        ("我们想冲五星，现在 91，还差多少 // 四星稳了吧", "91"),
        ("体系 36 商品 31 客服 22", "89"),
        ("体系 36 商品 31 客服 22 // 那要五星还差多少", "89"),
        ("得了 88 // 特别扣分项 2 个 // 整改完呢", "88"),
        ("95 分 5 个特别扣分项 // 全部整改好了能几星", "95"),
    ],
)
def test_the_score_meant_is_the_score_graded(turns: str, score: str, rules: Rules):
    reply = talk(turns, rules)
    assert reply is not None
    assert reply.kind == "result", reply.text
    assert Fraction(reply.receipts[0].result["score"]["exact"]) == Fraction(score)


@pytest.mark.parametrize(
    ("message", "levels"),
    [
        ("我们去年 93，今年打了 96，升星了吗", ["四星级", "五星级"]),
        ("94.9 和 95 有什么区别", ["四星级", "五星级"]),
    ],
)
def test_two_scores_have_a_level_each(message: str, levels: list[str], rules: Rules):
    reply = talk(message, rules)
    assert reply is not None
    sides = reply.receipts[0].result.get("sides") or [item.result for item in reply.receipts]
    assert [item["level"] for item in sides] == levels


@pytest.mark.parametrize(
    "message",
    ["自评 92，客户评 88，按哪个", "哪天掉到 93 会降吗", "94.96分会不会四舍五入成95分", "上次比这次低"],
)
def test_what_the_rules_say_is_left_to_retrieval(message: str, rules: Rules):
    assert talk(message, rules) is None


@pytest.mark.parametrize("owned", ["涉及项 67 分实得 60.3 分，级别？", "92 分里面拿了 87 分"])
def test_no_word_is_taken_for_a_name(owned: str, rules: Rules):
    assert said(owned, rules).startswith(("90 分是", "约 94.57 分是"))


@pytest.mark.parametrize(
    "message", ["每条 2 分，评几星", "每一项扣 2 分，扣了 3 项，几星", "这项指标 3 分，不合格，评几星"]
)
def test_the_points_of_one_indicator_are_no_score(message: str, rules: Rules):
    reply = talk(message, rules)
    assert reply is None or reply.kind == "ask_back"


def test_two_parts_told_leave_the_third(rules: Rules):
    assert said("商品服务 30 分，客服 22 分 // 体系要拿多少才够四星", rules).startswith(
        "售后服务体系至少要得 38 分"
    )
    assert talk("体系 40 商品 35 客服 25", rules) is None


def test_heads_told_are_kept_for_the_question(rules: Rules):
    assert said("我们有 15 个客服主管 // 要配几个管理师", rules).startswith("需要配 2 名售后服务管理师。")


def test_how_much_is_short_makes_special_deductions_neither_fewer_nor_more(rules: Rules) -> None:
    first = "体系 37，商品 31.5，顾客 23，特别扣分 1 个，几星"
    assert "还差 4.5 分" in said(f"{first} // 特别扣分 1 个，要到五星还差多少", rules)
    assert "还差 3.5 分" in said(f"{first} // 整改掉 1 个特别扣分，离五星还差多少", rules)


@pytest.mark.parametrize(
    ("issued", "overdue"), [("2026 年 1 月 15 日", 0), ("2025 年 1 月 15 日", 1), ("2024 年 1 月 15 日", 2)]
)
def test_an_audit_that_is_overdue_is_said_to_be(issued: str, overdue: int, rules: Rules) -> None:
    assert said(f"证书 {issued}发的，现在还有效吗", rules).count("期限已过") == overdue
