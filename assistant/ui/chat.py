"""The chat tab: a conversation, its input, and what happens when somebody asks."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.types import Turn
from assistant.ui.answers import PENDING, answer_html, error_html, question_html, steps
from assistant.ui.theme import INTRODUCTION

if TYPE_CHECKING:
    from assistant import Assistant

log = logging.getLogger(__name__)

CORE = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answers")
PAUSE_S = 0.04
PATIENCE_S, PATIENCE_CROWDED_S = 0.1, 1.0  # how long an answer may take before it is said to be coming
FEW = 4
ON_THEIR_WAY: set[object] = set()
AT_ONCE = 64
FAILED = "抱歉，程序出了意外，这个问题没有答成。请换个说法再问；若仍出现，请运行 assistant doctor 检查。"

Message = dict[str, Any]


@dataclass(frozen=True)
class Conversation:
    """One browser's conversation: what the core remembers of it, and what is on its page."""

    history: tuple[Turn, ...] = ()
    messages: tuple[Message, ...] = ()

    def showing(self, html: str, follow_ups: Sequence[str] = ()) -> "Conversation":
        """The conversation with an answer of the assistant as its last message."""
        return replace(self, messages=(*self.messages, message("assistant", html, follow_ups)))

    def asked(self, question: str) -> "Conversation":
        """The conversation with a question as its last message, earlier suggestions taken away."""
        said = [{**earlier, "options": []} for earlier in self.messages]
        if question.strip():
            said.append(message("user", question_html(question)))
        return replace(self, messages=tuple(said))


def message(role: str, html: str, follow_ups: Sequence[str] = ()) -> Message:
    """A message just as the browser takes it, so that nothing goes through the whole talk at every answer."""
    options = [{"value": text, "label": text} for text in follow_ups]
    return {"role": role, "metadata": None, "content": [{"type": "text", "text": html}], "options": options}


Update = tuple[str, list[Message], Conversation]


def build_chat(assistant: "Assistant") -> None:
    """Lay the chat out in the tab that is open, and connect it to ``assistant``."""
    conversation = gr.State(Conversation())
    page = gr.Chatbot(
        elem_id="conversation",
        label="对话",
        show_label=False,
        container=False,
        height="auto",
        layout="bubble",
        autoscroll=False,
        buttons=[],
        feedback_options=None,
        latex_delimiters=[],
        allow_tags=False,
        placeholder=INTRODUCTION,
        examples=[{"text": question} for question in assistant.examples()],
    )
    with gr.Row(elem_id="ask"):
        box = gr.Textbox(
            elem_id="question",
            label="你的问题",
            show_label=False,
            container=False,
            scale=1,
            lines=1,
            max_lines=6,
            autofocus=True,
            placeholder="输入问题，按回车发送",
            submit_btn="发送",
            stop_btn=False,
        )
        clear = gr.Button("清空", elem_id="clear", scale=0, min_width=72, variant="secondary")

    async def answer(question: str, talk: Conversation) -> AsyncIterator[Update]:
        """Stream the answer to a typed question."""
        async for shown in replies(assistant, str(question), talk):
            yield "", list(shown.messages), shown

    async def answer_picked(talk: Conversation, event: gr.SelectData) -> AsyncIterator[Update]:
        """Stream the answer to a suggestion that was clicked."""
        picked = event.value["text"] if isinstance(event.value, dict) else event.value
        async for update in answer(str(picked), talk):
            yield update

    outputs = [box, page, conversation]
    common: dict[str, Any] = {
        "outputs": outputs,
        "preprocess": False,
        "postprocess": False,
        "concurrency_limit": AT_ONCE,
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    typed = box.submit(answer, [box, conversation], **common)
    picked = gr.on([page.example_select, page.option_select], answer_picked, [conversation], **common)
    clear.click(
        lambda: ("", [], Conversation()),
        None,
        outputs,
        cancels=[typed, picked],
        show_progress="hidden",
        api_visibility="private",
    )


async def replies(assistant: "Assistant", question: str, talk: Conversation) -> AsyncIterator[Conversation]:
    """The conversation as it goes on: asked, then the answer growing; never an exception.

    What comes at once is not announced; and where many ask, an answer is shown whole, since every
    step costs as much as finding the answer.
    """
    asked = talk.asked(question)
    with counted() as crowded:
        coming = asyncio.get_running_loop().run_in_executor(CORE, exchange, assistant, question, asked)
        await asyncio.wait({coming}, timeout=PATIENCE_CROWDED_S if crowded() else PATIENCE_S)
        if not coming.done():
            yield asked.showing(PENDING)
        try:
            growing, done = await coming
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader gets a sentence
            yield asked.showing(error_html(sentence(error)))
            return
        for step in () if crowded() else growing:
            yield asked.showing(step)
            await asyncio.sleep(PAUSE_S)
    yield done


@contextmanager
def counted() -> Iterator[Callable[[], bool]]:
    """Count one more answer as on its way; tells whether there are more than ``FEW`` by now."""
    one = object()
    ON_THEIR_WAY.add(one)
    try:
        yield lambda: len(ON_THEIR_WAY) > FEW
    finally:
        ON_THEIR_WAY.discard(one)


def sentence(error: Exception) -> str:
    """What the reader is told of an error; one that is not the reader's is logged, without what was asked."""
    if isinstance(error, AssistantError):
        return str(error)
    log.error("no answer: %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    return FAILED


def exchange(
    assistant: "Assistant", question: str, asked: Conversation
) -> tuple[Iterator[str], Conversation]:
    """What the answer shows as it grows, made step by step; and the conversation with the complete answer."""
    answer, history = assistant.converse(question, asked.history)
    passages = [assistant.cited(citation) for citation in answer.citations]
    turn = len(asked.messages)
    complete = answer_html(answer, passages, turn)
    return steps(answer, turn), replace(asked, history=history).showing(complete, answer.follow_ups)
