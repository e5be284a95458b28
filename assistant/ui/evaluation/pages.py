"""The evaluation tab: an empty frame, which the server fills when somebody looks at it."""

from typing import TYPE_CHECKING

import gradio as gr
from fastapi import APIRouter

from assistant.ui.fragments import frame

if TYPE_CHECKING:
    from assistant import Assistant

PLACES = ("eval-start", "eval-job", "eval-runs", "eval-run", "eval-comparison")


def build_evaluation(_assistant: "Assistant") -> None:
    """Lay the evaluation tab out in the tab that is open."""
    gr.Markdown(frame("evaluation", *PLACES, load="evals/overview"), sanitize_html=False, container=False)


def evaluation_routes(assistant: "Assistant") -> APIRouter:
    """What the tab asks the server for; the evaluation code is loaded here and no earlier."""
    from assistant.ui.evaluation.routes import routes

    return routes(assistant)
