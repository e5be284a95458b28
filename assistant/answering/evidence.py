"""Decide whether the material answers: by what the question names, not by similarity alone.

A refusal is earned: the question names something that is not ours, or too little of what it names
stands in any one passage.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.index.lexical import LexicalIndex
from assistant.retrieval.hybrid import Found
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.text.terms import terms

NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Verdict(StrEnum):
    """What the evidence allows."""

    ANSWER = "answer"
    NEAR = "near"  # a passage comes near; it is shown as that and no more
    OUTSIDE = "outside"  # names a scheme or subject that is not ours
    NOTHING = "nothing"  # no passage holds enough of what was asked


FEATURES = (
    "score", "text", "asked", "dense", "coverage", "kind", "clause",  # how well the best passage fits
    "unseen", "margin", "telling",  # how much of the question is known at all
    "missing", "absent", "details", "numbers",  # what it names that the passage lacks
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """A logistic model of "the material answers this", fitted by ``python -m evals.calibrate``.

    Attributes:
        weights: weight of each of ``FEATURES``.
        bias: the constant.
        answers: probability from which on the material is held to answer.
        nears: probability from which on the nearest passage is worth showing, as such.
    """

    weights: Mapping[str, float]
    bias: float
    answers: float
    nears: float

    def verdict(self, probability: float) -> Verdict:
        """What a probability allows."""
        if probability >= self.answers:
            return Verdict.ANSWER
        return Verdict.NEAR if probability >= self.nears else Verdict.NOTHING

    def probability(self, features: Mapping[str, float]) -> float:
        """How probable it is that the best passage answers, between 0 and 1."""
        total = self.bias + sum(self.weights[name] * features[name] for name in FEATURES)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the probability behind it, and the foreign subject's name where that decided."""

    verdict: Verdict
    probability: float = 0.0
    outside: str = ""


@dataclass(frozen=True)
class Judge:
    """Decides whether the material answers.

    Attributes:
        ours: the glossary of this field.
        outside: names of schemes and subjects that are not ours.
        details: words that ask for one particular detail.
    """

    lexical: LexicalIndex
    ours: Concepts
    outside: Concepts
    details: Concepts
    evidence: Evidence

    def decide(self, question: str, found: Found) -> Decision:
        """Whether ``found`` answers ``question``."""
        foreign = self.outside.find(fold(question))
        if foreign and not speaks_of(found, foreign[0]):
            return Decision(Verdict.OUTSIDE, outside=foreign[0])
        if not found.hits:
            return Decision(Verdict.NOTHING)
        probability = self.evidence.probability(self.features(question, found))
        return Decision(self.evidence.verdict(probability), probability)

    def features(self, question: str, found: Found) -> dict[str, float]:
        """What the decision rests on, by name of ``FEATURES``."""
        best = found.hits[0]
        second = found.hits[1].score if len(found.hits) > 1 else 0.0
        folded = fold(question)
        said = fold(" ".join((*best.passage.heading, best.passage.text, *best.passage.questions)))
        lacking = self._lacking(folded, said)
        return {
            **{
                name: best.channels[name] for name in ("text", "asked", "dense", "coverage", "kind", "clause")
            },
            "score": best.score,
            "unseen": found.unseen,
            "margin": best.score - second,
            "telling": min(3, len(set(self.ours.telling(folded)))) / 3,
            "missing": max(lacking, default=0.0) / 10,
            "absent": sum(lacking) / 50,
            "details": float(sum(word not in said for word in self.details.find(folded))),
            "numbers": float(sum(number not in said for number in NUMBER.findall(folded))),
        }

    def _lacking(self, folded: str, said: str) -> list[float]:
        """The weights of the question's words and concepts that the passage does not hold."""
        held = {*terms(said), *self.ours.marks(said)}
        specific = self.ours.specific(folded)
        asked = {*terms(specific), *self.ours.marks(specific)}
        return [self.lexical.weight(term) for term in sorted(asked - held) if len(term) > 1]


def speaks_of(found: Found, foreign: str) -> bool:
    """Whether the best passage itself speaks of the foreign subject."""
    if not found.hits:
        return False
    passage = found.hits[0].passage
    return fold(foreign) in fold(" ".join((*passage.heading, passage.text, *passage.questions)))
