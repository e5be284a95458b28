"""A question as the channels see it."""

import re
from dataclasses import dataclass, field

from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.text.terms import terms
from assistant.types import Kind

CLAUSE = re.compile(r"(?<![\d.])5(?:\.\d{1,2}){1,3}(?![\d%])")
# What a term counts: in the question, in the words that every question holds, in what surrounds it.
SPECIFIC, GENERIC, CONTEXT = 1.0, 0.2, 0.2


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        text: the folded question, as it is embedded.
        terms: index term -> how much it counts.
        kind: what the question asks for, where that is clear.
        clauses: clause numbers named in it.
    """

    text: str
    terms: dict[str, float] = field(default_factory=dict)
    kind: Kind | None = None
    clauses: tuple[str, ...] = ()


def make_query(question: str, concepts: Concepts, *, context: str = "", kind: Kind | None = None) -> Query:
    """The query for ``question``; ``context`` is what the asker said around it."""
    folded, around = fold(question), fold(context)
    weighted = dict.fromkeys(query_terms(around, concepts), CONTEXT)
    weighted |= dict.fromkeys(query_terms(folded, concepts), GENERIC)
    weighted |= dict.fromkeys(query_terms(concepts.specific(folded), concepts), SPECIFIC)
    return Query(folded, weighted, kind, tuple(CLAUSE.findall(folded)))


def query_terms(folded: str, concepts: Concepts) -> list[str]:
    """The same terms under which entries are indexed."""
    return [*terms(folded), *concepts.marks(folded)]
