"""How often characters are neighbours, kept by the first of them: a tenth of the memory of a dict."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Row = tuple[str, "array[int]"]
NOTHING: Row = ("", array("I"))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Counts of pairs of characters.

    Attributes:
        rows: first character -> the second ones, and the count of each pair.
    """

    rows: Mapping[str, Row]

    def count(self, pair: str) -> int:
        """How often the two characters of ``pair`` were neighbours."""
        seconds, counts = self.rows.get(pair[0], NOTHING)
        place = seconds.find(pair[1])
        return counts[place] if place >= 0 else 0

    def after(self, first: str) -> Iterator[tuple[str, int]]:
        """The characters seen after ``first``, and how often."""
        return zip(*self.rows.get(first, NOTHING), strict=True)

    def sums(self) -> dict[str, int]:
        """How often each character stood before another."""
        return {first: sum(counts) for first, (_, counts) in self.rows.items()}


def pairs_of(counts: Mapping[str, int]) -> Pairs:
    """The pairs that were counted as strings of two characters."""
    by_first: dict[str, list[str]] = {}
    for pair in counts:
        by_first.setdefault(pair[0], []).append(pair)
    rows = by_first.items()
    return from_rows({first: ("".join(pairs)[1::2], map(counts.__getitem__, pairs)) for first, pairs in rows})


def from_rows(rows: Mapping[str, tuple[str, Iterable[int]]]) -> Pairs:
    """The pairs of these rows, whatever holds their counts."""
    return Pairs({first: (seconds, array("I", counts)) for first, (seconds, counts) in rows.items()})
