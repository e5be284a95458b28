"""Decide whether the material answers: by what the question names, not by similarity alone.

A refusal is earned: the question names something that is not ours, or too little of what it names
stands in any one passage.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.answering.asks import Ask, elliptic, leans_wholly
from assistant.answering.cues import manipulates
from assistant.answering.told import wanted, without_circumstances
from assistant.index.entries import index_terms
from assistant.index.lexical import LexicalIndex
from assistant.retrieval.hybrid import Found
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.types import Kind, Passage

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# A claim put to us for consent; a wish that something be made or done.
PRESUMES = re.compile(r"既然|反正|不就|无非|(?:吧|对吗|对不对|是吗|没错|咯|是不是)[?]?$|^是不是|听说|都说")
DEMANDS = re.compile(
    r"帮[我忙]|给我[写打造编做判]|[写编造做]一?[份个条张].{0,6}假|[写编造做]假的?(?:记录|报告|证)|瞎编|编造|逐字"
)
# What only the asker's own papers, or people, can tell.
PRIVATE = re.compile(
    r"来着|(?:我们?|咱们?|我司|本厂)(?:的|公司|老板|去年|上次|这次|上回)?[^,。]{0,12}"
    r"(?:是谁|是多少|叫什么|了没|没有\?*$|哪[年天]|会不会|离.星还差)"
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


class Manner(StrEnum):
    """How an ask stands to the conversation; what leans on it is judged by the limit of its kind."""

    ALONE = "alone"
    LEANING = "leaning"
    ELLIPTIC = "elliptic"


FIT = ("text", "asked", "coverage", "dense", "lead", "company", "clause")  # of the best passage
FEATURES = (
    *FIT,
    "second", "gap", "agree",  # how well the next ones do, and whether they are of its document
    "vote", "wording", "rival", "unseen",  # how like it is to what the material does not answer
    "missing", "absent", "details", "untyped",  # what it names or asks for that the passage lacks
    "presumes", "corrects", "demands",  # a claim is put to us; the passage corrects one; a wish
    "private",  # of the asker's own papers
    "length",  # of the question: a short one names little
    "leans",  # on the conversation
)  # fmt: skip
ANY_SCHEME = frozenset({"认证证书", "申请", "办理"})  # words of the glossary that any certification has
SAME = 0.95  # cosine from which on a question is one that the material is known to answer
WHOLE = 0.99  # coverage from which on all that a question names stands in the passage
CLOSE = 0.93  # share of the best score from which the second passage is shown too
LONG, NEXT = 40, 5  # characters of a long question; hits that may agree with the best


class Node(NamedTuple):
    """A node of a tree: below ``threshold`` of a feature it goes left, else right; a leaf has no ``left``."""

    feature: int
    threshold: float
    left: int
    right: int
    value: float


Tree = tuple[Node, ...]


@dataclass(frozen=True)
class Evidence:
    """A model of "the material answers this": boosted trees, fitted by ``python -m evals.calibrate``.

    Friedman 2001. The log-odds are ``start`` and the value of each tree's leaf.

    Attributes:
        answers: probability from which on the material is held to answer, by the manner of asking.
        nears: probability from which on the nearest passage is worth showing with the refusal.
    """

    start: float
    trees: tuple[Tree, ...]
    answers: Mapping[Manner, float]
    nears: float

    def verdict(self, probability: float, manner: Manner = Manner.ALONE) -> Verdict:
        """What a probability allows."""
        if probability >= self.answers[manner]:
            return Verdict.ANSWER
        return Verdict.NEAR if probability >= self.nears else Verdict.NOTHING

    def probability(self, features: Mapping[str, float]) -> float:
        """How probable it is that the best passage answers, between 0 and 1."""
        return 1 / (1 + math.exp(-sum(self.parts(features).values())))

    def parts(self, features: Mapping[str, float]) -> dict[str, float]:
        """Each feature's part in the log-odds: what the value changes at each of its splits (Saabas 2014).

        The parts, with that of "" for what no feature decides, sum to the log-odds.
        """
        feature, threshold, left, right, value = self._forest
        values = np.array([features[name] for name in FEATURES])
        sums = np.zeros(len(FEATURES))
        node = self._roots
        for _ in range(self._height):
            asked = feature[node]
            below = np.where(values[asked] <= threshold[node], left[node], right[node])
            sums += np.bincount(asked, value[below] - value[node], len(FEATURES))
            node = below
        ground = self.start + float(value[self._roots].sum())
        return {"": ground, **dict(zip(FEATURES, sums.tolist(), strict=True))}

    @cached_property
    def _roots(self) -> Ints:
        """The place of each tree's root among all nodes."""
        return np.cumsum([0, *map(len, self.trees[:-1])])[: len(self.trees)]

    @cached_property
    def _height(self) -> int:
        """Steps from the root of the highest tree to its farthest leaf."""
        return max(map(height, self.trees), default=0)

    @cached_property
    def _forest(self) -> tuple[Ints, Floats, Ints, Ints, Floats]:
        """Each field of the nodes of all trees; a leaf is its own left and right."""
        fields = np.array([node for tree in self.trees for node in tree]).reshape(-1, len(Node._fields)).T
        feature, threshold, left, right, value = fields
        place = np.arange(len(feature))
        root = np.repeat(self._roots, list(map(len, self.trees)))
        left, right = (np.where(left > 0, root + side, place) for side in (left, right))
        return feature.astype(int), threshold, left.astype(int), right.astype(int), value


def height(tree: Tree, at: int = 0) -> int:
    """Steps from a node of a tree to its farthest leaf."""
    node = tree[at]
    return 1 + max(height(tree, node.left), height(tree, node.right)) if node.left else 0


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the probability behind it, and what decided where that was not the probability.

    Attributes:
        outside: the foreign subject's name.
        known: whether the question is as good as one of the passage's ways of asking.
    """

    verdict: Verdict
    probability: float = 0.0
    outside: str = ""
    known: bool = False


@dataclass(frozen=True)
class Judge:
    """Decides whether the material answers.

    Attributes:
        ours: the glossary of this field.
        outside: names of schemes and subjects that are not ours.
        details: words that ask for one particular detail.
        rows: passage id -> its row in the lexical index.
    """

    lexical: LexicalIndex
    ours: Concepts
    outside: Concepts
    details: Concepts
    evidence: Evidence
    rows: Mapping[str, int]

    def decide(self, ask: Ask, found: Found) -> Decision:
        """Whether ``found`` answers ``ask``."""
        named = set(self.ours.find(fold(ask.text))) - self.ours.aspects - ANY_SCHEME
        foreign = self.foreign(ask.text if named else f"{wanted(ask.context)} {ask.around} {ask.text}")
        if foreign and not speaks_of(found, foreign):
            return Decision(Verdict.OUTSIDE, outside=foreign)
        if not found.hits:
            return Decision(Verdict.NOTHING)
        features = self.features(ask, found)
        probability = self.evidence.probability(features)
        likeness = found.hits[0].channels["dense"]
        if likeness >= SAME and likeness > found.doubt.dense:  # as good as one of its ways of asking
            return Decision(Verdict.ANSWER, probability, known=True)
        verdict = self.evidence.verdict(probability, manner_of(ask))
        # A mere "多少钱" can only mean what was spoken of, and "认证多少钱" names nothing but what the
        # passage holds: near is enough.
        plain = elliptic(ask.text) and features["coverage"] >= WHOLE and not features["absent"]
        near_enough = plain or (bool(ask.past) and leans_wholly(ask.text))
        return Decision(Verdict.ANSWER if near_enough and verdict is Verdict.NEAR else verdict, probability)

    def foreign(self, text: str) -> str:
        """The first scheme or subject in the text that is not ours; "" where there is none."""
        return next(iter(self.outside.find(without_circumstances(fold(text)))), "")

    def features(self, ask: Ask, found: Found) -> dict[str, float]:
        """What the decision rests on, by name of ``FEATURES``."""
        best, *others = found.hits
        shown = [best.passage, *runners_up(found)]
        lacking, details = self._lacking(found.read, shown), self.details.find(found.read)
        token = TOKENS.get(ask.kind) if ask.kind else None
        own = [hit.passage.document_id == best.passage.document_id for hit in found.hits[:NEXT]]
        fit = {name: best.channels[name] for name in FIT}
        rivals = (found.doubt.asked - best.channels["asked"], found.doubt.dense - best.channels["dense"])
        return fit | {
            "second": others[0].score if others else 0.0,
            "gap": best.score - others[0].score if others else best.score,
            "agree": sum(own) / NEXT,
            "vote": found.doubt.vote,
            "wording": found.doubt.wording,
            "rival": sum(max(0.0, rival) for rival in rivals),
            "unseen": found.doubt.unseen,
            "missing": max(lacking, default=0.0) / 10,
            "absent": sum(lacking) / 50,
            "details": float(sum(not any(word in said(passage) for passage in shown) for word in details)),
            "untyped": float(token is not None and not token.search(best.passage.text)),
            "presumes": float(PRESUMES.search(found.read) is not None),
            "demands": float(DEMANDS.search(found.read) is not None or manipulates(found.read)),
            "private": float(PRIVATE.search(found.read) is not None),
            "length": min(len(found.read), LONG) / LONG,
            "leans": float(ask.leans),
            "corrects": float(any(passage.triggers for passage in shown)),
        }

    def _lacking(self, read: str, shown: list[Passage]) -> list[float]:
        """The weights of the question's words and concepts that the passages do not hold."""
        specific = self.ours.specific(read)
        asked = sorted(set(index_terms(specific, self.ours)))
        return [
            self.lexical.weight(term)
            for term in asked
            if len(term) > 1 and not any(self._holds(passage, term) for passage in shown)
        ]

    def _holds(self, passage: Passage, term: str) -> bool:
        """Whether the term stands in what is said in and of a passage."""
        holders, row = self.lexical.passages(term), self.rows[passage.id]
        place = holders.searchsorted(row)
        return bool(place < len(holders) and holders[place] == row)


def manner_of(ask: Ask) -> Manner:
    """Whether an ask stands by itself, leans on what was said, or is so short that it must."""
    if (ask.leans or ask.around) and elliptic(ask.text):
        return Manner.ELLIPTIC
    return Manner.LEANING if ask.leans else Manner.ALONE


def runners_up(found: Found) -> list[Passage]:
    """The second passage where it fits the question almost as well as the first."""
    close = [hit.passage for hit in found.hits[1:2] if hit.score >= CLOSE * found.hits[0].score]
    return [passage for passage in close if not passage.triggers]


def said(passage: Passage) -> str:
    """Everything said in and of a passage, folded."""
    return folded_once((*passage.heading, passage.text, *passage.questions))


@lru_cache(maxsize=1024)
def folded_once(texts: tuple[str, ...]) -> str:
    """The texts, folded: strings keep their hash, a passage has to count its own anew."""
    return fold(" ".join(texts))


def speaks_of(found: Found, foreign: str) -> bool:
    """Whether the best passage itself speaks of the foreign subject."""
    return bool(found.hits) and fold(foreign) in said(found.hits[0].passage)
