"""Pieces of a page that the browser asks for: a posted form comes in, HTML for named places goes out.

The other end is ``static/lab.js``; it knows ``data-post`` (where to post), ``data-live`` (post as one
types), ``data-after`` (post by itself, milliseconds after it appears) and nothing of what it carries.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.responses import JSONResponse

from assistant.errors import AssistantError
from assistant.ui.markup import element, escape, opening
from assistant.ui.scorecard.pages import TOO_LARGE, form_of

Pieces = Mapping[str, str]
FORBIDDEN = 403
OURS = ("same-origin", "none")


async def posted(request: Request) -> Mapping[str, str]:
    """The fields of a form that this site posted.

    Raises:
        HTTPException: another site posted it, or it is larger than any form here.
    """
    if request.headers.get("sec-fetch-site", "none") not in OURS:
        raise HTTPException(FORBIDDEN)
    form = await form_of(request)
    if form is None:
        raise HTTPException(TOO_LARGE)
    return form


Form = Annotated[Mapping[str, str], Depends(posted)]


def reply(make: Callable[[], Pieces], place: str) -> JSONResponse:
    """The pieces by the id of the element they go into; an error is one line in ``place``."""
    try:
        return JSONResponse(dict(make()))
    except AssistantError as error:
        return JSONResponse({place: problem(str(error))})


def problem(line: str) -> str:
    """An error as the one line it is."""
    return line and element("p", escape(line), css="problem", role="alert")


def frame(name: str, *places: str, load: str) -> str:
    """An empty page with its places; it asks for ``load`` when it is first seen."""
    return element(
        "div",
        element("p", "", css="problem", role="alert", **{"data-problem": ""}),
        *(element("div", id=place) for place in places),
        asking(load),
        css="lab",
        id=name,
    )


def asking(address: str, after_ms: int = 0) -> str:
    """An element that posts by itself, some time after it has come into the page."""
    return element("span", **{"data-post": address, "data-after": str(after_ms)})


def posting(address: str, *content: str, live: bool = False, **hidden: str) -> str:
    """A form that posts to ``address``; ``hidden`` fields go with it."""
    carried = (opening("input", type="hidden", name=name, value=value) for name, value in hidden.items())
    live_mark = {"data-live": ""} if live else {}
    return element("form", *carried, *content, **{"data-post": address, "autocomplete": "off"}, **live_mark)


def unfolding(address: str, summary: str, place: str, css: str, **carried: str) -> str:
    """A fold that asks for its content when it is first opened."""
    fields = {f"data-with-{name}": value for name, value in carried.items()}
    body = element("div", element("p", "正在读取…", css="hint"), id=place)
    return element("details", element("summary", summary), body, css=css, **{"data-post": address}, **fields)


def button(label: str, css: str = "", **attributes: str) -> str:
    """A button that sends its form."""
    return element("button", escape(label), type="submit", **({"css": css} if css else {}), **attributes)


def choice(name: str, label: str, options: Mapping[str, str], chosen: str = "") -> str:
    """A choice of one of several, with its label."""
    shown = (
        element("option", escape(said), value=value, **({"selected": ""} if value == chosen else {}))
        for value, said in options.items()
    )
    return element("label", element("span", escape(label)), element("select", *shown, name=name))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], css: str = "") -> str:
    """A table of HTML cells; each cell knows its head (plain text), for narrow screens."""
    head = element("tr", *(element("th", escape(name), scope="col") for name in heads))
    body = (
        element(
            "tr",
            *(element("td", cell, **{"data-head": name}) for name, cell in zip(heads, row, strict=True)),
        )
        for row in rows
    )
    return element("table", element("thead", head), element("tbody", *body), css=f"stacking {css}".strip())


def card(title: str, *body: str, **attributes: str) -> str:
    """A framed section with its title (plain text)."""
    return element("section", element("h3", escape(title)), *body, css="card", **attributes)


def folded(title: str, *body: str, opened: bool = False) -> str:
    """Something to unfold; its title is plain text."""
    open_mark = {"open": ""} if opened else {}
    return element("details", element("summary", escape(title)), *body, css="fold", **open_mark)
