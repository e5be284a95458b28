"""Citations as chips in and under an answer, and the panel that a chip opens."""

import re
from collections.abc import Sequence

from assistant.types import Citation, CitedPassage, Source
from assistant.ui.markdown import Ink, render
from assistant.ui.markup import definitions, element, escape

MARKER = re.compile(r"\[(\d{1,4})\]")
RANKS = {
    1: "标准原文",
    2: "主管部门",
    3: "认证机构规则",
    4: "咨询机构与媒体",
    5: "营销资料与传闻",
}


def chips_in(text: str, citations: Sequence[Citation], turn: int) -> Ink:
    """Shows ranges of ``text`` with every ``[n]`` that has its citation as a chip."""
    known = {citation.marker: citation for citation in citations}

    def chip(match: re.Match[str]) -> str:
        citation = known.get(int(match[1]))
        return _chip(citation, turn) if citation else escape(match[0])

    def show(start: int, end: int) -> str:
        pieces, done = [], start
        for match in MARKER.finditer(text, start, end):
            pieces += [escape(text[done : match.start()]), chip(match)]
            done = match.end()
        return "".join(pieces) + escape(text[done:end])

    return show


def listed(citations: Sequence[Citation], turn: int) -> str:
    """The row of citations under an answer; empty without citations."""
    if not citations:
        return ""
    items = (_listed_chip(citation, turn) for citation in citations)
    return element("div", element("span", "依据", css="label"), *items, css="citations")


def panel(cited: CitedPassage, turn: int) -> str:
    """The passage of a citation with the cited words marked, and where it comes from."""
    citation = cited.citation
    name = panel_id(citation, turn)
    head = element(
        "div",
        element("span", str(citation.marker), css="number"),
        element("h3", escape(cited.title)),
        element("button", "×", css="close", type="button", value=name, title="关闭出处"),
        css="head",
    )
    facts = definitions(
        [
            ("位置", escape(" › ".join(cited.heading))),
            ("条款", escape(f"GB/T 27922-2011 第 {cited.clause} 条" if cited.clause else "")),
            ("可信度", element("span", cited.confidence.label, css=f"confidence {cited.confidence}")),
        ],
        css="facts",
    )
    passage = element("div", marked_passage(cited), css="passage-text")
    return element(
        "aside",
        head,
        facts,
        passage,
        _sources(cited.sources),
        css="passage",
        id=name,
        role="dialog",
        tabindex="-1",
    )


def panel_id(citation: Citation, turn: int) -> str:
    """The id that a chip and its panel share, unlike any other of the conversation."""
    return f"cite-{turn}-{citation.marker}"


def marked_passage(cited: CitedPassage) -> str:
    """The passage as HTML; the texts of its ``<mark>``s, joined, are exactly the quote.

    Markdown syntax stays in the page but out of sight, so that not even a line end is lost.
    """

    def show(start: int, end: int) -> str:
        inside = max(start, cited.start), min(end, cited.end)
        if inside[0] >= inside[1]:
            return escape(cited.text[start:end])
        quote = element("mark", escape(cited.text[slice(*inside)]))
        return escape(cited.text[start : inside[0]]) + quote + escape(cited.text[inside[1] : end])

    def hide(start: int, end: int) -> str:
        return element("span", show(start, end), css="syntax") if start < min(end, len(cited.text)) else ""

    return render(cited.text, show, hide)


def _chip(citation: Citation, turn: int) -> str:
    return element(
        "button",
        str(citation.marker),
        css="chip",
        type="button",
        value=panel_id(citation, turn),
        title=_where(citation),
    )


def _listed_chip(citation: Citation, turn: int) -> str:
    return element(
        "button",
        element("span", str(citation.marker), css="number"),
        element("span", escape(_where(citation)), css="where"),
        css="source-chip",
        type="button",
        value=panel_id(citation, turn),
        title=f"{_where(citation)}（{citation.confidence.label}）",
    )


def _where(citation: Citation) -> str:
    return " · ".join(part for part in (citation.title, citation.locator) if part)


def _sources(sources: Sequence[Source]) -> str:
    if not sources:
        return ""
    rows = "".join(element("li", _source(source)) for source in sources)
    return element("h4", "来源") + element("ul", rows, css="sources")


def _source(source: Source) -> str:
    """Publisher, title, date and rank in words; the address as plain text, never as a link."""
    named = escape(f"{source.publisher}《{source.title}》")
    facts = [source.date, f"来源等级：{RANKS.get(source.rank, '未分级')}"]
    details = " · ".join(escape(fact) for fact in facts if fact)
    address = source.address and element("span", escape(source.address), css="address")
    return element("span", named) + element("small", details) + address
