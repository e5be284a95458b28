"""A question as the channels see it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.index.entries import index_terms
from assistant.text.concepts import MARK, Concepts
from assistant.text.normalize import fold
from assistant.types import Kind

# A clause of chapter 5; what has a unit behind it is an amount: "响应时间 5.1 小时".
CLAUSE = re.compile(
    r"(?<![\d.])5(?:\.\d{1,2}){1,3}(?![\d%])(?!\s*(?:小时|万|元|分(?!值)|个|天|年|月|米|公里|倍|折|人|家|次|星|成))"
)
# What is asked of a clause that is not applied is not asked of what it demands.
WITHOUT = re.compile(
    r"不适用|不涉及|用不[上到着]|删[减掉除去]|裁剪|不做|没有[^,，。]{0,6}业务|没[有这]?这(?:块|项|一项)"
)
# What a term counts: in the question, in the words that every question holds, in what surrounds it.
# A question that names no subject leans on what surrounds it: its terms count more, its subjects fully.
# What was typed still counts a little where its spelling was mended: the mend may be wrong.
SPECIFIC, GENERIC, TOLD, CONTEXT, LEANING, SUBJECT, AS_TYPED = 1.0, 0.2, 0.3, 0.15, 0.7, 1.0, 0.3


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        text: the folded question, as it is embedded, led by the subjects it leans on.
        typed: the folded question before its spelling was mended.
        terms: index term -> how much it counts.
        kind: what the question asks for, where that is clear.
        clauses: clause numbers named in it.
        general: whether it names no subject, so that the general answer of its kind is meant.
    """

    text: str
    typed: str = ""
    terms: dict[str, float] = field(default_factory=dict)
    kind: Kind | None = None
    clauses: tuple[str, ...] = ()
    general: bool = False


def make_query(
    question: str,
    concepts: Concepts,
    *,
    told: str = "",
    around: str = "",
    kind: Kind | None = None,
    mend: Callable[[str], str] = str,
) -> Query:
    """The query for ``question``.

    Args:
        told: what the asker tells of himself.
        around: what was spoken of before.
        mend: mends spelling.
    """
    typed, told, around = fold(question), fold(told), fold(around)
    folded = mend(typed)
    if WITHOUT.search(folded):
        folded = CLAUSE.sub("", folded).strip()
    leaning = not concepts.subjects(folded)
    subjects = dict.fromkeys(concepts.subjects(around) or concepts.subjects(told)) if leaning else {}
    weighted = dict.fromkeys(index_terms(concepts.specific(told), concepts), TOLD)
    weighted |= dict.fromkeys(
        index_terms(concepts.specific(around), concepts), LEANING if leaning else CONTEXT
    )
    if typed != folded:
        weighted |= dict.fromkeys(index_terms(typed, concepts), AS_TYPED)
    weighted |= dict.fromkeys((f"{MARK}{subject}" for subject in subjects), SUBJECT)
    weighted |= dict.fromkeys(index_terms(folded, concepts), GENERIC)
    weighted |= dict.fromkeys(index_terms(concepts.specific(folded), concepts), SPECIFIC)
    text = " ".join((*map(fold, subjects), folded))
    return Query(text, typed, weighted, kind, tuple(CLAUSE.findall(folded)), leaning and not subjects)
