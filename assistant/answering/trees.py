"""A model of "the material answers this": boosted trees over what is known of a question (证据模型)."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


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


class Node(NamedTuple):
    """A node of a tree: below ``threshold`` of a feature it goes left, else right; a leaf has no ``left``."""

    feature: int
    threshold: float
    left: int
    right: int
    value: float


Tree = tuple[Node, ...]


class Forest(NamedTuple):
    """Each field of the nodes of all trees; a leaf is its own left and right."""

    feature: Ints
    threshold: Floats
    left: Ints
    right: Ints
    value: Floats


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
        *_, leaves = self._paths(features)
        return 1 / (1 + math.exp(-self.start - float(self._forest.value[leaves].sum())))

    def parts(self, features: Mapping[str, float]) -> dict[str, float]:
        """Each feature's part in the log-odds: what the value changes at each of its splits (Saabas 2014).

        The parts, with that of "" for what no feature decides, sum to the log-odds.
        """
        feature, value = self._forest.feature, self._forest.value
        sums = np.zeros(len(FEATURES))
        for node, below in pairwise(self._paths(features)):
            sums += np.bincount(feature[node], value[below] - value[node], len(FEATURES))
        ground = self.start + float(value[self._roots].sum())
        return {"": ground, **dict(zip(FEATURES, sums.tolist(), strict=True))}

    def _paths(self, features: Mapping[str, float]) -> Iterator[Ints]:
        """The node of each tree that is reached, step by step, from the roots to the leaves."""
        feature, threshold, left, right, _ = self._forest
        values = np.array([features[name] for name in FEATURES])
        node = self._roots
        yield node
        for _ in range(self._height):
            node = np.where(values[feature[node]] <= threshold[node], left[node], right[node])
            yield node

    @cached_property
    def _roots(self) -> Ints:
        """The place of each tree's root among all nodes."""
        return np.cumsum([0, *map(len, self.trees[:-1])])[: len(self.trees)]

    @cached_property
    def _height(self) -> int:
        """Steps from the root of the highest tree to its farthest leaf."""
        return max(map(height, self.trees), default=0)

    @cached_property
    def _forest(self) -> Forest:
        """All trees as one."""
        fields = np.array([node for tree in self.trees for node in tree]).reshape(-1, len(Node._fields)).T
        feature, threshold, left, right, value = fields
        place = np.arange(len(feature))
        root = np.repeat(self._roots, list(map(len, self.trees)))
        left, right = (np.where(left > 0, root + side, place) for side in (left, right))
        return Forest(feature.astype(int), threshold, left.astype(int), right.astype(int), value)


def height(tree: Tree, at: int = 0) -> int:
    """Steps from a node of a tree to its farthest leaf."""
    node = tree[at]
    return 1 + max(height(tree, node.left), height(tree, node.right)) if node.left else 0
