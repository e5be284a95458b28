"""The web page: tabs put together, headers put on, served on one address."""

import errno
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from assistant.errors import SettingsError
from assistant.ui.chat import AT_ONCE, build_chat
from assistant.ui.evaluation.pages import build_evaluation, evaluation_routes
from assistant.ui.markup import element
from assistant.ui.retrieval_page.pages import build_retrieval, retrieval_routes
from assistant.ui.scorecard.pages import build_scorecard, scorecard_routes
from assistant.ui.security import SecurityHeaders
from assistant.ui.theme import HEAD, STATIC, SUBTITLE, TITLE, theme

if TYPE_CHECKING:
    from assistant import Assistant

TABS: tuple[tuple[str, Callable[["Assistant"], None]], ...] = (
    ("问答", build_chat),
    ("评分", build_scorecard),
    ("评测", build_evaluation),
    ("检索", build_retrieval),
)
ROUTES = (scorecard_routes, evaluation_routes, retrieval_routes)
WAITING_AT_MOST = 256
PLACE_IN_LINE_S = 5  # how often all who wait hear their place; nobody sees it, and after each answer is dear
REASONS = {
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "不是本机的地址",
    errno.EACCES: "没有权限使用这个端口",
}


def build_blocks(assistant: "Assistant") -> gr.Blocks:
    """The page: a header, and a tab for each entry of ``TABS``."""
    blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with blocks:
        gr.Markdown(
            element("div", element("h1", TITLE), element("p", SUBTITLE), css="title"),
            elem_id="title",
            container=False,
        )
        with gr.Tabs(elem_id="tabs"):
            for name, build in TABS:
                with gr.Tab(name):
                    build(assistant)
    blocks.queue(
        status_update_rate=PLACE_IN_LINE_S,
        max_size=WAITING_AT_MOST,
        default_concurrency_limit=AT_ONCE,
        api_open=False,
    )
    return blocks


def build_app(assistant: "Assistant") -> ASGIApp:
    """The whole site as an ASGI application; it answers from ``assistant``."""
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    site.mount("/ui", StaticFiles(directory=STATIC))
    for routes in ROUTES:
        site.include_router(routes(assistant))
    gr.mount_gradio_app(
        site,
        build_blocks(assistant),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        max_file_size="1kb",
        favicon_path=str(STATIC / "favicon.svg"),
        theme=theme(),
        head=HEAD,
    )
    return SecurityHeaders(site)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on ``host``; port 0 takes any free port.

    Raises:
        SettingsError: the address cannot be used: taken, or not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise SettingsError(
            f"无法在 {host}:{port} 上打开网页",
            reason=REASONS.get(error.errno or 0, error.strerror or str(error)),
            next_step="关闭占用它的程序，或换一个端口：assistant serve --port 8000",
        ) from error


def make_server(assistant: "Assistant") -> uvicorn.Server:
    """The web server, not yet running."""
    config = uvicorn.Config(
        build_app(assistant), log_level="warning", server_header=False, timeout_graceful_shutdown=3
    )
    return uvicorn.Server(config)
