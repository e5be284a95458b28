"""Find passages: one function for chat, test page and evaluation.

A passage is found by its text, by the ways people ask for it, and by the embedding of either; the
channels are fused by a weighted sum. (Fusing by ranks loses where one channel is weak.)
"""

import logging
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexUnusableError, ModelError
from assistant.index.embedder import Embedder
from assistant.index.lexical import K1, LexicalIndex
from assistant.index.store import VectorStore
from assistant.knowledge.material import Material
from assistant.retrieval.query import Query
from assistant.text.concepts import Concepts
from assistant.types import Passage

log = logging.getLogger(__name__)

NEAREST = 80

Floats = NDArray[np.float32]


CHANNELS = ("text", "asked", "dense", "coverage", "kind", "overview", "clause", "conflict")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each channel counts in the fused score (set by ``python -m evals.calibrate``)."""

    text: float = 0.5
    asked: float = 1.0
    dense: float = 0.6
    coverage: float = 0.2
    kind: float = 0.06
    overview: float = 0.1
    clause: float = 1.0
    conflict: float = -0.1


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its score, and what each channel gives to it.

    ``channels`` are the channels' own values between 0 and 1; each times its weight is its part in
    the score. ``coverage`` among them is the share of the question's weight whose terms stand in
    the passage or in one of its questions.
    """

    passage: Passage
    score: float
    channels: dict[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, best first, and the channels that failed on the way.

    ``unseen`` is the share of the question's weight whose terms stand nowhere in the material.
    """

    hits: tuple[Hit, ...]
    failed: tuple[str, ...] = ()
    unseen: float = 0.0


@dataclass(frozen=True)
class Retriever:
    """The open index.

    Attributes:
        owners: int[entries]; position of each entry's passage.
        asked: bool[entries]; true where the entry is a way of asking.
    """

    material: Material
    concepts: Concepts
    lexical: LexicalIndex
    store: VectorStore
    embedder: Embedder
    owners: NDArray[np.int64]
    asked: NDArray[np.bool_]
    weights: Weights = field(default_factory=Weights)

    def retrieve(self, query: Query, count: int = 10, weights: Weights | None = None) -> Found:
        """The ``count`` best passages for ``query``."""
        weights = weights or self.weights
        channels, failed, unseen = self.channels(query)
        fused = np.sum([getattr(weights, name) * channels[name] for name in CHANNELS], axis=0)
        # A stable sort: equal scores keep the order of the corpus.
        best = np.argsort(-fused, kind="stable")[:count]
        hits = (
            Hit(
                passage=self.material.passages[row],
                score=float(fused[row]),
                channels={name: float(channels[name][row]) for name in CHANNELS},
            )
            for row in best
            if fused[row] > 0
        )
        return Found(tuple(hits), failed, unseen)

    def channels(self, query: Query) -> tuple[dict[str, Floats], tuple[str, ...], float]:
        """Every channel's value for every passage, the channels that failed, the share unseen."""
        text, asked, coverage, unseen = self._lexical(query)
        dense, failed = self._dense(query)
        named = set(query.clauses)
        passages = self.material.passages
        flags = {
            "kind": [passage.kind is query.kind for passage in passages],
            "overview": [
                query.general and passage.overview and passage.kind is query.kind for passage in passages
            ],
            "clause": [bool(named) and passage.clause in named for passage in passages],
            "conflict": [bool(passage.triggers) for passage in passages],
        }
        values = {"text": text, "asked": asked, "dense": dense, "coverage": coverage}
        return values | {name: np.array(flag, np.float32) for name, flag in flags.items()}, failed, unseen

    def _lexical(self, query: Query) -> tuple[Floats, Floats, Floats, float]:
        """Per passage: BM25 of its text, overlap with its nearest question, coverage; and the share unseen.

        All between 0 and 1.
        """
        passages, entries = len(self.material.passages), len(self.owners)
        relevance = np.zeros(entries, dtype=np.float32)
        overlap = np.zeros(entries, dtype=np.float32)
        held = np.zeros(passages, dtype=np.float32)
        total = unseen = 0.0
        for term, share in query.terms.items():
            weight = share * self.lexical.weight(term)
            total += weight
            found = self.lexical.postings(term)
            if found is None:
                unseen += weight
                continue
            rows, frequency = found
            relevance[rows] += weight * frequency
            overlap[rows] += weight
            held[np.unique(self.owners[rows])] += weight
        if total == 0:
            return held, held, held, 0.0
        text = np.zeros(passages, dtype=np.float32)
        asked = np.zeros(passages, dtype=np.float32)
        text[self.owners[~self.asked]] = relevance[~self.asked] / (total * (K1 + 1))
        alike = 2 * overlap / (total + self.lexical.mass)
        np.maximum.at(asked, self.owners[self.asked], alike[self.asked])
        return text, asked, held / total, unseen / total

    def _dense(self, query: Query) -> tuple[Floats, tuple[str, ...]]:
        """Per passage: cosine of its nearest entry (0 where none is near), and whether the channel failed."""
        near = np.zeros(len(self.material.passages), dtype=np.float32)
        try:
            vector = self.embedder.embed([query.text])[0]
            if not vector.any():
                return near, ()
            found = self.store.nearest(vector, min(NEAREST, len(self.owners)))
        except (IndexUnusableError, ModelError) as error:
            log.warning("the dense channel failed: %s", error)
            return near, ("dense",)
        for entry, cosine in found:
            owner = self.owners[entry]
            near[owner] = max(near[owner], cosine)
        return near, ()
