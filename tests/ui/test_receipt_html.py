from pages import read
from standin import HOSTILE, RECEIPT

from assistant.types import Receipt
from assistant.ui.receipts import readable, receipt_note


def test_receipt_in_words_and_as_json():
    page = read(receipt_note(RECEIPT))
    for said in (
        "星级由评分工具计算",
        "实际得分",
        "92.5",
        "90 ≤ 92.5 < 95：四星级",
        "标准第 6.3 条",
        "多个来源一致",
        "还差",
        '"tool": "score.level"',
    ):
        assert said in page.text
    assert page.balanced


def test_exact_numbers_show_their_decimal():
    assert readable({"exact": "4500/47", "decimal": "95.744680"}) == "4500/47 ≈ 95.744680"
    assert readable({"exact": "92.5", "decimal": "92.5"}) == "92.5"


def test_values_in_words():
    assert [readable(value) for value in (True, None, [], ["甲", "乙"], {"order": "convert-first"})] == [
        "是",
        "无",
        "无",
        "甲、乙",
        '<dl class="values"><dt>计算次序</dt><dd>先折算，再计特别项</dd></dl>',
    ]


def test_hostile_values_stay_text():
    page = read(
        receipt_note(
            Receipt(tool=HOSTILE, inputs={HOSTILE: [HOSTILE, {"a": HOSTILE}]}, result={}, trace=[HOSTILE])
        )
    )
    assert set(page.tags) <= {
        "details",
        "summary",
        "span",
        "p",
        "h4",
        "dl",
        "dt",
        "dd",
        "ol",
        "ul",
        "li",
        "pre",
    }
    assert page.balanced
