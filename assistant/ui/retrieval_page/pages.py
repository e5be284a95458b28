"""The retrieval tab and the two addresses behind it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import APIRouter
from fastapi.responses import JSONResponse

from assistant.retrieval.hybrid import Weights
from assistant.ui.chat import CORE
from assistant.ui.fragments import Form, Pieces, frame, reply
from assistant.ui.retrieval_page.showing import search_form, tried_html
from assistant.ui.retrieval_page.trying import COUNTS, read_weights, try_question

if TYPE_CHECKING:
    from assistant import Assistant

PLACES = ("retrieval-form", "retrieval-found")


def build_retrieval(_assistant: "Assistant") -> None:
    """Lay the retrieval tab out in the tab that is open."""
    gr.Markdown(frame("retrieval", *PLACES, load="retrieval/form"), sanitize_html=False, container=False)


def retrieval_routes(assistant: "Assistant") -> APIRouter:
    """What the retrieval tab asks the server for."""
    router = APIRouter(prefix="/retrieval")

    @router.post("/form")
    def form(_form: Form) -> JSONResponse:
        return reply(lambda: {"retrieval-form": search_form(assistant.retriever.weights)}, "retrieval-form")

    @router.post("/find")
    def find(form: Form) -> JSONResponse:
        return reply(lambda: CORE.submit(found, assistant, form).result(), "retrieval-found")

    return router


def found(assistant: "Assistant", form: Mapping[str, str]) -> Pieces:
    """What is found for the question of a form; the form anew where the weights are to be as they were."""
    question, given = form.get("question", "").strip(), assistant.retriever.weights
    afresh = {"retrieval-form": search_form(given, question)} if "reset" in form else {}
    weights = given if afresh else read_weights(form, given)
    return {"retrieval-found": searched(assistant, question, form.get("count", ""), weights), **afresh}


def searched(assistant: "Assistant", question: str, count: str, weights: Weights) -> str:
    """The hits as HTML; nothing for no question."""
    if not question:
        return ""
    number = int(count) if count in map(str, COUNTS) else COUNTS[0]
    tried = try_question(assistant, question, number, weights)
    evidence = assistant.extractive.judge.evidence
    return tried_html(tried, assistant.material.documents, weights, evidence)
