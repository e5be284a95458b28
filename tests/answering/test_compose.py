"""Statements become Markdown with markers whose citations quote exactly."""

import pytest

from assistant.answering.compose import Statement, quote_passage, render
from assistant.knowledge.corpus import assemble
from assistant.knowledge.entries import Facts, Section
from assistant.types import Confidence, Document, Kind

BODY = """有效期是 3 年。

- 一
- 二
- 三
- 四
- 五
- 六
- 七

> 有的说法不同。

> 另一条。

> 第三条。"""


@pytest.fixture
def document() -> Document:
    facts = Facts(
        id="a.b", kind=Kind.TIME, confidence=Confidence.CONFIRMED, sources=("s",), questions=("一", "二")
    )
    other = facts.model_copy(update={"id": "a.c", "confidence": Confidence.SINGLE})
    return assemble(
        "a",
        "文档",
        [Section(heading="甲", body=BODY, facts=facts), Section(heading="乙", body="独有。", facts=other)],
    )


def test_neighbouring_blocks_share_a_citation(document: Document) -> None:
    text, citations = render(quote_passage(document.passages[0], Kind.MATERIALS), {"a": document})
    assert [citation.marker for citation in citations] == [1]
    assert citations[0].quote == document.text[citations[0].start : citations[0].end]
    assert citations[0].quote.startswith("有效期") and citations[0].quote.endswith("另一条。")
    assert text.count("[1]") == 4


def test_a_long_list_is_left_out_of_a_short_answer(document: Document) -> None:
    text, citations = render(quote_passage(document.passages[0], Kind.YESNO), {"a": document})
    assert "- 七" not in text
    assert [citation.marker for citation in citations] == [1, 2]
    assert citations[1].quote.startswith("有的说法不同")


def test_only_the_first_caveats_are_shown(document: Document) -> None:
    text, _ = render(quote_passage(document.passages[0], None), {"a": document})
    assert "第三条" not in text


def test_a_single_source_is_said_to_be_one(document: Document) -> None:
    text, _ = render(quote_passage(document.passages[1], None), {"a": document})
    assert text == "独有。（仅一个来源） [1]"


def test_our_own_words_have_no_marker(document: Document) -> None:
    text, citations = render([Statement("你好。")], {"a": document})
    assert (text, citations) == ("你好。", [])


def test_two_passages_have_two_citations(document: Document) -> None:
    statements = [
        *quote_passage(document.passages[1], None),
        *quote_passage(document.passages[0], None, lead_only=True),
    ]
    text, citations = render(statements, {"a": document})
    assert [citation.locator for citation in citations] == ["乙", "甲"]
    assert text.index("[1]") < text.index("[2]")
