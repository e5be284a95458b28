"""The terms of every entry in order, as numbers: what the lexical index is counted from.

They are kept beside it, so that the next index need not cut again what has not changed.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Terms by entry.

    Attributes:
        vocabulary: the terms, numbered from 0 in the order in which they first come.
        starts: int64[entries + 1]; the tokens of entry ``e`` are ``numbers[starts[e]:starts[e + 1]]``.
        numbers: int32[tokens]; each token's term.
    """

    vocabulary: list[str]
    starts: NDArray[np.int64]
    numbers: Ints

    def save(self, folder: Path) -> None:
        """Write the numbers below ``folder``; the vocabulary is the lexical index's own."""
        np.save(folder / "token-starts.npy", self.starts)
        np.save(folder / "tokens.npy", self.numbers)

    @classmethod
    def load(cls, folder: Path, vocabulary: Iterable[str]) -> "Tokens":
        """Read what :meth:`save` wrote."""
        return cls(list(vocabulary), np.load(folder / "token-starts.npy"), np.load(folder / "tokens.npy"))


NOTHING = Tokens([], np.zeros(1, np.int64), np.zeros(0, np.int32))


def tokens_of(cut: Iterable[Sequence[str]], known: Tokens = NOTHING, at: Ints | None = None) -> Tokens:
    """The tokens of all entries: of those that are new, and of those that ``known`` has already.

    Args:
        cut: the terms of each new entry.
        at: int32[entries]; position in ``known``, or -1 for a new one. None: all are new.
    """
    numbering: defaultdict[str, int] = defaultdict(count(len(known.vocabulary)).__next__)
    numbering.update(zip(known.vocabulary, range(len(known.vocabulary)), strict=True))
    numbers, sizes = array("i"), array("i")
    for terms in cut:
        numbers.extend(map(numbering.__getitem__, terms))
        sizes.append(len(terms))
    at = np.full(len(sizes), -1, np.int32) if at is None else at
    lengths = np.empty(len(at), np.int64)
    lengths[at >= 0] = np.diff(known.starts)[at[at >= 0]]
    lengths[at < 0] = sizes
    starts = np.concatenate([[0], np.cumsum(lengths)])
    # Both sources as one flat array: the known tokens, then those newly cut, in the order of the entries.
    source = np.concatenate([known.numbers, np.array(numbers, np.int32)])
    begins = np.empty(len(at), np.int64)
    begins[at >= 0] = known.starts[at[at >= 0]]
    begins[at < 0] = len(known.numbers) + np.cumsum([0, *sizes])[:-1]
    places = np.arange(starts[-1]) + np.repeat(begins - starts[:-1], lengths)
    return renumbered(list(numbering), starts, source[places])


def renumbered(names: Sequence[str], starts: NDArray[np.int64], numbers: Ints) -> Tokens:
    """The same with terms numbered by first appearance, and without those that no longer appear."""
    first = np.full(len(names), len(numbers), np.int64)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]  # of several writes to one place the last one stays
    order = np.argsort(first, kind="stable")[: int((first < len(numbers)).sum())]
    fresh = np.empty(len(names), np.int32)
    fresh[order] = np.arange(len(order), dtype=np.int32)
    return Tokens([names[number] for number in order], starts, fresh[numbers])
