"""Decide whether the material answers: by what the question names, not by similarity alone.

A refusal is earned: the question names something that is not ours, or too little of what it names
stands in any one passage.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.retrieval.hybrid import Found
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold


class Verdict(StrEnum):
    """What the evidence allows."""

    ANSWER = "answer"
    OUTSIDE = "outside"  # names a scheme or subject that is not ours
    NOTHING = "nothing"  # no passage holds enough of what was asked


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Set on the development half of the suites (evals/)."""

    score: float = 0.55
    asked: float = 0.30
    coverage: float = 0.45


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, and the name of the foreign subject where that decided."""

    verdict: Verdict
    outside: str = ""


def decide(question: str, found: Found, outside: Concepts, thresholds: Thresholds) -> Decision:
    """Whether ``found`` answers ``question``.

    Args:
        outside: names of schemes and subjects that are not ours.
    """
    folded = fold(question)
    foreign = outside.find(folded)
    if foreign and not covered_by_ours(found, foreign[0], thresholds):
        return Decision(Verdict.OUTSIDE, foreign[0])
    if not found.hits:
        return Decision(Verdict.NOTHING)
    best = found.hits[0]
    enough = best.score >= thresholds.score and best.coverage >= thresholds.coverage
    return Decision(Verdict.ANSWER if enough else Verdict.NOTHING)


def covered_by_ours(found: Found, foreign: str, thresholds: Thresholds) -> bool:
    """Whether the best passage itself speaks of the foreign subject."""
    if not found.hits:
        return False
    passage = found.hits[0].passage
    said = fold(" ".join((*passage.heading, passage.text, *passage.questions)))
    return fold(foreign) in said and found.hits[0].score >= thresholds.score


def asker_outside(names: Mapping[str, tuple[tuple[str, ...], str]]) -> Concepts:
    """The finder of foreign names."""
    return Concepts({name: forms for name, (forms, _) in names.items()})
