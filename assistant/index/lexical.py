"""The lexical channel: which entries share which terms with a question, and how much that weighs.

An entry is a passage's text or one of the ways people ask for it. Postings are kept as three flat
arrays (compressed sparse columns), so that a search is a handful of additions per term and the
share of every term in a score can be told.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.tokens import Tokens
from assistant.text.terms import term_class_weight

K1 = 1.2
B = 0.75
ARRAYS = ("starts", "entries", "weights", "salience", "mass", "holder_starts", "holders")

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Postings of all entries.

    Attributes:
        vocabulary: term -> column.
        starts: int32[terms + 1]; the postings of column ``c`` are ``starts[c]:starts[c + 1]``.
        entries: int32[postings]; the entry of each posting.
        weights: float32[postings]; BM25 weight of the term in that entry, without idf
            (Robertson & Zaragoza 2009).
        salience: float32[terms]; idf of a term times the weight of its kind.
        mass: float32[entries]; sum of the salience of an entry's distinct terms.
        holder_starts, holders: the same as ``starts`` and ``entries`` for the passages that hold the term
            in any of their entries, each once.
    """

    vocabulary: dict[str, int]
    starts: Ints
    entries: Ints
    weights: Floats
    salience: Floats
    mass: Floats
    holder_starts: Ints
    holders: Ints

    def weight(self, term: str) -> float:
        """The salience of a term; one that no entry holds weighs as a rare one of its kind."""
        column = self.vocabulary.get(term)
        if column is not None:
            return float(self.salience[column])
        return inverse_frequency(1, len(self.mass)) * term_class_weight(term)

    def postings(self, term: str) -> tuple[Ints, Floats]:
        """Entries that hold the term, in order, and its BM25 weight in each."""
        column = self.vocabulary.get(term)
        if column is None:
            return self.entries[:0], self.weights[:0]
        span = slice(self.starts[column], self.starts[column + 1])
        return self.entries[span], self.weights[span]

    def passages(self, term: str) -> Ints:
        """Passages that hold the term, in order."""
        column = self.vocabulary.get(term)
        if column is None:
            return self.holders[:0]
        return self.holders[self.holder_starts[column] : self.holder_starts[column + 1]]

    def save(self, folder: Path) -> None:
        """Write the index below ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "vocabulary.json").write_text(
            json.dumps(list(self.vocabulary), ensure_ascii=False), "utf-8"
        )
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read an index that :meth:`save` wrote."""
        names = json.loads((folder / "vocabulary.json").read_text("utf-8"))
        arrays = {name: np.load(folder / f"{name}.npy") for name in ARRAYS}
        return cls(vocabulary={name: column for column, name in enumerate(names)}, **arrays)


def build_lexical(tokens: Tokens, owners: Ints) -> LexicalIndex:
    """Count the tokens of all entries; ``owners`` are their passages, in order, then -1 for those without."""
    total, terms = len(tokens.starts) - 1, len(tokens.vocabulary)
    lengths = np.diff(tokens.starts).astype(np.float32)
    average = float(lengths.mean()) if total else 1.0
    entry_of = np.repeat(np.arange(total), np.diff(tokens.starts))
    # One number for each pair of term and entry: sorted, they are the postings.
    pairs, times = np.unique(tokens.numbers * np.int64(max(total, 1)) + entry_of, return_counts=True)
    columns, entries = np.divmod(pairs, max(total, 1))
    sizes = np.bincount(columns, minlength=terms)
    holders = owners[entries]
    first = (np.diff(holders, prepend=-1) != 0) | (np.diff(columns, prepend=-1) != 0)
    first &= holders >= 0
    frequency = times.astype(np.float32)
    length = lengths[entries] / average
    rarity = np.log(1 + (total - sizes + 0.5) / (sizes + 0.5))  # inverse_frequency of each
    salience = (rarity * [term_class_weight(term) for term in tokens.vocabulary]).astype(np.float32)
    return LexicalIndex(
        vocabulary={term: column for column, term in enumerate(tokens.vocabulary)},
        starts=starts_of(sizes),
        entries=entries.astype(np.int32),
        weights=(frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length))).astype(np.float32),
        salience=salience,
        mass=np.bincount(entries, weights=salience[columns], minlength=total).astype(np.float32),
        holder_starts=starts_of(np.bincount(columns[first], minlength=terms)),
        holders=holders[first],
    )


def starts_of(sizes: NDArray[np.int64]) -> Ints:
    """Where each of the stretches of these sizes begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)


def inverse_frequency(holding: int, total: int) -> float:
    """Idf of a term that ``holding`` of ``total`` entries hold; never negative."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))
