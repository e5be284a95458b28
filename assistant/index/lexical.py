"""The lexical channel: which entries share which terms with a question, and how much that weighs.

An entry is a passage's text or one of the ways people ask for it. Postings are kept as three flat
arrays (compressed sparse columns), so that a search is a handful of additions per term and the
share of every term in a score can be told.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.text.terms import term_class_weight

K1 = 1.2
B = 0.75

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
    """

    vocabulary: dict[str, int]
    starts: Ints
    entries: Ints
    weights: Floats
    salience: Floats
    mass: Floats

    def weight(self, term: str) -> float:
        """The salience of a term; one that no entry holds weighs as a rare one of its kind."""
        column = self.vocabulary.get(term)
        if column is not None:
            return float(self.salience[column])
        return inverse_frequency(1, len(self.mass)) * term_class_weight(term)

    def postings(self, term: str, without: int = -1) -> tuple[Ints, Floats]:
        """Entries that hold the term, in order, and its BM25 weight in each, leaving out one entry."""
        column = self.vocabulary.get(term)
        if column is None:
            return self.entries[:0], self.weights[:0]
        span = slice(self.starts[column], self.starts[column + 1])
        rows, weights = self.entries[span], self.weights[span]
        return (rows, weights) if without < 0 else (rows[rows != without], weights[rows != without])

    def save(self, folder: Path) -> None:
        """Write the index below ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "vocabulary.json").write_text(
            json.dumps(list(self.vocabulary), ensure_ascii=False), "utf-8"
        )
        for name in ("starts", "entries", "weights", "salience", "mass"):
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read an index that :meth:`save` wrote."""
        names = json.loads((folder / "vocabulary.json").read_text("utf-8"))
        arrays = {
            name: np.load(folder / f"{name}.npy")
            for name in ("starts", "entries", "weights", "salience", "mass")
        }
        return cls(vocabulary={name: column for column, name in enumerate(names)}, **arrays)


def build_lexical(entries: Sequence[Iterable[str]]) -> LexicalIndex:
    """Build the index over ``entries``, each given as its terms with repetition."""
    counts = [Counter(terms) for terms in entries]
    lengths = np.array([sum(count.values()) for count in counts], dtype=np.float32)
    average = float(lengths.mean()) if len(counts) else 1.0
    columns: dict[str, list[tuple[int, int]]] = {}
    for entry, count in enumerate(counts):
        for term, times in count.items():
            columns.setdefault(term, []).append((entry, times))

    sizes = [len(postings) for postings in columns.values()]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    flat = np.array([posting for postings in columns.values() for posting in postings], dtype=np.int32)
    flat = flat.reshape(-1, 2)
    frequency = flat[:, 1].astype(np.float32)
    length = lengths[flat[:, 0]] / average
    weights = frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length))
    salience = np.array(
        [
            inverse_frequency(size, len(counts)) * term_class_weight(term)
            for term, size in zip(columns, sizes, strict=True)
        ],
        dtype=np.float32,
    )
    mass = np.zeros(len(counts), dtype=np.float32)
    np.add.at(mass, flat[:, 0], np.repeat(salience, sizes))
    return LexicalIndex(
        vocabulary={term: column for column, term in enumerate(columns)},
        starts=starts,
        entries=np.ascontiguousarray(flat[:, 0]),
        weights=weights.astype(np.float32),
        salience=salience,
        mass=mass,
    )


def inverse_frequency(holding: int, total: int) -> float:
    """Idf of a term that ``holding`` of ``total`` entries hold; never negative."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))
