"""Each metric on an answer small enough to count by hand."""

import pytest
from eval_world import answer
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.types import Receipt
from evals.items import Item
from evals.metrics import METRICS, score_item

QUOTE = "证书有效期为 3 年，每年至少监督一次。"


def item(**given):
    expect = given.pop("expect", {})
    return Item.model_validate({"id": "x", "question": "证书有效期几年？", **given, "expect": expect})


POINTED = item(expect={"points": [{"any": [{"number": "3", "unit": "年"}]}, {"any": ["每年"]}]})


def scores(answered, of=POINTED):
    return score_item(of, [answered])


def test_a_right_answer():
    found = scores(answer("q", "有效期 3 年。[1]每年监督一次。[1]", quotes=[QUOTE]))
    for name in ("correct", "point_recall", "focus", "number_exact", "citations_valid"):
        assert found[name] == (1, 1), name
    assert found["citation_recall"] == (2, 2)
    assert found["citation_precision"] == (1, 1)
    assert found["extra_precision"] == (0, 0)


def test_half_an_answer():
    found = scores(answer("q", "有效期是 3 年。[1]", quotes=[QUOTE]))
    assert found["point_recall"] == (0.5, 1)
    assert found["correct"] == (0, 1)


def test_extra_claims_and_focus():
    text = "有效期 3 年。[1]每年监督一次。[1]企业必须先缴纳一笔保证金。[1]"
    found = scores(answer("q", text, quotes=[QUOTE]))
    assert found["focus"] == (pytest.approx(2 / 3), 1)
    assert found["extra_precision"] == (0, 1)


def test_numbers_without_source_are_invented():
    found = scores(answer("q", "有效期 3 年，每年交 800 元。[1]", quotes=[QUOTE]))
    assert found["invented_number"] == (1, 1)
    assert found["number_exact"] == (0, 1)


def test_numbers_of_the_question_are_not():
    asked = item(question="800 元贵吗？", expect={"points": [{"any": ["不贵"]}]})
    assert scores(answer("q", "800 元不贵。[1]", quotes=["不贵"]), asked)["invented_number"] == (0, 1)


def test_a_refusal_may_say_how_much_it_searched():
    refused = item(expect={"status": "refused"})
    assert scores(answer("q", "查了全部 474 段资料，没有。", status="refused"), refused)[
        "invented_number"
    ] == (0, 1)
    assert scores(answer("q", "没有，大约 474 元。", status="refused"), refused)["invented_number"] == (1, 1)


def test_a_citation_that_does_not_carry_its_sentence():
    found = scores(
        answer("q", "有效期 3 年。[1]每年监督一次。[1]", quotes=["企业应当设立售后部门并配备人员。"])
    )
    assert found["citation_recall"] == (0, 2)
    assert found["citation_precision"] == (0, 1)


def test_no_citation_counts_as_a_bad_one():
    assert scores(answer("q", "有效期 3 年。每年监督一次。"))["citation_precision"] == (0, 1)


@pytest.mark.parametrize("text", ["有效期 3 年。[2]", "有效期 3 年。", "有效期 3 年。[1][2]"])
def test_markers_without_citation_and_the_reverse(text):
    assert scores(answer("q", text, quotes=[QUOTE]))["citations_valid"] == (0, 1)


def test_a_receipt_carries_points_and_numbers():
    asked = item(
        question="得分多少",
        expect={
            "points": [{"any": ["四星级"]}],
            "tool": {"name": "score.level", "result": {"level": "四星级", "score": 92.5}},
        },
    )
    receipt = Receipt(
        tool="score.level",
        inputs={},
        result={"level": "四星级", "score": {"exact": "185/2", "decimal": "92.50"}},
        trace=[],
    )
    found = scores(answer("q", "92.5 分是四星级，离五星级差 2.5 分。", receipts=[receipt]), asked)
    assert found["tool_exact"] == found["level_exact"] == (1, 1)
    assert found["citation_recall"] == (1, 1)
    assert scores(answer("q", "是五星级。", receipts=[receipt]), asked)["level_exact"] == (0, 1)
    assert scores(answer("q", "是四星级。"), asked)["tool_exact"] == (0, 1)


@pytest.mark.parametrize(
    ("expected", "given", "false_answer", "false_refusal", "clarify"),
    [
        ("refused", "answered", (1, 1), None, (0, 1)),
        ("refused", "refused", (0, 1), None, (0, 1)),
        ("refused", "clarify", (0, 1), None, (1, 1)),
        (["refused", "partial"], "partial", (0, 1), None, (0, 1)),
        ("answered", "refused", None, (1, 1), (0, 1)),
        (["partial", "refused"], "refused", None, (0, 1), (0, 1)),
        ("clarify", "clarify", None, None, None),
    ],
)
def test_refusal_both_ways(expected, given, false_answer, false_refusal, clarify):
    found = scores(answer("q", "……", status=given), item(expect={"status": expected}))
    assert found.get("false_answer") == false_answer
    assert found.get("false_refusal") == false_refusal
    assert found.get("clarify") == clarify


def test_one_wrong_turn_spoils_a_dialogue():
    turns = [{"question": "几年？", "expect": {"points": [{"any": ["3年"]}]}}, "谁发？"]
    talk = Item.model_validate({"id": "t", "turns": turns, "expect": {"points": [{"any": ["机构"]}]}})
    right, wrong = answer("q", "3 年。"), answer("q", "不清楚。")
    last = answer("q", "认证机构。")
    assert score_item(talk, [right, last])["dialogue"] == (1, 1)
    found = score_item(talk, [wrong, last])
    assert found["dialogue"] == found["correct"] == (0, 1)
    assert found["point_recall"] == (1, 2)


def test_a_missing_answer_gets_the_worst_of_everything():
    found = score_item(POINTED, [])
    assert all(found[name] == METRICS[name].worst for name in found)
    assert found["false_refusal"] == (1, 1)


ANSWERS = st.builds(
    answer,
    st.just("q"),
    st.sampled_from(["", "有效期 3 年。[1]", "[1][7]", "无", "4 星 100 元", "每年。" * 50]),
    quotes=st.lists(st.sampled_from([QUOTE, "别的话"]), max_size=3),
    status=st.sampled_from(["answered", "partial", "refused", "clarify"]),
)
EXPECTS = st.sampled_from(
    [
        {"status": "refused"},
        {"status": "clarify"},
        {"clauses": ["5.1"]},
        {"forbid": ["二星"]},
        {"points": [{"any": [3]}]},
        {"tool": {"result": {"level": "三星级"}}},
        {},
    ]
)


@given(ANSWERS, ANSWERS, EXPECTS)
@settings(max_examples=150, deadline=None)
def test_the_suite_alone_decides_what_applies(first, second, expect):
    asked = item(expect=expect)
    one, other = scores(first, asked), scores(second, asked)
    assert one.keys() == other.keys() == score_item(asked, []).keys()
    assert all(0 <= a <= b or name == "length" for name, (a, b) in one.items())
