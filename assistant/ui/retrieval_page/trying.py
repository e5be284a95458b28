"""A question taken through the chat's own retrieval and judgement, with everything they rest on."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from assistant.answering.asks import Ask, checked
from assistant.answering.evidence import Decision
from assistant.answering.finding import query_of, retrieve
from assistant.app import Assistant
from assistant.errors import UsageError
from assistant.retrieval.hybrid import CHANNELS, Found, Hit, Weights
from assistant.retrieval.query import Query

RANKED = ("text", "asked", "dense", "coverage")
COUNTS = (10, 20, 50)
UTMOST = 100.0


@dataclass(frozen=True)
class Term:
    """A term of the question.

    Attributes:
        weight: its share of all that the question's terms weigh.
        entries: how many entries of the index hold it.
    """

    name: str
    weight: float
    entries: int


@dataclass(frozen=True)
class Row:
    """A hit with what explains it.

    Attributes:
        parts: what each channel gives to the score; they sum to it.
        ranks: the passage's place in each channel that ranks (1 is best), where it is found at all.
        in_text: the question's terms that stand in the passage.
        in_questions: those that stand only in the ways people ask for it.
    """

    hit: Hit
    parts: Mapping[str, float]
    ranks: Mapping[str, int]
    in_text: tuple[str, ...]
    in_questions: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """One ask of a message, retrieved and judged.

    Attributes:
        features: what the decision rests on: name -> value and its part in the log odds.
        corrects: the heading of the passage that corrects a false claim of the question; it is
            quoted whatever the decision.
    """

    ask: Ask
    query: Query
    found: Found
    terms: tuple[Term, ...]
    rows: tuple[Row, ...]
    decision: Decision
    features: Mapping[str, tuple[float, float]]
    corrects: str


def read_weights(form: Mapping[str, str], given: Weights) -> Weights:
    """The weights as they were typed; an empty field keeps the given one.

    Raises:
        UsageError: one is not a number, or out of all proportion.
    """
    return Weights(**{field.name: read_weight(form, field.name, given) for field in fields(Weights)})


def read_weight(form: Mapping[str, str], name: str, given: Weights) -> float:
    """One weight."""
    typed = form.get(f"weight-{name}", "").strip()
    try:
        value = float(typed) if typed else float(getattr(given, name))
    except ValueError:
        value = math.nan
    if not abs(value) <= UTMOST:
        raise UsageError(f"权重“{typed[:20]}”不能用", next_step=f"填 -{UTMOST:g} 到 {UTMOST:g} 的数字")
    return value


def try_question(assistant: Assistant, question: str, count: int, weights: Weights) -> list[Tried]:
    """Every ask of the message as the chat would take it, but with these weights.

    Raises:
        QuestionError: the question is empty or too long.
    """
    _, asks = assistant.understand(checked(question))
    return [try_ask(assistant, ask, count, weights) for ask in asks]


def try_ask(assistant: Assistant, ask: Ask, count: int, weights: Weights) -> Tried:
    """One ask."""
    extractive = assistant.extractive
    found = retrieve(assistant.retriever, ask, count, weights)
    query = query_of(assistant.retriever, ask)
    correction = extractive.correction(ask.text)
    return Tried(
        ask=ask,
        query=query,
        found=found,
        terms=tuple(terms_of(assistant, query)),
        rows=tuple(rows_of(assistant, query, found, weights)),
        decision=extractive.judge.decide(ask, found),
        features=features_of(assistant, ask, found),
        corrects=correction.heading[-1] if correction else "",
    )


def terms_of(assistant: Assistant, query: Query) -> Iterable[Term]:
    """The question's terms, the weightiest first."""
    lexical = assistant.retriever.lexical
    weights = {term: share * lexical.weight(term) for term, share in query.terms.items()}
    total = sum(weights.values()) or 1.0
    for term in sorted(weights, key=lambda term: -weights[term]):
        entries = len(lexical.in_texts(term)[0]) + len(lexical.in_questions(term))
        yield Term(term, weights[term] / total, entries)


def rows_of(assistant: Assistant, query: Query, found: Found, weights: Weights) -> Iterable[Row]:
    """The hits, explained."""
    retriever = assistant.retriever
    values, _, _ = retriever.channels(query)
    for hit in found.hits:
        place = retriever.material.rows[hit.passage.id]
        yield Row(
            hit=hit,
            parts={name: getattr(weights, name) * hit.channels[name] for name in CHANNELS},
            ranks={
                name: int((values[name] > values[name][place]).sum()) + 1
                for name in RANKED
                if values[name][place] > 0
            },
            **terms_in(assistant, query, place),
        )


def terms_in(assistant: Assistant, query: Query, place: int) -> dict[str, tuple[str, ...]]:
    """Which of the question's terms stand in a passage, and which only in its ways of asking."""
    lexical = assistant.retriever.lexical
    held: dict[str, tuple[str, ...]] = {"in_text": (), "in_questions": ()}
    for term in query.terms:
        if place in lexical.passages(term):
            where = "in_text" if place in lexical.in_texts(term)[0] else "in_questions"
            held[where] = (*held[where], term)
    return held


def features_of(assistant: Assistant, ask: Ask, found: Found) -> dict[str, tuple[float, float]]:
    """Value of each feature and its part in the log-odds; nothing where nothing was found."""
    if not found.hits:
        return {}
    judge = assistant.extractive.judge
    values = judge.features(ask, found)
    parts = judge.evidence.parts(values)
    return {name: (values.get(name, 1.0), part) for name, part in parts.items()}
