"""The retrieval chain: the only file that imports LangChain.

An :class:`Ask` goes in, a :class:`Part` comes out: ``retrieve | compose | word``. Without a language
model an answer keeps the words of its passages; a model's words are checked, and where they do not hold
the part falls back to those, openly.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answering.asks import Ask
from assistant.answering.compose import Statement
from assistant.answering.parts import Extractive, Part
from assistant.answering.prompts import Prompts
from assistant.answering.verify import beyond
from assistant.errors import ModelError
from assistant.retrieval.hybrid import Found
from assistant.types import Passage

log = logging.getLogger(__name__)

Retrieve = Callable[[Ask], Found]
Backed = Callable[[str, list[str], str], bool]
CITED = re.compile(r"(?P<text>.*?)\s*\[(?P<number>\d{1,2})\](?P<rest>[。；，,.;]?)", re.DOTALL)
SHOWN_TO_MODEL = 4


def retrieval_chain(
    retrieve: Retrieve, answerer: Extractive, word: Callable[[Part], Part]
) -> Runnable[Ask, Part]:
    """``retrieve | compose | word``, as a Runnable to build upon."""

    def gather(ask: Ask) -> tuple[Ask, Found]:
        return ask, retrieve(ask)

    def compose(gathered: tuple[Ask, Found]) -> Part:
        return answerer.answer(*gathered)

    return RunnableLambda(gather) | RunnableLambda(compose) | RunnableLambda(word)


def worded_by(
    prompts: Prompts, model: Runnable[Any, Any], name: str, backed: Backed
) -> Callable[[Part], Part]:
    """Words what the extractive part found by a model: ``prompt | model``, checked.

    Args:
        backed: whether the levels and scores that a text asserts stand in the quotes or the question.
    """
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate

    prompt = ChatPromptTemplate.from_messages(
        [("system", prompts.texts["llm_system"]), ("user", prompts.texts["llm_question"])]
    )
    ask_model = prompt | model | StrOutputParser()

    def word(part: Part) -> Part:
        if part.status == "refused" or not part.shown:
            return part
        passages = offered(part)
        try:
            text = ask_model.invoke({"question": part.ask.text, "passages": numbered(passages)})
        except Exception as error:  # noqa: BLE001 - any failure of a foreign model has one answer
            log.warning("the language model failed: %s", type(error).__name__)
            return fallen_back(part)
        statements = supported(text, passages, part.ask.text)
        quotes = [passage.text for passage in passages]
        if statements is None or not backed(text, quotes, part.ask.text):
            log.warning("the language model's words are not supported by the passages")
            return fallen_back(part)
        return replace(part, statements=statements, engine=f"llm:{name}")

    return word


def fallen_back(part: Part) -> Part:
    """The extractive part, marked as degraded."""
    return replace(part, failed=(*part.failed, "llm"))


def offered(part: Part) -> list[Passage]:
    """The passages a model may use: those the extractive part quotes, then the nearest others."""
    others = [hit.passage for hit in part.hits if hit.passage not in part.shown]
    return [*part.shown, *others][:SHOWN_TO_MODEL]


def numbered(passages: list[Passage]) -> str:
    """The passages as numbered material, each with its confidence."""
    return "\n\n".join(
        f"[{number}]（{passage.confidence.label}）{passage.heading[-1]}\n{passage.text}"
        for number, passage in enumerate(passages, 1)
    )


def supported(text: str, passages: list[Passage], question: str) -> tuple[Statement, ...] | None:
    """The model's text as cited statements; None where one has no source or goes beyond it."""
    statements: list[Statement] = []
    end = 0
    for match in CITED.finditer(text):
        number = int(match["number"])
        end = match.end()
        if not 1 <= number <= len(passages):
            return None
        passage = passages[number - 1]
        words = match["text"].strip() + match["rest"]
        if beyond(words, f"{passage.text} {' '.join(passage.heading)} {question}"):
            return None
        newlines = re.match(r"\s*", match["text"])[0].count("\n")  # type: ignore[index]
        glue = "\n" * min(newlines, 2)
        statements.append(Statement(words, passage, passage.start, passage.end, glue))
    return tuple(statements) if statements and not text[end:].strip(" \n。") else None


def open_model(name: str, base_url: str, api_key: str, timeout: float) -> Runnable[Any, Any]:
    """A chat model by LangChain's ``provider:name``; Ollama through its OpenAI-compatible address.

    Raises:
        ModelError: the provider's package is missing or the name is not understood.
    """
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(
            name if ":" in name else f"openai:{name}",
            base_url=base_url or None,
            api_key=api_key or "none",
            timeout=timeout,
            temperature=0,
        )
    except (ImportError, ValueError) as error:
        raise ModelError(
            f"打不开大模型 {name}",
            reason=str(error).splitlines()[0],
            next_step="ASSISTANT_LLM_MODEL 设为 openai:模型名，ASSISTANT_LLM_BASE_URL 设为服务地址",
        ) from error
