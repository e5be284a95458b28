import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import read
from standin import HOSTILE, QUOTES, SOURCES, STORED, StandIn, citation
from test_markdown import PIECES

from assistant.types import CitedPassage, Confidence
from assistant.ui.citations import chips_in, listed, marked_passage, panel
from assistant.ui.markdown import render

CITATIONS = [citation(number, quote) for number, quote in enumerate(QUOTES, 1)]


def chips(text: str) -> int:
    return read(render(text, chips_in(text, CITATIONS, turn=1))).tags.count("button")


def passage_with(text: str, start: int, end: int) -> CitedPassage:
    return CitedPassage(CITATIONS[0], "题", ("甲",), None, text, start, end, Confidence.SINGLE, ())


@pytest.mark.parametrize(
    "text", ["甲 [1]", "**甲 [1]**", "- 甲 [1]\n- 乙", "| 甲 [1] |", "> 甲 [1]", "## 甲 [1]", "`[1]`"]
)
def test_every_marker_is_one_chip(text):
    assert chips(text) == 1


@given(st.lists(st.sampled_from(["[1]", "[2]", "甲", "。", "\n\n", "\n- ", "\n1. ", "\n> "]), max_size=30))
def test_as_many_chips_as_markers(pieces):
    assert chips("".join(pieces)) == pieces.count("[1]") + pieces.count("[2]")


def test_a_marker_without_citation_stays_text():
    assert chips("见 [9] 与 [01x]") == 0


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text("甲乙 <", max_size=3)), max_size=30).map("".join),
    st.data(),
)
def test_marks_joined_are_exactly_the_quote(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    page = read(marked_passage(passage_with(text, start, end)))
    assert page.marked == text[start:end]
    assert page.text == text
    assert page.balanced


def test_panel_says_where_the_quote_comes_from():
    page = read(panel(StandIn().cited(CITATIONS[0]), turn=1))
    for said in (
        "申请材料",
        "GB/T 27922-2011 第 6.1 条",
        "多个来源一致",
        "某认证公司",
        "2024-03-01",
        "认证机构规则",
        "https://rules.example/a",
    ):
        assert said in page.text
    assert page.marked == QUOTES[0]


def test_addresses_are_text_and_hostile_words_are_words():
    page = read(panel(StandIn().cited(CITATIONS[1]), turn=1))
    assert not set(page.tags) & {"a", "img", "script", "form", "svg", "iframe", "!--"}
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert page.text.count(HOSTILE) == 3
    assert page.balanced


def test_list_names_each_citation_once():
    assert read(listed(CITATIONS, turn=1)).tags.count("button") == len(CITATIONS)
    assert listed([], turn=1) == ""


def test_standin_keeps_the_contract():
    assert all(STORED[item.start : item.end] == item.quote for item in CITATIONS)
    assert SOURCES
