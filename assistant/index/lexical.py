"""The lexical channel: which entries share which terms with a question, and how much that weighs.

An entry is a passage's text or one of the ways people ask for it; the texts come first. Postings are
kept as flat arrays (compressed sparse columns), of texts and of questions apart, so that a search is
a handful of additions per term, reads no posting twice, and can tell each term's share in a score.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.tokens import Tokens
from assistant.records import read_record, write_record
from assistant.text.terms import term_class_weight

K1 = 1.2
B = 0.75
ARRAYS = (
    "salience", "mass", "text_starts", "texts", "weights",
    "question_starts", "questions", "holder_starts", "holders",
)  # fmt: skip

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Postings of all entries.

    Attributes:
        vocabulary: term -> column.
        salience: float32[terms]; idf of a term times the weight of its kind.
        mass: float32[entries]; sum of the salience of an entry's distinct terms.
        text_starts: int32[terms + 1]; column ``c`` of texts is ``text_starts[c]:text_starts[c + 1]``.
        texts: int32[postings of texts]; the passage in whose text the term stands.
        weights: float32[postings of texts]; BM25 weight of the term in that text, without idf
            (Robertson & Zaragoza 2009).
        question_starts, questions: the same for the entries that are questions, numbered from 0.
        holder_starts, holders: the same for the passages that hold the term in any of their entries,
            each once.
    """

    vocabulary: dict[str, int]
    salience: Floats
    mass: Floats
    text_starts: Ints
    texts: Ints
    weights: Floats
    question_starts: Ints
    questions: Ints
    holder_starts: Ints
    holders: Ints

    def weight(self, term: str) -> float:
        """The salience of a term; one that no entry holds weighs as a rare one of its kind."""
        column = self.vocabulary.get(term)
        if column is not None:
            return float(self.salience[column])
        return inverse_frequency(1, len(self.mass)) * term_class_weight(term)

    def in_texts(self, term: str) -> tuple[Ints, Floats]:
        """Passages in whose text the term stands, in order, and its BM25 weight in each."""
        span = self._span(term, self.text_starts)
        return self.texts[span], self.weights[span]

    def in_questions(self, term: str) -> Ints:
        """Questions that hold the term, in order, numbered from 0."""
        return self.questions[self._span(term, self.question_starts)]

    def passages(self, term: str) -> Ints:
        """Passages that hold the term, in their text or in a question for them, in order."""
        return self.holders[self._span(term, self.holder_starts)]

    def _span(self, term: str, starts: Ints) -> slice:
        column = self.vocabulary.get(term)
        return slice(0, 0) if column is None else slice(starts[column], starts[column + 1])

    def save(self, folder: Path) -> None:
        """Write the index below ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        write_record(folder / "vocabulary.json", list(self.vocabulary))
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Read an index that :meth:`save` wrote."""
        names = read_record(folder / "vocabulary.json")
        arrays = {name: np.load(folder / f"{name}.npy") for name in ARRAYS}
        return cls(vocabulary={name: column for column, name in enumerate(names)}, **arrays)


def build_lexical(tokens: Tokens, owners: Ints) -> LexicalIndex:
    """Count the tokens of all entries.

    Args:
        owners: the entries' passages: each passage's own text in order, then the owners of the questions,
            -1 for those without.
    """
    total, terms = len(tokens.starts) - 1, len(tokens.vocabulary)
    passages = int(owners.max(initial=-1)) + 1
    lengths = np.diff(tokens.starts).astype(np.float32)
    average = float(lengths.mean()) if total else 1.0
    entry_of = np.repeat(np.arange(total), np.diff(tokens.starts))
    # One number for each pair of term and entry: sorted, they are the postings.
    pairs, times = np.unique(tokens.numbers * np.int64(max(total, 1)) + entry_of, return_counts=True)
    columns, entries = np.divmod(pairs, max(total, 1))
    sizes = np.bincount(columns, minlength=terms)
    rarity = np.log(1 + (total - sizes + 0.5) / (sizes + 0.5))  # inverse_frequency of each
    salience = (rarity * [term_class_weight(term) for term in tokens.vocabulary]).astype(np.float32)
    in_text, held = entries < passages, owners[entries] >= 0
    texts, frequency = entries[in_text], times[in_text].astype(np.float32)
    length = lengths[texts] / average
    # Sorted, not np.unique: it takes a hundredth of the time.
    holding = np.sort(columns[held] * np.int64(max(passages, 1)) + owners[entries[held]], kind="stable")
    holding = holding[np.diff(holding, prepend=-1) != 0]
    holder_columns, holders = np.divmod(holding, max(passages, 1))
    return LexicalIndex(
        vocabulary={term: column for column, term in enumerate(tokens.vocabulary)},
        salience=salience,
        mass=np.bincount(entries, weights=salience[columns], minlength=total).astype(np.float32),
        text_starts=starts_of(np.bincount(columns[in_text], minlength=terms)),
        texts=texts.astype(np.int32),
        weights=(frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length))).astype(np.float32),
        question_starts=starts_of(np.bincount(columns[~in_text], minlength=terms)),
        questions=(entries[~in_text] - passages).astype(np.int32),
        holder_starts=starts_of(np.bincount(holder_columns, minlength=terms)),
        holders=holders.astype(np.int32),
    )


def starts_of(sizes: NDArray[np.int64]) -> Ints:
    """Where each of the stretches of these sizes begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)


def inverse_frequency(holding: int, total: int) -> float:
    """Idf of a term that ``holding`` of ``total`` entries hold; never negative."""
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5))
