"""The retrieval page: the chat's own retrieval explained, weights to try, and all of it in Chromium."""

import re
from dataclasses import replace

import pytest
from lab import Tab, pieces
from pages import read
from standin import HOSTILE

from assistant.errors import IndexUnusableError, QuestionError, UsageError
from assistant.ui.retrieval_page.pages import found
from assistant.ui.retrieval_page.trying import read_weights, try_question

QUESTIONS = (
    "证书有效期几年",
    "第 5.1.2.2 条要求什么",
    "申请要准备哪些材料",
    "火星上的量子牙刷怎么保修",
    "ISO 9001 怎么申请",
)


@pytest.fixture(scope="module")
def weights(assistant):
    return assistant.retriever.weights


@pytest.mark.parametrize("question", QUESTIONS)
def test_parts_sum_to_the_score_and_the_chat_finds_the_same(assistant, weights, question):
    (tried,) = try_question(assistant, question, 10, weights)
    assert tried.found == assistant.find(question, 10)
    assert tried.decision == assistant.extractive.judge.decide(tried.ask, tried.found)
    for row in tried.rows:
        assert sum(row.parts.values()) == pytest.approx(row.hit.score, abs=1e-4)
    if tried.features and not tried.decision.outside:
        evidence = assistant.extractive.judge.evidence
        total = sum(part for _, part in tried.features.values()) + evidence.bias
        assert (total > 0) == (tried.decision.probability > 0.5)


def test_ranks_and_terms_explain_the_hits(assistant, weights):
    (tried,) = try_question(assistant, "证书有效期几年", 10, weights)
    assert {"text", "asked", "dense", "coverage"} == set(tried.rows[0].ranks)
    assert min(row.ranks["coverage"] for row in tried.rows) == 1
    best = tried.rows[0]
    assert "有效" in best.in_text
    assert not set(best.in_text) & set(best.in_questions)
    assert sum(term.weight for term in tried.terms) == pytest.approx(1)


def test_a_message_of_several_asks_is_taken_apart_as_in_the_chat(assistant, weights):
    tried = try_question(assistant, "从申请到拿证要多久，大概多少钱？", 10, weights)
    assert len(tried) == 2
    assert "大概多少钱" in tried[1].ask.text


def test_weights_change_what_is_found(assistant, weights):
    only_dense = read_weights({f"weight-{name}": "0" for name in ("text", "asked", "coverage")}, weights)
    assert only_dense == replace(weights, text=0, asked=0, coverage=0)
    (usual,) = try_question(assistant, "证书有效期几年", 10, weights)
    (other,) = try_question(assistant, "证书有效期几年", 10, only_dense)
    assert [row.hit.score for row in usual.rows] != [row.hit.score for row in other.rows]


@pytest.mark.parametrize("typed", ["x", "nan", "inf", "1e9", "<b>"])
def test_a_weight_that_is_none_is_named(weights, typed):
    with pytest.raises(UsageError, match="权重"):
        read_weights({"weight-text": typed}, weights)


def test_questions_that_cannot_be_taken(assistant, weights):
    with pytest.raises(QuestionError):
        try_question(assistant, "……", 10, weights)


def test_a_channel_that_failed_is_named(assistant):
    class Broken:
        def nearest(self, *_):
            raise IndexUnusableError("坏了")

    broken = replace(assistant, retriever=replace(assistant.retriever, store=Broken()))
    html = found(broken, {"question": "证书有效期几年"})["retrieval-found"]
    assert "向量通道坏了" in read(html).text


def test_false_claims_and_foreign_schemes_are_told(assistant):
    false_claim = assistant.extractive.conflicts[0]
    said = "".join(false_claim.triggers[0])
    text = read(found(assistant, {"question": f"{said}，对吗？"})["retrieval-found"]).text
    assert "问题里有错误说法" in text
    foreign = read(found(assistant, {"question": "碳足迹核查找谁做"})["retrieval-found"]).text
    assert "拒答：问的是别的事" in foreign


@pytest.mark.parametrize("form", [{"question": HOSTILE}, {"question": "证书", "weight-text": HOSTILE}, {}])
def test_whatever_is_posted_no_markup_comes_of_it(address, form):
    for html in pieces(address, "/retrieval/find", **form).values():
        page = read(html)
        assert page.balanced
        assert not {"script", "img", "iframe", "svg", "input"} & set(page.tags)


@pytest.mark.browser
class TestInChromium:
    @pytest.fixture(scope="class")
    def tab(self, chromium, address):
        context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
        yield Tab(context.new_page(), address, "检索", "#retrieval-form form")
        context.close()

    def ask(self, tab, question):
        tab.page.locator('#retrieval [name="question"]').fill(question)
        tab.page.keyboard.press("Enter")
        assert tab.shows(question, "#retrieval-found h3")

    def test_every_row_sums_to_its_score(self, tab):
        self.ask(tab, "证书有效期几年")
        rows = tab.page.locator(".hits tbody tr")
        assert rows.count() == 10
        for row in rows.all():
            parts = [float(part) for part in row.locator(".part").all_inner_texts()]
            score = float(row.locator("td").nth(2).inner_text())
            assert sum(parts) == pytest.approx(score, abs=5e-4)
        assert "资料能回答的概率" in tab.page.locator(".decision").inner_text()
        assert tab.unharmed()

    def test_weights_are_tried_and_put_back(self, tab):
        self.ask(tab, "证书有效期几年")
        before = tab.page.locator(".hits").inner_text()
        tab.page.get_by_text("权重（试用）").click()
        tab.page.locator('[name="weight-dense"]').fill("0")
        tab.page.locator(".hits small").filter(has_text=re.compile("× 0$")).first.wait_for()
        assert tab.page.locator(".hits").inner_text() != before
        tab.page.locator('[name="weight-dense"]').fill("1000")
        assert tab.shows("权重“1000”不能用", "#retrieval-found .problem")
        tab.page.get_by_role("button", name="恢复原来的权重").click()
        tab.page.locator(".hits").wait_for()
        assert tab.page.locator(".hits").inner_text() == before
        assert tab.page.locator('[name="question"]').input_value() == "证书有效期几年"

    def test_hostile_question_does_nothing(self, tab):
        self.ask(tab, "证书 <img src=x onerror=window.hacked=1>")
        tab.page.wait_for_timeout(200)
        assert tab.page.locator("#retrieval :is(img, iframe, script, svg)").count() == 0
        assert tab.unharmed()

    def test_phone_scrolls_only_down(self, chromium, address):
        context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
        phone = Tab(context.new_page(), address, "检索", "#retrieval-form form")
        self.ask(phone, "从申请到拿证要多久，大概多少钱？"[:11])
        for fold in phone.page.locator("#retrieval .fold > summary").all()[:4]:
            fold.tap()
        assert phone.width() == 390
        context.close()
