"""From an ask to the passages found for it: the one way for chat, test page, training and evaluation."""

from dataclasses import replace

from assistant.answering.asks import Ask, elliptic
from assistant.retrieval.hybrid import Found, Retriever, Weights
from assistant.retrieval.query import Query, make_query
from assistant.text.normalize import fold
from assistant.text.spelling import Speller

FOUND = 10  # passages that are found for an ask
KIND_ALONE = 3.5  # times what the kind counts where a question says little else


def retrieve(retriever: Retriever, ask: Ask, count: int, weights: Weights | None = None) -> Found:
    """The one way to passages: for chat, test page and evaluation.

    A short question that leans on the conversation tells little but the kind of thing it asks for.
    """
    weights = weights or retriever.weights
    if ask.past and elliptic(ask.text):
        weights = replace(weights, kind=KIND_ALONE * weights.kind)
    return retriever.retrieve(query_of(retriever, ask), count, weights)


def read(asked: str, speller: Speller) -> str:
    """The question with pinyin turned into characters; unchanged where there is none."""
    folded = fold(asked)
    decoded = speller.decoded(folded)
    return asked if decoded == folded else decoded


def query_of(retriever: Retriever, ask: Ask) -> Query:
    """What is looked for to answer an ask, in the light of what surrounds it."""
    return make_query(
        ask.text,
        retriever.concepts,
        told=ask.circumstances,
        around=f"{ask.around} {ask.past}".strip(),
        kind=ask.kind,
        mend=retriever.speller.mended,
    )
