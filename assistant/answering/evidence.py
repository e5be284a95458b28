"""Decide whether the material answers: by what the question names, not by similarity alone.

A refusal is earned: the question names something that is not ours, or too little of what it names
stands in any one passage.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from assistant.answering.asks import Ask, manipulates
from assistant.answering.dialogue import elliptic
from assistant.index.lexical import LexicalIndex
from assistant.retrieval.hybrid import Found
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.text.terms import terms
from assistant.types import Kind, Passage

# A claim put to us for consent; a wish that something be made or done.
PRESUMES = re.compile(r"既然|反正|不就|无非|(?:吧|对吗|对不对|是吗|没错|咯|是不是)[?]?$|^是不是|听说|都说")
DEMANDS = re.compile(
    r"帮[我忙]|给我[写打造编做判]|[写编造做]一?[份个条张].{0,6}假|[写编造做]假的?(?:记录|报告|证)|瞎编|编造|逐字"
)
# What the asker tells of himself before he asks.
CIRCUMSTANCE = re.compile(
    r"^(?=.*[,。;])(?:[^,。;]*?(?:我们?|咱们?|公司|我司|本厂|去年|今年|上个?月|之前|有个客户))[^,。;]*[,。;](?=.{4})"
)
# What an answer of this kind must hold to be one.
TOKENS = {
    Kind.TIME: re.compile(r"\d|[一二三四五六七八九十两半每][年月天日周次]|未载明|没有规定"),
    Kind.COST: re.compile(r"元|费|钱|价"),
}


class Verdict(StrEnum):
    """What the evidence allows."""

    ANSWER = "answer"
    NEAR = "near"  # refused, but the nearest passage is shown, as such
    OUTSIDE = "outside"  # names a scheme or subject that is not ours
    NOTHING = "nothing"  # no passage holds enough of what was asked


FIT = ("text", "asked", "coverage", "dense", "lead", "company", "clause")  # of the best passage
FEATURES = (
    *FIT,
    "second", "agree",  # how well the next ones do, and whether they are of its document
    "vote", "rival", "unseen",  # how like it is to what the material does not answer
    "missing", "absent", "details", "untyped",  # what it names or asks for that the passage lacks
    "presumes", "corrects", "demands",  # a claim is put to us; the passage corrects one; a wish
)  # fmt: skip
CLOSE = 0.93  # share of the best score from which the second passage is shown too
NEXT = 5  # hits that may agree with the best


class Node(NamedTuple):
    """A node of a tree: below ``threshold`` of a feature it goes left, else right; a leaf has no ``left``."""

    feature: int
    threshold: float
    left: int
    right: int
    value: float


Tree = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A model of "the material answers this": boosted trees, fitted by ``python -m evals.calibrate``.

    Friedman 2001. The log-odds are ``start`` and the value of each tree's leaf.

    Attributes:
        answers: probability from which on the material is held to answer.
        nears: probability from which on the nearest passage is worth showing with the refusal.
    """

    start: float
    trees: tuple[Tree, ...]
    answers: float
    nears: float

    def verdict(self, probability: float) -> Verdict:
        """What a probability allows."""
        if probability >= self.answers:
            return Verdict.ANSWER
        return Verdict.NEAR if probability >= self.nears else Verdict.NOTHING

    def probability(self, features: Mapping[str, float]) -> float:
        """How probable it is that the best passage answers, between 0 and 1."""
        return 1 / (1 + math.exp(-sum(self.parts(features).values())))

    def parts(self, features: Mapping[str, float]) -> dict[str, float]:
        """Each feature's part in the log-odds: what the value changes at each of its splits (Saabas 2014).

        The parts, with that of "" for what no feature decides, sum to the log-odds.
        """
        values = [features[name] for name in FEATURES]
        sums = [0.0] * len(FEATURES)
        ground = self.start
        for tree in self.trees:
            node = tree[0]
            ground += node.value
            while node.left:
                below = tree[node.left if values[node.feature] <= node.threshold else node.right]
                sums[node.feature] += below.value - node.value
                node = below
        return {"": ground, **dict(zip(FEATURES, sums, strict=True))}


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
        remembered: passage id -> its words, filled as passages are judged.
    """

    lexical: LexicalIndex
    ours: Concepts
    outside: Concepts
    details: Concepts
    evidence: Evidence
    remembered: dict[str, frozenset[str]] = field(default_factory=dict)

    def decide(self, ask: Ask, found: Found) -> Decision:
        """Whether ``found`` answers ``ask``."""
        foreign = self.foreign(ask.text)
        if foreign and not speaks_of(found, foreign):
            return Decision(Verdict.OUTSIDE, outside=foreign)
        if not found.hits:
            return Decision(Verdict.NOTHING)
        probability = self.evidence.probability(self.features(ask, found))
        verdict = self.evidence.verdict(probability)
        # A short question that leans on another is about our subject: near is enough.
        near_enough = verdict is Verdict.NEAR and bool(ask.past or ask.around) and elliptic(ask.text)
        return Decision(Verdict.ANSWER if near_enough else verdict, probability)

    def foreign(self, text: str) -> str:
        """The first scheme or subject in the text that is not ours; "" where there is none."""
        told = CIRCUMSTANCE.sub("", fold(text))
        return next(iter(self.outside.find(told)), "")

    def features(self, ask: Ask, found: Found) -> dict[str, float]:
        """What the decision rests on, by name of ``FEATURES``."""
        best, *others = found.hits
        shown = [best.passage, *runners_up(found)]
        lacking = self._lacking(found.read, shown)
        whole = " ".join(map(said, shown))
        token = TOKENS.get(ask.kind) if ask.kind else None
        own = [hit.passage.document_id == best.passage.document_id for hit in found.hits[:NEXT]]
        fit = {name: best.channels[name] for name in FIT}
        rivals = (found.doubt.asked - best.channels["asked"], found.doubt.dense - best.channels["dense"])
        return fit | {
            "second": others[0].score if others else 0.0,
            "agree": sum(own) / NEXT,
            "vote": found.doubt.vote,
            "rival": sum(max(0.0, rival) for rival in rivals),
            "unseen": found.doubt.unseen,
            "missing": max(lacking, default=0.0) / 10,
            "absent": sum(lacking) / 50,
            "details": float(sum(word not in whole for word in self.details.find(found.read))),
            "untyped": float(token is not None and not token.search(best.passage.text)),
            "presumes": float(PRESUMES.search(found.read) is not None),
            "demands": float(DEMANDS.search(found.read) is not None or manipulates(found.read)),
            "corrects": float(any(passage.triggers for passage in shown)),
        }

    def _lacking(self, read: str, shown: list[Passage]) -> list[float]:
        """The weights of the question's words and concepts that the passages do not hold."""
        asked = self._words(self.ours.specific(read)).difference(*map(self._held, shown))
        return [self.lexical.weight(term) for term in sorted(asked) if len(term) > 1]

    def _held(self, passage: Passage) -> frozenset[str]:
        """The words and concepts of all that is said in and of a passage."""
        if passage.id not in self.remembered:
            self.remembered[passage.id] = self._words(said(passage))
        return self.remembered[passage.id]

    def _words(self, folded: str) -> frozenset[str]:
        return frozenset((*terms(folded), *self.ours.marks(folded)))


def runners_up(found: Found) -> list[Passage]:
    """The second passage where it fits the question almost as well as the first."""
    close = [hit.passage for hit in found.hits[1:2] if hit.score >= CLOSE * found.hits[0].score]
    return [passage for passage in close if not passage.triggers]


@lru_cache(maxsize=4096)
def said(passage: Passage) -> str:
    """Everything said in and of a passage, folded."""
    return fold(" ".join((*passage.heading, passage.text, *passage.questions)))


def speaks_of(found: Found, foreign: str) -> bool:
    """Whether the best passage itself speaks of the foreign subject."""
    return bool(found.hits) and fold(foreign) in said(found.hits[0].passage)
