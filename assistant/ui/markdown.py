"""A small Markdown, rendered to HTML without losing the place of a single character.

It knows paragraphs, headings, bullet and numbered lists (nested by indentation), tables, quotes,
rules, ``**bold**`` and `` `code` ``; everything else is text. The renderer never writes a source
character itself: it hands each range to ``show`` (a reader sees it) or ``hide`` (syntax only), in
source order and exactly once. So one renderer serves answers, where ``show`` turns ``[n]`` into a
chip, and passages, where both mark the quoted range.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

Ink = Callable[[int, int], str]

ITEM = re.compile(r"(?P<indent>[ ]*)(?:[-*+][ ]+|(?P<number>\d{1,4})(?:[.)][ ]+|、))")
KINDS = {
    "blank": re.compile(r"[ \t]*$"),
    "heading": re.compile(r"#{1,6}[ ]+"),
    "rule": re.compile(r"-{3,}[ ]*$"),
    "quote": re.compile(r">[ ]?"),
    "table": re.compile(r"[ ]*\|"),
    "list": ITEM,
}
SEPARATOR = re.compile(r"[ ]*\|[ :|-]*-[ :|-]*$")
CELL = re.compile(r"(?P<before>\|[ ]*)(?P<body>[^|]*?)(?P<after>[ ]*(?:\|[ ]*$)?)(?=\||$)")
INLINE = re.compile(r"\*\*(?P<strong>[^*]+?)\*\*|`(?P<code>[^`]+)`")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: ``text`` is what stands at ``start``, without its line end."""

    start: int
    text: str
    kind: str

    @property
    def end(self) -> int:
        """Where the line end stands."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Pen:
    """What writes source ranges as HTML."""

    show: Ink
    hide: Ink

    def line_end(self, line: Line) -> str:
        """The line end, which is never shown."""
        return self.hide(line.end, line.end + 1)

    def inline(self, text: str, start: int) -> str:
        """``text``, which stands at ``start``, with bold and code."""
        pieces, done = [], 0
        for match in INLINE.finditer(text):
            tag = match.lastgroup or ""
            inner_start, inner_end = match.span(tag)
            pieces += [
                self.show(start + done, start + match.start()),
                self.hide(start + match.start(), start + inner_start),
                f"<{tag}>{self.show(start + inner_start, start + inner_end)}</{tag}>",
                self.hide(start + inner_end, start + match.end()),
            ]
            done = match.end()
        return "".join(pieces) + self.show(start + done, start + len(text))

    def body(self, line: Line, skip: int) -> str:
        """A line whose first ``skip`` characters are syntax."""
        return self.hide(line.start, line.start + skip) + self.inline(line.text[skip:], line.start + skip)


def render(text: str, show: Ink, hide: Ink = lambda _start, _end: "") -> str:
    """HTML of ``text``; ``show`` and ``hide`` turn a source range into HTML and must escape it.

    Ranges may be empty; the last line end handed to ``hide`` may lie one beyond the text.
    """
    pen = Pen(show, hide)
    return "".join(BLOCKS[kind](lines, pen) for kind, lines in _blocks(text))


def block_ends(text: str) -> list[int]:
    """Where each block that shows something ends, in source characters: places to pause at."""
    return [lines[-1].end for kind, lines in _blocks(text) if kind != "blank"]


def _blocks(text: str) -> Iterator[tuple[str, list[Line]]]:
    """Runs of lines of one kind; a heading or a rule stands alone."""
    for kind, lines in groupby(_lines(text), key=lambda line: line.kind):
        run = list(lines)
        yield from ((kind, [line]) for line in run) if kind in ("heading", "rule") else ((kind, run),)


def _lines(text: str) -> Iterator[Line]:
    start, before = 0, ""
    for content in text.split("\n"):
        before = _kind(content, before)
        yield Line(start, content, before)
        start += len(content) + 1


def _kind(content: str, before: str) -> str:
    """The kind of a line; an indented line after a list item goes on with that item."""
    found = next((kind for kind, pattern in KINDS.items() if pattern.match(content)), "paragraph")
    return "list" if found == "paragraph" and before == "list" and content.startswith("  ") else found


def _blank(lines: list[Line], pen: Pen) -> str:
    return "".join(pen.hide(line.start, line.end + 1) for line in lines)


def _paragraph(lines: list[Line], pen: Pen, skip: Callable[[Line], int] = lambda _: 0) -> str:
    rows = (pen.body(line, skip(line)) + pen.line_end(line) for line in lines)
    return f"<p>{'<br>'.join(rows)}</p>"


def _heading(lines: list[Line], pen: Pen) -> str:
    (line,) = lines
    return f"<h4>{pen.body(line, _prefix('heading', line))}{pen.line_end(line)}</h4>"


def _rule(lines: list[Line], pen: Pen) -> str:
    return _blank(lines, pen) + "<hr>"


def _quote(lines: list[Line], pen: Pen) -> str:
    inner = _paragraph(lines, pen, lambda line: _prefix("quote", line))
    return f"<blockquote>{inner}</blockquote>"


def _table(lines: list[Line], pen: Pen) -> str:
    """The first row is the head when a separator follows it; the separator is only syntax."""
    has_head = len(lines) > 1 and bool(SEPARATOR.match(lines[1].text))
    head = _row(lines[0], pen, "th", lines[1:2]) if has_head else ""
    rows = "".join(_row(line, pen, "td", []) for line in lines[2 if has_head else 0 :])
    return f"<table>{head and f'<thead>{head}</thead>'}<tbody>{rows}</tbody></table>"


def _row(line: Line, pen: Pen, tag: str, swallowed: list[Line]) -> str:
    indent = len(line.text) - len(line.text.lstrip(" "))
    cells = [_cell(match, line.start, pen) for match in CELL.finditer(line.text, indent)]
    cells[0] = pen.hide(line.start, line.start + indent) + cells[0]
    cells[-1] += pen.line_end(line) + _blank(swallowed, pen)
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


def _cell(match: re.Match[str], start: int, pen: Pen) -> str:
    before, body, after = match.start("before"), match.start("body"), match.start("after")
    return (
        pen.hide(start + before, start + body)
        + pen.inline(match["body"], start + body)
        + pen.hide(start + after, start + match.end())
    )


def _list(lines: list[Line], pen: Pen) -> str:
    """Lists of the lowest indentation; deeper lines belong to the item before them."""
    base = min(_indent(line) for line in lines)
    items = list(_split(lines, lambda line: bool(ITEM.match(line.text)) and _indent(line) == base))
    runs = groupby(items, key=lambda item: _list_tag(item[0]))
    return "".join(f"<{tag}>{''.join(_item(item, pen) for item in run)}</{tag}>" for tag, run in runs)


def _item(lines: list[Line], pen: Pen) -> str:
    """An item: its first line, lines that go on with it, and the lists inside."""
    first, rest = lines[0], lines[1:]
    number = (ITEM.match(first.text) or {"number": None})["number"]
    value = f' value="{int(number)}"' if number else ""
    going_on = next((at for at, line in enumerate(rest) if ITEM.match(line.text)), len(rest))
    content = pen.body(first, _prefix("list", first)) + pen.line_end(first)
    content += "".join(f"<br>{pen.body(line, _indent(line))}{pen.line_end(line)}" for line in rest[:going_on])
    nested = _list(rest[going_on:], pen) if rest[going_on:] else ""
    return f"<li{value}>{content}{nested}</li>"


def _split(lines: list[Line], begins: Callable[[Line], bool]) -> Iterator[list[Line]]:
    """``lines`` cut before each line that ``begins`` a part, the first line aside."""
    cuts = [0, *(at for at, line in enumerate(lines) if at and begins(line)), len(lines)]
    return (lines[start:end] for start, end in pairwise(cuts))


def _list_tag(line: Line) -> str:
    match = ITEM.match(line.text)
    return "ol" if match and match["number"] else "ul"


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" "))


def _prefix(kind: str, line: Line) -> int:
    """How many characters of syntax the line begins with."""
    match = KINDS[kind].match(line.text)
    return match.end() if match else 0


BLOCKS: dict[str, Callable[[list[Line], Pen], str]] = {
    "blank": _blank,
    "paragraph": _paragraph,
    "heading": _heading,
    "rule": _rule,
    "quote": _quote,
    "table": _table,
    "list": _list,
}
