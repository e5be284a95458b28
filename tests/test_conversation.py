"""What a question leaves out is understood from what came before, and shown as understood."""

import re

import pytest

from assistant.types import Answer, Turn


@pytest.fixture
def talk(assistant):
    """Asks one question after another in one conversation; returns the answers."""

    def ask_all(*questions: str) -> list[Answer]:
        history: tuple[Turn, ...] = ()
        answers = []
        for question in questions:
            answer, history = assistant.converse(question, history)
            answers.append(answer)
        return answers

    return ask_all


def sources(answer: Answer) -> str:
    """Where the answer stands, as the reader is shown."""
    return " ".join(citation.locator for citation in answer.citations)


@pytest.mark.parametrize(
    ("before", "question", "shown", "said"),
    [
        ("监督审核多久一次？", "它要多少钱？", "监督审核要多少钱？", "监督审核要收费"),
        ("年审多久一次？", "这个要现场来吗", "监督审核要现场来吗", "现场"),
        ("售后服务管理师要配几个？", "它由谁发证", "售后服务管理师由谁发证", "管理师"),
    ],
)
def test_a_reference_is_resolved_and_shown(talk, before: str, question: str, shown: str, said: str) -> None:
    answer = talk(before, question)[-1]
    assert answer.question == question
    assert answer.standalone_question == shown
    assert said in answer.answer


@pytest.mark.parametrize(
    ("before", "question", "shown", "said"),
    [
        ("五星级要多少分？", "那四星呢", "四星要多少分？", "90 分"),
        ("五星级要多少分？", "达标级呢？", "达标级要多少分？", "70 分"),
        ("年审多久一次", "那管理师呢", "管理师多久", "管理师"),
        ("申请要准备什么材料？", "费用呢", "费用", "5000"),
    ],
)
def test_what_is_left_out_is_put_in(talk, before: str, question: str, shown: str, said: str) -> None:
    answer = talk(before, question)[-1]
    assert answer.standalone_question == shown
    assert said in answer.answer


@pytest.mark.parametrize(
    ("before", "question", "found"),
    [
        ("监督审核多久一次？", "要多少钱", "监督审核"),
        ("监督审核多久一次？", "不做会怎样", "年审"),
        ("监督审核多久一次？", "需要现场吗", "监督审核"),
        ("售后服务管理师要配几个？", "有效期几年", "管理师"),
        ("换证是否要重新审核？", "费用多少", "换证"),
    ],
)
def test_a_short_question_is_answered_of_what_was_spoken_of(
    talk, before: str, question: str, found: str
) -> None:
    answer = talk(before, question)[-1]
    assert answer.status in {"answered", "partial"}
    assert found in sources(answer)


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        (("监督审核多久一次？", "那由谁来做"), "认证机构|监督审核"),
        (("我说的是监督审核", "多久一次"), "监督审核多久一次|每年一次"),
        (("证书有效期几年？", "到期了怎么办", "多少钱"), "换证|再认证"),
        (("申请要准备什么材料？", "周期呢"), "多久|周期|时间|各阶段"),
    ],
    ids=["who", "how often", "how much", "how long"],
)
def test_a_short_question_stays_with_the_subject(talk, questions: tuple[str, ...], found: str) -> None:
    assert re.search(found, sources(talk(*questions)[-1]))


def test_a_correction_is_followed(talk) -> None:
    _, corrected, cost = talk("监督审核多久一次？", "不是，我问的是换证", "要多少钱")
    assert "换证" in sources(corrected)
    assert "换证" in sources(cost)


def test_a_score_is_carried_and_corrected(talk) -> None:
    first, less, corrected, other = talk("92.5 分是几星？", "再扣 3 分呢", "不对，是 95.5 分", "那 89.9 呢")
    for answer, score, level in (
        (first, "92.5", "四星级"),
        (less, "89.5", "三星级"),
        (corrected, "95.5", "五星级"),
        (other, "89.9", "三星级"),
    ):
        assert f"{score} 分是**{level}**" in answer.answer
        assert answer.receipts
        assert answer.standalone_question == answer.question  # nothing but what was said


def test_a_part_of_a_score_is_changed(talk) -> None:
    first, changed = talk("体系38、商品服务33、顾客服务20，几星？", "顾客服务改成 24 呢")
    assert "91 分是**四星级**" in first.answer
    assert "95 分是**五星级**" in changed.answer


def test_a_count_of_people_is_put_right(talk) -> None:
    first, corrected = talk("我们管理人员 42 个，要几个管理师", "说错了，是 52 个")
    assert "5 名" in first.answer
    assert corrected.standalone_question == "我们管理人员 52 个，要几个管理师"
    assert "6 名" in corrected.answer


def test_the_level_below_and_above_a_score(talk) -> None:
    _, below, above = talk("87分", "再往下一档", "再往上一档呢")
    assert (below.standalone_question, above.standalone_question) == ("达标级要多少分", "三星级要多少分")
    assert "70 分" in below.answer and "80 分" in above.answer


def test_a_score_told_before_does_not_stand_in_the_way(talk) -> None:
    *_, why = talk("92分几星", "证书有效期几年？", "谢谢", "为什么呢")
    assert why.standalone_question == "证书有效期几年？"
    *_, less = talk("92分几星", "证书有效期几年？", "那再扣 3 分呢")
    assert "89 分是**三星级**" in less.answer


def test_from_the_first_wish_to_the_details(talk) -> None:
    wish, _, cost, papers, first = talk(
        "我们公司做净水器的，90人，想办个售后五星", "要多久", "那钱呢", "都要交什么", "第一个展开说说"
    )
    assert "流程" in wish.answer
    assert "5000" in cost.answer
    assert "五组材料" in papers.answer
    assert "身份" in sources(first)


def test_the_subject_is_changed_and_returned_to(talk) -> None:
    answers = talk("监督审核多久一次？", "证书怎么查真伪？", "刚才说的监督审核要交钱吗", "需要现场吗")
    assert "查" in sources(answers[1]) and "监督" not in sources(answers[1])
    assert answers[2].standalone_question == "刚才说的监督审核要交钱吗"
    assert "监督审核" in sources(answers[2])
    assert "监督审核" in sources(answers[3])


@pytest.mark.parametrize("between", ["谢谢", "好的", "明白了", "嗯嗯"])
def test_thanks_in_between_do_not_break_the_thread(talk, between: str) -> None:
    _, thanked, cost = talk("监督审核多久一次？", between, "它要多少钱？")
    assert not thanked.citations
    assert cost.standalone_question == "监督审核要多少钱？"
    assert "监督" in sources(cost)


@pytest.mark.parametrize(
    "question",
    ["证书有效期几年？", "售后服务管理师要配几个？", "申请认证要准备哪些材料？", "92.5 分是几星？"],
)
def test_a_whole_question_is_answered_as_if_it_were_the_first(assistant, talk, question: str) -> None:
    alone = assistant.ask(question)
    later = talk("监督审核多久一次？", question)[-1]
    assert later.standalone_question == question
    assert later.answer == alone.answer
    assert later.citations == alone.citations


def test_two_conversations_do_not_leak_into_each_other(assistant) -> None:
    _, ours = assistant.converse("监督审核多久一次？")
    _, theirs = assistant.converse("92.5 分是几星？")
    kept = ours
    answer, ours = assistant.converse("它要多少钱？", ours)
    other, theirs = assistant.converse("再扣 3 分呢", theirs)
    assert answer.standalone_question == "监督审核要多少钱？" and not answer.receipts
    assert "89.5 分是**三星级**" in other.answer
    assert ours[:1] == kept  # a turn is added, none is changed
    again, _ = assistant.converse("它要多少钱？", kept)
    assert again.answer == answer.answer
    fresh, _ = assistant.converse("再扣 3 分呢")
    assert "89.5" not in fresh.answer


def test_a_conversation_grows_by_one_turn_each(assistant) -> None:
    history: tuple[Turn, ...] = ()
    for number, question in enumerate(("证书有效期几年？", "谢谢", "HACCP 认证怎么办理"), 1):
        answer, history = assistant.converse(question, history)
        assert len(history) == number
        assert history[-1].question == question
        assert history[-1].standalone_question == answer.standalone_question


def test_pinyin_is_shown_as_it_was_read_and_carried(talk) -> None:
    first, second = talk("nianshen duojiu yici", "它要多少钱")
    assert (first.question, first.standalone_question) == ("nianshen duojiu yici", "年审多久一次")
    assert second.standalone_question == "监督审核要多少钱"


def test_both_subjects_of_a_comparison_are_put_in(talk) -> None:
    answer = talk("监督审核和内部审核有什么区别？", "这两个都要做吗")[-1]
    assert "监督审核" in answer.standalone_question
    assert re.search("内部审核|内审", answer.standalone_question)


QUESTIONS = (
    "证书有效期几年？",
    "申请认证要准备哪些材料？",
    "监督审核多久一次？",
    "五星级要多少分？",
    "售后服务管理师要配几个？",
    "GB/T 27922 是什么标准？",
    "大概要花多少钱？",
    "证书怎么查真伪？",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_offered_next_is_answered_in_the_conversation(assistant, question: str) -> None:
    answer, history = assistant.converse(question)
    assert answer.follow_ups
    for offered in answer.follow_ups:
        assert assistant.ask(offered).status in {"answered", "partial"}, offered
        assert assistant.converse(offered, history)[0].status in {"answered", "partial"}, offered


def test_all_that_is_offered_is_answered(assistant) -> None:
    passages = assistant.material.passages[::8]
    offered = {
        follow_up for passage in passages for follow_up in assistant.ask(passage.questions[0]).follow_ups
    }
    refused = [question for question in sorted(offered) if assistant.ask(question).status == "refused"]
    assert len(offered) > 100
    assert refused == []


@pytest.mark.parametrize(
    ("said", "returned"),
    [
        ("谢谢", "不客气"),
        ("好的，谢谢你", "不客气"),
        ("明白了", "好的"),
        ("嗯嗯", "好的"),
        ("再见", "再见"),
        ("thanks", "welcome"),
    ],
)
def test_a_courtesy_is_returned_in_kind(talk, said: str, returned: str) -> None:
    answer = talk("证书有效期几年？", said)[-1]
    assert returned in answer.answer
    assert "助手" not in answer.answer


@pytest.mark.parametrize(
    "told", ["我们三十个人，做五金批发", "公司去年刚注册，做充电桩销售", "我们是做空调的，有 50 人"]
)
def test_who_only_tells_of_the_company_is_asked_back(talk, told: str) -> None:
    answers = talk(told, "管理师要配几个")
    assert answers[0].status == "clarify"
    assert not answers[0].citations
    assert answers[1].status == "answered"


@pytest.mark.parametrize("told", ["有人冒用我们的证书", "我们的产品不用安装也不送货", "我们公司 92 分"])
def test_what_is_told_of_the_subject_is_still_answered(talk, told: str) -> None:
    assert talk(told)[0].status == "answered"


@pytest.mark.parametrize("asked", ["你们是官方的吗", "那你说的准不准", "你是真人吗", "Can I trust you?"])
def test_who_asks_what_the_assistant_is_is_told(talk, asked: str) -> None:
    answer = talk("证书有效期几年？", asked)[-1]
    assert answer.answer.startswith(("我是一个软件助手", "I am a software assistant"))
    assert not answer.citations


def test_a_line_that_two_answers_share_is_said_once(talk) -> None:
    answer = talk("证书是 2024 年 6 月 15 日发的，哪天到期，什么时候该去办换证？")[0].answer
    lines = [line for line in answer.splitlines() if line]
    assert len(lines) == len(set(lines))
    assert "换证建议 2027 年 3 月 15 日以前申请" in answer


def test_a_lead_that_points_below_brings_what_stands_below(talk) -> None:
    answer = talk("5.3.2 投诉处理这一条具体查什么？")[0].answer
    assert "下面五个方面准备。" in answer
    assert answer.count("\n- ") == 5


def test_what_is_told_of_the_company_is_held_against_what_was_asked(talk) -> None:
    answer = talk("体系要先运行多久才能申请", "我们公司才成立两个月")[-1]
    assert answer.status == "answered"
    assert "满 3 个月" in answer.answer


def test_clauses_and_lists_are_walked_through(talk) -> None:
    _, third, points, last, after = talk(
        "5.2.4 维修这块都看什么", "第三条展开说说", "它值几分", "最后那条代用品呢", "上一条"
    )
    assert "5.2.4.3" in sources(third)
    assert "5.2.4.3" in points.standalone_question
    assert "3 分" in points.answer
    assert "5.2.4.6" in sources(last)
    assert "5.2.4.5" in sources(after)


@pytest.mark.parametrize("question", ["认证多少钱", "标志怎么用", "证书怎么查", "审核几天", "谁发证"])
def test_the_plainest_questions_are_answered(talk, question: str) -> None:
    assert talk(question)[0].status in {"answered", "partial"}


def test_the_things_listed_are_told_one_by_one(talk) -> None:
    answer = talk("5.2.6 废弃商品回收有哪些要求", "这两条分别讲什么")[-1]
    assert "5.2.6.1" in answer.standalone_question
    assert all(said in answer.answer for said in ("5.2.6.1", "5.2.6.2", "明示", "处置"))


def test_what_happened_is_put_in(talk) -> None:
    answer = talk("有人冒用我们的证书", "这事往哪举报")[-1]
    assert answer.standalone_question == "有人冒用我们的证书往哪举报"
    assert "12315" in answer.answer


def test_a_short_question_of_its_own_is_not_drawn_to_what_was_said_before(talk) -> None:
    answer = talk("公司搬家证书要变更吗", "证书弄丢了呢")[-1]
    assert answer.status == "partial"
    assert "补发" in answer.answer


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        (("五星要几分", "那四星呢", "再往下？"), "scoring.level.three"),
        (("证书有效期多久呀", "中间还要来查吗", "不做呢？"), "certificate.surveillance.missed"),
        (("年审要到现场吗", "不对是我记混了，那收费不"), "certificate.surveillance.cost"),
        (("GB/T 18760-2025 是什么", "跟27922有什么不同"), "scheme.gbt18760.versus"),
    ],
)
def test_what_comes_after_it_is_read_of_it(assistant, questions: tuple[str, ...], found: str) -> None:
    history: tuple[Turn, ...] = ()
    for question in questions:
        _, history = assistant.converse(question, history)
    assert history[-1].shown[0] == found


def test_the_managers_are_counted_after_who_is_counted_was_asked(talk) -> None:
    answers = talk("按什么人头算管理师", "我们有28个，得配几个", "说错了，是8个")
    assert "需要配 3 名" in answers[1].answer
    assert "需要配 1 名" in answers[2].answer


def test_whether_to_mend_is_not_what_to_mend_first(talk) -> None:
    assert talk("哪些情况特别扣分", "已经被扣了一个，要整改不")[-1].status != "clarify"


def test_what_others_say_is_no_score(talk) -> None:
    assert not talk("管理师一年多少学时", "网上都写40")[-1].receipts


@pytest.mark.parametrize(
    "led_in",
    [
        "好的，那{}",
        "谢谢，还想问{}",
        "OK，{}",
        "懂了懂了，{}",
        "先不管这个，{}",
        "换个问题，{}",
        "再请教一个：{}",
        "哦这样啊，那{}",
    ],
)
@pytest.mark.parametrize("question", ["证书状态怎么看", "一级指标有哪些", "用Excel记客户信息，算信息系统吗"])
def test_a_new_question_is_led_in_by_anything(assistant, led_in: str, question: str) -> None:
    plain = assistant.converse(question)[1][0].shown[0]
    _, history = assistant.converse("专项经费那条到底要求什么")
    assert plain in assistant.converse(led_in.format(question), history)[1][-1].shown


@pytest.mark.parametrize(
    ("talked", "question", "shown", "source"),
    [
        (["文件审核看什么"], "下一步呢", "现场审核打分，具体讲讲", "现场审核"),
        (["文件审核看什么", "下一步呢"], "然后呢", "不符合项整改，具体讲讲", "整改"),
        (["合同签完了"], "下一步干什么", "审核计划和审核组，具体讲讲", "审核计划"),
    ],
)
def test_the_next_step_is_that_of_the_certification(
    talk, talked: list[str], question: str, shown: str, source: str
) -> None:
    answer = talk(*talked, question)[-1]
    assert answer.standalone_question == shown
    assert source in sources(answer)


def test_the_same_is_asked_of_another_subject(talk) -> None:
    assert talk("年审可以远程吗", "换证呢")[-1].standalone_question == "换证可以远程吗"


def test_what_was_told_does_not_swallow_a_general_question(talk) -> None:
    told = "我们公司去年出过一次批量召回，媒体报道过。"
    assert "基本条件" in sources(talk(told, "申请这个认证有什么条件？")[-1])


def test_what_is_declined_leaves_the_subject_as_it_was(talk) -> None:
    answers = talk("监督审核多久一次", "SGS 那家客服电话多少", "它要收费吗")
    assert answers[1].status == "refused"
    assert answers[2].standalone_question == "监督审核要收费吗"


@pytest.mark.parametrize("claim", ["生产企业没资格做吧，只有商场超市可以", "我们想做七星的，比五星高两档吧"])
def test_a_claim_is_no_story_and_no_score(talk, claim: str) -> None:
    assert talk(claim)[-1].status == "answered"


def test_a_message_of_several_asks_about_one_score_keeps_to_it(talk) -> None:
    told = "自评结果：体系 37，商品 31.5，顾客 23，特别扣分 1 个。"
    answer = talk(f"{told}请问几星？要到五星还差多少？如果把特别扣分整改掉呢？")[-1]
    gained = [receipt.result["score"]["exact"] for receipt in answer.receipts]
    assert gained == ["90.5", "90.5", "91.5"]


def test_what_is_told_before_a_list_of_questions_is_not_lost(talk) -> None:
    told = "老师好：我们前年拿的四星证书，监督审核没做。"
    answer = talk(f"{told}想请教几个问题：1、要补做的话流程是怎样的？2、能不能顺便升五星？")[-1]
    assert "要补做的话流程是怎样的" in answer.answer
    assert "能不能顺便升五星" in answer.answer
    assert not answer.receipts
