"""A language model words the answer and changes no fact: over real HTTP, against a stub server."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant import Assistant
from assistant.errors import ModelError
from assistant.settings import Settings

QUESTION = "证书有效期几年？"
Reply = Callable[[str], tuple[int, bytes]]


def says(text: str) -> Reply:
    """A server that always says ``text``."""
    body = {
        "id": "1", "object": "chat.completion", "created": 0, "model": "stub",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip
    return lambda _: (200, json.dumps(body).encode())


@contextmanager
def server(reply: Reply) -> Iterator[str]:
    """An OpenAI-compatible server on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
            code, body = reply(asked)
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/v1"
        http.shutdown()


@pytest.fixture
def worded(settings: Settings, assistant):
    """Asks the question with a model that replies so."""

    def ask(reply: Reply, question: str = QUESTION):
        with server(reply) as address:
            changed = {"llm_model": "openai:stub", "llm_base_url": address, "llm_timeout_s": 5}
            return Assistant.open(settings.model_copy(update=changed)).ask(question)

    return ask


def test_its_words_are_used_when_they_hold(worded) -> None:
    answer = worded(says("证书的有效期为 3 年。[1]"))
    assert answer.engine == "llm:openai:stub"
    assert not answer.degraded
    assert answer.answer == "证书的有效期为 3 年。 [1]"
    assert "3 年" in answer.citations[0].quote


@pytest.mark.parametrize(
    "text",
    [
        "证书的有效期为 5 年。[1]",
        "证书的有效期为 3 年。",
        "证书的有效期为 3 年。[9]",
        "证书的有效期为 3 年。[1] 另外，你们肯定能过。",
        "",
        "你们公司是五星级。[1]",
    ],
    ids=["wrong number", "no source", "no such source", "a claim without source", "empty", "a level"],
)
def test_words_that_do_not_hold_are_never_shown(worded, assistant, text: str) -> None:
    answer = worded(says(text))
    assert answer.degraded
    assert answer.engine == "extractive"
    assert answer.answer == assistant.ask(QUESTION).answer


@pytest.mark.parametrize(
    "reply",
    [lambda _: (500, b"{}"), lambda _: (200, b"not json"), lambda _: (200, b"{}"), lambda _: (404, b"{}")],
    ids=["500", "garbage", "empty object", "404"],
)
def test_a_failing_model_degrades_openly(worded, reply: Reply) -> None:
    answer = worded(reply)
    assert answer.degraded
    assert "3 年" in answer.answer


def test_a_level_never_goes_through_the_model(worded) -> None:
    asked: list[str] = []

    def reply(text: str) -> tuple[int, bytes]:
        asked.append(text)
        return says("是五星级。[1]")(text)

    answer = worded(reply, "92.5 分是几星？")
    assert asked == []
    assert "四星级" in answer.answer


def test_an_unknown_provider_is_an_error_with_a_next_step(settings: Settings, assistant) -> None:
    with pytest.raises(ModelError, match="ASSISTANT_LLM_MODEL"):
        Assistant.open(settings.model_copy(update={"llm_model": "nobody:x"}))
