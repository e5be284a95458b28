"""Text into HTML, safely: the one place where a character from outside becomes markup."""

import re
from collections.abc import Iterable

MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
CONTROLS = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;", "\0": "\ufffd"}
REFERENCES = MARKUP | CONTROLS
SPECIAL = re.compile(f"[{''.join(REFERENCES)}]")


def escape(text: str) -> str:
    """``text`` as HTML that shows exactly these characters, on one line.

    Line ends and tabs become references: the chat reads a blank line as the end of an HTML block.
    """
    return SPECIAL.sub(lambda found: REFERENCES[found[0]], text)


def element(tag: str, *content: str, **attributes: str) -> str:
    """An HTML element around ``content``, which is HTML already; attribute values are escaped.

    ``css`` stands for ``class``.
    """
    return f"{opening(tag, **attributes)}{''.join(content)}</{tag}>"


def opening(tag: str, **attributes: str) -> str:
    """The opening tag of an element; all there is of one that holds nothing, like ``input``."""
    names = {"css": "class"}
    given = "".join(f' {names.get(name, name)}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{given}>"


def definitions(pairs: Iterable[tuple[str, str]], css: str) -> str:
    """A list of terms (plain text) with what belongs to each (HTML); nothing when all are empty."""
    rows = "".join(element("dt", escape(term)) + element("dd", body) for term, body in pairs if body)
    return rows and element("dl", rows, css=css)
