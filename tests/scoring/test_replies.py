"""How the tool words what it found: the score is the subject, nothing is echoed, nothing is shown falsely."""

from fractions import Fraction

import pytest

from assistant.scoring import Rules, ScoreReply, answer_message, guard, run
from assistant.scoring.understand.english import in_chinese, is_english
from assistant.scoring.wording import needs, number


def said(message: str, rules: Rules) -> ScoreReply:
    reply = answer_message(message, rules)
    assert reply is not None, message
    return reply


@pytest.mark.parametrize(
    "message",
    [
        "我们自评 88 分，能到几星",
        "咱们 88 分算几星",
        "我司 88 分，什么级别",
        "本公司得了 88 分是几星",
        "我们公司打了 88 分，几星",
        "剩下的得了 88 分，几星",
        "听说完整 88 分是几星",
        "就算只有 88 分，能评几星",
        "那要是让我们拿 88 分呢，几星",
        "老师没细说，给了 88 分，几星",
        "其余都不看，88 分是几星",
    ],
)
def test_the_score_is_the_subject(message: str, rules: Rules):
    assert said(message, rules).text.startswith("88 分是**三星级**。")


@pytest.mark.parametrize("message", ["甲公司 88 分是几星", "华东分公司 88 分是几星", "A 店 88 分几星"])
def test_a_name_stays(message: str, rules: Rules):
    assert not said(message, rules).text.startswith("88 分")


def test_the_asker_is_addressed_in_a_comparison(rules: Rules):
    text = said("我们 92 分，竞争对手 96 分，谁高", rules).text
    assert text.startswith("竞争对手（96 分）更高，比你们（92 分）高 4 分")
    assert "我们" not in text


@pytest.mark.parametrize("count", range(5, 16))
def test_no_sum_where_special_deductions_decide(count: int, rules: Rules):
    text = said(f"得了 97 分，但是有 {count} 个特别扣分项，还能给个三星吗", rules).text
    assert "评价不合格" in text
    assert "算式" not in text


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        ("4400/47", "约 93.62"),
        ("92.5", "92.5"),
        ("284999/3000", "约 94.99"),
        ("269999/3000", "约 89.99"),
        ("239999/3000", "约 79.99"),
        ("209999/3000", "约 69.99"),
        ("285001/3000", "约 95.00"),
        ("250/3", "约 83.33"),
        ("260/3", "约 86.67"),
        ("8750/91", "约 96.15"),
        ("-11/3", "约 -3.67"),
    ],
)
def test_numbers_are_rounded_for_show_but_over_no_line(exact: str, shown: str):
    assert number(exact) == shown


@pytest.mark.parametrize(
    ("exact", "shown"), [("65/47", "差约 1.38 分"), ("1/3000", "差约 0.01 分"), ("2.5", "差 2.5 分")]
)
def test_a_distance_is_rounded_but_never_to_nothing(exact: str, shown: str):
    assert needs(exact) == shown


def test_a_converted_score_is_shown_rounded_and_kept_exact(rules: Rules):
    reply = said("我们有 6 分的条款不适用删掉了，剩下的得了 88 分，是什么级别？", rules)
    assert reply.text.startswith(
        "约 93.62 分是**四星级**。算式：88 ÷ 94 × 100 ≈ 93.62。离五星级（95 分）还差约 1.38 分。"
    )
    assert Fraction(reply.receipts[0].result["score"]["exact"]) == Fraction(4400, 47)


def test_the_guard_lets_no_number_be_rounded_up_to_a_line(rules: Rules):
    receipt = run("score.level", {"gained": "284999/3000"}, rules)
    assert guard("评分约 94.99 分。", rules, receipts=[receipt]).ok
    assert not guard("评分约 95.00 分。", rules, receipts=[receipt]).ok


@pytest.mark.parametrize(
    "message",
    ["78 分能拿二星吗", "78 分能给个二星吗", "78 分够两星级么", "78 分是 2 星吧", "我们 78 分，算不算二颗星"],
)
def test_a_level_that_does_not_exist_is_named_as_such(message: str, rules: Rules):
    assert said(message, rules).text.startswith("没有二星级。78 分是**达标级**。")


@pytest.mark.parametrize(
    ("message", "start"),
    [
        ("六十多分有戏吗，能定级不", "60 分及以上、不足 70 分都**评价不合格**，不能定级。"),
        ("七十多分的企业发的都是三星的牌子吧", "不能，达不到三星级。70 分及以上、不足 80 分都是**达标级**。"),
        ("八十几分能评三星吗", "能。80 分及以上、不足 90 分都是**三星级**。"),
        ("八十多分过得了吗", "能，而且高于达标级。80 分及以上、不足 90 分都是**三星级**。"),
    ],
)
def test_a_vague_ten_in_one_level_is_answered(message: str, start: str, rules: Rules):
    reply = said(message, rules)
    assert reply.text.startswith(start)
    assert guard(reply.text, rules, receipts=reply.receipts, question=message).ok


def test_the_guard_knows_what_a_range_stays_below(rules: Rules):
    receipt = run("score.range", {"low": "70", "high": "80", "high_included": False}, rules)
    assert guard("达不到三星级。", rules, receipts=[receipt]).ok
    assert not guard("达不到达标级。", rules, receipts=[receipt]).ok
    assert not guard("高于三星级。", rules, receipts=[receipt]).ok


@pytest.mark.parametrize(
    "message",
    ["我们公司一共 60 个人，要配几个管理师", "员工 300 人要几个管理师", "全厂三百号人，管理师要几名"],
)
def test_all_staff_gets_the_rule_and_then_the_question(message: str, rules: Rules):
    text = said(message, rules).text
    assert text.startswith("至少配 1 名。")
    assert "10%" in text
    assert text.endswith("有多少人？")


ENGLISH = {
    "What star level is 92.5 points?": "92.5 points earn **four stars**.",
    "we got 88 with 2 special deductions, which level": "86 points earn **three stars**.",
    "is 94.97 a five star": "No, that does not reach five stars. 94.97 points earn **four stars**.",
    "Is 95 enough for five stars?": "Yes. 95 points earn **five stars**.",
    "Can we get three stars with 91?": "Yes, and it is above three stars. 91 points earn **four stars**.",
    "How far is 91 from five stars?": "91 points earn **four stars**.",
    "We got 88 out of 94, how many stars?": "About 93.62 points earn **four stars**.",
    "78 points, can we get two stars?": "There is no such star level. 78 points earn **达标级 (the pass",
    "97 with five special deductions, what level?": "With 5 special deductions there is **no level",
    "What rating does 69.9 give?": "69.9 points earn **no level (评价不合格)**.",
    "between 88 and 92, which level?": "It depends on the exact score:",
    "Company A has 91, company B has 89, who is higher?": "A公司: 91 points earn **four stars**.",
    "105 points, which star?": "These figures cannot be right",
    "about 90 points, which level": "Please tell me the exact score",
}


@pytest.mark.parametrize(("message", "start"), ENGLISH.items(), ids=ENGLISH.keys())
def test_english_is_answered_in_english_and_guarded(message: str, start: str, rules: Rules):
    reply = said(message, rules)
    assert reply.text.startswith(start)
    assert guard(reply.text, rules, receipts=reply.receipts, question=message).ok


def test_no_english_answer_is_blocked(rules: Rules):
    questions = (
        "{} points, which level?",
        "is {} enough for five stars?",
        "{} with 2 special deductions, how many stars?",
    )
    more = ("how far is {} from four stars?", "{} out of 100, what level?", "we got 60 and lost 3 of 94, {}")
    for tenths in range(600, 1001, 7):
        for question in (*questions, *more):
            asked = question.format(tenths / 10)
            reply = answer_message(asked, rules)
            if reply is not None and reply.kind == "result":
                assert guard(reply.text, rules, receipts=reply.receipts, question=asked).ok, reply.text


@pytest.mark.parametrize(
    "lie",
    [
        "92.5 points earn **five stars**.",
        "You have five stars.",
        "92.5 points earn four stars. It needs another 1.5 points for five stars (95 points).",
        "92.5 points earn four stars. It needs another 2.5 points for five stars (94 points).",
        "No, that does not reach four stars.",
        "Yes, and it is above four stars.",
        "95 points earn four stars.",
        "92.5 points earn three stars.",
        "If it is rounded to one decimal place first, it would be 95 points, five stars.",
        "The difference is 3 points.",
        "92.5 points earn no level (评价不合格).",
    ],
)
def test_english_lies_are_blocked(lie: str, rules: Rules):
    receipt = run("score.level", {"gained": "92.5"}, rules)
    assert not guard(lie, rules, receipts=[receipt], question="What level is 92.5?").ok


@pytest.mark.parametrize(
    "message",
    [
        "how many points for five stars",
        "Who decides how many stars we get?",
        "our outlets got 92 in customer surveys, which level",
        "How much does it cost?",
        "last year we had 92, which level now",
        "What is a special deduction?",
        "Is ISO 9001 better?",
    ],
)
def test_other_english_is_not_the_tools(message: str, rules: Rules):
    assert answer_message(message, rules) is None


def test_a_word_that_is_not_understood_is_never_dropped():
    assert is_english("92.5 in the pilot region")
    assert not in_chinese("92.5 in the pilot region, which level")
    assert not is_english("92.5 分 OK 吗")
    assert not is_english("92.5?")
