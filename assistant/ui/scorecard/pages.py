"""The scoring tab and the three addresses behind it: compute, receipt, workbook."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

import gradio as gr
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from assistant.knowledge.corpus import INDICATORS, read_model
from assistant.knowledge.entries import Indicator, IndicatorFile
from assistant.scoring import to_json
from assistant.ui.scorecard.assess import Assessment, assess
from assistant.ui.scorecard.fields import read_form
from assistant.ui.scorecard.form import scorecard_form
from assistant.ui.scorecard.result import pieces, standing_of_nothing
from assistant.ui.scorecard.workbook import workbook

if TYPE_CHECKING:
    from assistant import Assistant

MOST_BYTES = 64 * 1024
MOST_FIELDS = 1000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_CONTENT = 204
TOO_LARGE = 413


def build_scorecard(assistant: "Assistant") -> None:
    """Lay the scoring tab out in the tab that is open."""
    rules = assistant.rules
    form = scorecard_form(indicators_of(assistant.settings.corpus), rules, standing_of_nothing(rules))
    gr.Markdown(form, sanitize_html=False, container=False, elem_id="scoring")


def scorecard_routes(assistant: "Assistant") -> APIRouter:
    """What the scoring tab asks the server for; every answer comes from the form alone."""
    router = APIRouter(prefix="/score")
    indicators = indicators_of(assistant.settings.corpus)

    async def assessed(request: Request) -> Assessment | None:
        form = await form_of(request)
        return None if form is None else assess(read_form(form, indicators), assistant.rules)

    @router.post("/card")
    async def card(request: Request) -> Response:
        """The pieces of the page that follow from the form."""
        found = await assessed(request)
        if found is None:
            return Response(status_code=TOO_LARGE)
        return JSONResponse(pieces(found, indicators, assistant.rules))

    @router.post("/receipt.json")
    async def receipt(request: Request) -> Response:
        """The receipt as a file; nothing while the form holds an error."""
        found = await assessed(request)
        if found is None or found.receipt is None:
            return Response(status_code=NO_CONTENT)
        return attachment(to_json(found.receipt).encode(), "评分回执.json", "application/json")

    @router.post("/sheet.xlsx")
    async def sheet(request: Request) -> Response:
        """The filled-in card as a workbook; nothing while the form holds an error."""
        found = await assessed(request)
        if found is None or found.receipt is None:
            return Response(status_code=NO_CONTENT)
        return attachment(workbook(found.receipt, indicators), "评分表.xlsx", XLSX)

    return router


@cache
def indicators_of(corpus: Path) -> Sequence[Indicator]:
    """The indicator tree of the shipped material, in the order of the standard.

    Raises:
        CorpusError: the file is missing or breaks the schema.
    """
    return read_model(corpus, IndicatorFile, INDICATORS).indicators


async def form_of(request: Request) -> Mapping[str, str] | None:
    """The fields of a posted form; None when it is larger than the form can be."""
    body = bytearray()
    async for chunk in request.stream():
        body.extend(chunk)
        if len(body) > MOST_BYTES:
            return None
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS))
    except ValueError:
        return None


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """A file to be kept under ``name``."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
