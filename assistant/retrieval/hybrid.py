"""Find passages: one function for chat, test page and evaluation.

A passage is found by its text, by the ways people ask for it, and by the embedding of either; the
channels are fused by a weighted sum. (Fusing by ranks loses where one channel is weak.)
"""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexUnusableError, ModelError
from assistant.index.embedder import Embedder
from assistant.index.lexical import K1, Ints, LexicalIndex
from assistant.index.store import VectorStore
from assistant.knowledge.material import Material
from assistant.retrieval.query import GENERIC, Query
from assistant.retrieval.traits import Floats, Traits
from assistant.text.concepts import Concepts
from assistant.text.spelling import Speller
from assistant.types import Passage

log = logging.getLogger(__name__)

NEAREST = 96

CHANNELS = (
    "text", "asked", "coverage", "dense", "lead", "company",
    "kind", "overview", "clause", "conflict", "authority", "exact",
)  # fmt: skip
SHARP = 6  # power of the cosine with which an entry counts for its passage's company
ENOUGH = 5  # hits among which one that holds the typed string must be
LIFTED, LEAST = 1.0001, 0.001  # times the score that it must pass; the least lift
HALF = 0.5  # what is added to a count, so that none is never
CLOSEST = 20  # of the nearest entries, those that vote on whether the material answers


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each channel counts in the fused score (set by ``python -m evals.calibrate``)."""

    text: float = 0.5
    asked: float = 1.0
    coverage: float = 0.2
    dense: float = 0.6
    lead: float = 0.2
    company: float = 0.2
    kind: float = 0.06
    overview: float = 0.1
    clause: float = 1.0
    conflict: float = -0.1
    authority: float = 0.1
    exact: float = 1.0


# The channels that each view of the ranking keeps.
VIEWS: dict[str, Callable[[Weights], Weights]] = {
    "fused": lambda weights: weights,
    "lexical": lambda weights: replace(weights, dense=0, lead=0, company=0),
    "dense": lambda _: Weights(**dict.fromkeys(CHANNELS, 0.0) | {"dense": 1.0}),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found: its score, and what each channel gives to it.

    ``channels`` are the channels' own values between 0 and 1; each times its weight is its part in
    the score.

    ========  ====================================================================
    text      BM25 of the passage's text
    asked     overlap of terms with the nearest way of asking for it
    coverage  share of the question's weight whose terms stand in any of these
    dense     cosine of its nearest entry
    lead      cosine of its heading and lead
    company   how many near entries are its own, the nearer counting more
    kind      it answers what kind of thing is asked
    overview  it is the general answer of that kind, and no subject is named
    clause    it is about a clause that is named
    conflict  it corrects a false claim
    authority how good its best source is: 1 the standard's own text, 0 marketing
    exact     it holds what was typed, which few do: what lifts the best of them among the first five
    ========  ====================================================================
    """

    passage: Passage
    score: float
    channels: dict[str, float]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What speaks against the material answering at all.

    Attributes:
        unseen: share of the question's weight whose terms stand nowhere in the material.
        asked, dense: likeness to the nearest question that the material is known not to answer.
        vote: share of such questions among the ``CLOSEST`` entries, the nearer counting more.
        wording: log-odds of the question's terms: where they stand in such questions more than elsewhere
            (naive Bayes, over the root of their number).
    """

    unseen: float = 0.0
    asked: float = 0.0
    dense: float = 0.0
    vote: float = 0.0
    wording: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, best first, the channels that failed on the way, and what the question was read as."""

    hits: tuple[Hit, ...]
    failed: tuple[str, ...] = ()
    doubt: Doubt = field(default_factory=Doubt)
    read: str = ""


@dataclass(frozen=True)
class Retriever:
    """The open index.

    Its entries are the passages' own, then the questions that a passage answers, one's after the other's,
    then the others.

    Attributes:
        owners: int[entries with a passage]; position of each entry's passage.
    """

    material: Material
    concepts: Concepts
    lexical: LexicalIndex
    store: VectorStore
    embedder: Embedder
    speller: Speller
    traits: Traits
    owners: NDArray[np.int64]
    weights: Weights = field(default_factory=Weights)

    def retrieve(self, query: Query, count: int = 10, weights: Weights | None = None) -> Found:
        """The ``count`` best passages for ``query``."""
        weights = weights or self.weights
        channels, failed, doubt = self.channels(query)
        fused = np.zeros(len(self.material.passages), np.float32)
        for name in CHANNELS:
            if name != "exact":
                fused += getattr(weights, name) * channels[name]
        if weights.exact > 0 and channels["exact"].any():
            channels["exact"] = lift(fused, channels["exact"] > 0) / weights.exact
            fused = fused + weights.exact * channels["exact"]
        rows = best_rows(fused, count)
        values = zip(*(channels[name][rows].tolist() for name in CHANNELS), strict=True)
        hits = (
            Hit(self.material.passages[row], score, dict(zip(CHANNELS, of_row, strict=True)))
            for row, score, of_row in zip(rows, fused[rows].tolist(), values, strict=True)
        )
        return Found(tuple(hits), failed, doubt, query.text)

    def channels(self, query: Query) -> tuple[dict[str, Floats], tuple[str, ...], Doubt]:
        """Every channel's value for every passage, the channels that failed, the doubt."""
        text, asked, coverage, doubt = self._lexical(query)
        dense, lead, company, failed, doubt = self._dense(query, doubt)
        values = {
            "text": text,
            "asked": asked,
            "coverage": coverage,
            "dense": dense,
            "lead": lead,
            "company": company,
            "kind": self.traits.of_kind(query.kind),
            "clause": self.traits.of_clauses(query.clauses),
            "conflict": self.traits.corrects,
            "authority": self.traits.authority,
            "exact": self.traits.holding(query.typed),
        }
        values["overview"] = values["kind"] * self.traits.overview * query.general
        return values, failed, doubt

    def _lexical(self, query: Query) -> tuple[Floats, Floats, Floats, Doubt]:
        """Per passage: BM25 of its text, overlap with its nearest question, coverage; all between 0 and 1."""
        passages = len(self.material.passages)
        answered = len(self.owners) - passages  # questions; the others come after them
        masses = self.lexical.mass[passages:]
        total = unseen = odds = 0.0
        postings: list[tuple[float, Ints, Floats, Ints, Ints]] = []
        for term, share in query.terms.items():
            weight = share * self.lexical.weight(term)
            total += weight
            texts, frequency = self.lexical.in_texts(term)
            questions = self.lexical.in_questions(term)
            postings.append((weight, texts, frequency, questions, self.lexical.passages(term)))
            others = len(questions) - int(questions.searchsorted(answered))
            answering = len(texts) + len(questions) - others
            odds += self._odds(others, answering) if share >= GENERIC else 0.0
            unseen += 0.0 if answering else weight
        if total == 0:
            return *np.zeros((3, passages), np.float32), Doubt()
        weights, in_texts, frequencies, in_questions, holders = zip(*postings, strict=True)
        relevance = summed(in_texts, weights, passages, np.concatenate(frequencies))
        alike = 2 * summed(in_questions, weights, len(masses)) / (total + masses)
        asked = np.maximum.reduceat(alike[:answered], self._first_questions)
        rival = float(alike[answered:].max(initial=0.0))
        own = sum(share >= GENERIC for share in query.terms.values())
        doubt = Doubt(unseen / total, rival, wording=odds / math.sqrt(max(own, 1)))
        held = summed(holders, weights, passages)
        return relevance / (total * (K1 + 1)), asked, held / total, doubt

    @cached_property
    def _first_questions(self) -> NDArray[np.int64]:
        """The first of each passage's questions, which stand together; each has one at least."""
        passages = len(self.material.passages)
        return self.owners[passages:].searchsorted(np.arange(passages))

    def _odds(self, unanswered: int, answered: int) -> float:
        """How much more a term in so many entries of either sort speaks for the unanswered."""
        all_answered = len(self.owners)
        others = len(self.lexical.mass) - all_answered
        share = (unanswered + HALF) / (others + 1)
        return math.log(share * (all_answered + 1) / (answered + HALF)) if others else 0.0

    def _dense(self, query: Query, doubt: Doubt) -> tuple[Floats, Floats, Floats, tuple[str, ...], Doubt]:
        """Per passage: cosine of its nearest entry, of its own text, its company; what failed; the doubt.

        A passage with no entry among the ``NEAREST`` has 0.
        """
        near, lead, company = np.zeros((3, len(self.material.passages)), dtype=np.float32)
        try:
            vector = self.embedder.embed([query.text])[0]
            if not vector.any():
                return near, lead, company, (), doubt
            entries, cosines = self.store.nearest(vector, min(NEAREST, len(self.lexical.mass)))
        except (IndexUnusableError, ModelError) as error:
            log.warning("the dense channel failed: %s", error)
            return near, lead, company, ("dense",), doubt
        foreign = entries >= len(self.owners)
        ours, likeness = entries[~foreign], cosines[~foreign].astype(np.float32)
        rows, own = self.owners[ours], ours < len(near)
        np.maximum.at(near, rows, likeness)
        lead[rows[own]] = likeness[own]
        np.add.at(company, rows, np.maximum(likeness, 0) ** SHARP)
        company /= max(company.max(), 1e-9)
        return near, lead, company, (), against(cosines, foreign, doubt)


def summed(
    postings: Sequence[Ints], weights: Sequence[float], size: int, times: Floats | float = 1.0
) -> Floats:
    """Per row the sum of the weights of the terms in it, each ``times`` what its posting says."""
    each = np.repeat(weights, [len(rows) for rows in postings]) * times
    return np.bincount(np.concatenate(postings), each, size).astype(np.float32)


def against(cosines: NDArray[np.float64], foreign: NDArray[np.bool_], doubt: Doubt) -> Doubt:
    """The doubt, with what the nearest entries add to it; ``foreign`` are those that none answers."""
    votes = np.maximum(cosines[:CLOSEST], 0) ** 4
    cast = votes.sum()
    vote = float(votes[foreign[:CLOSEST]].sum() / cast) if cast else 0.0
    return replace(doubt, dense=float(cosines[foreign].max(initial=0.0)), vote=vote)


def lift(scores: Floats, holding: NDArray[np.bool_]) -> Floats:
    """What the best passage that holds the typed string lacks to be among the first ``ENOUGH``.

    A string is looked up by it, and a short question that some text holds by chance is not led astray.
    """
    lifts = np.zeros(len(scores), np.float32)
    best = int(np.argmax(np.where(holding, scores, -np.inf)))
    first = best_rows(scores, ENOUGH)
    if best not in first:
        lifts[best] = scores[first[-1]] * LIFTED - scores[best] if len(first) == ENOUGH else LEAST
    return lifts


def best_rows(scores: Floats, count: int) -> NDArray[np.int64]:
    """The rows of the ``count`` best positive scores, best first; equal ones in the order of the corpus."""
    least = np.partition(scores, -count)[-count] if len(scores) > count else 0
    rows = np.flatnonzero((scores >= least) & (scores > 0))
    return rows[np.argsort(-scores[rows], kind="stable")][:count]
