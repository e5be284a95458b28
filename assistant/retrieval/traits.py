"""What of the passages does not depend on the question, as arrays: a search reads it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.text.concepts import compact
from assistant.text.normalize import fold
from assistant.types import Kind, Passage, Source

Floats = NDArray[np.float32]
LAST_RANK = 5
SHORT = 12  # characters up to which a question may be a string to look up
RARE = 5  # passages up to which a string leads to each of them
TABLE, SPREAD = np.uint32(2**18), np.uint32(40_503)


@dataclass(frozen=True)
class Traits:
    """The passages' traits, one row each.

    Attributes:
        by_kind: 1 where it answers that kind of question; all 0 for None.
        overview, corrects: 1 where it is the general answer of its kind; where it corrects a false claim.
        authority: rank of the best source, 1 for the standard's own text, 0 for marketing.
        clauses: clause of the standard -> rows.
        text: all texts, folded and without spaces, a line each.
        starts: where each row's text begins in ``text``.
        pairs: true at the :func:`place <places>` of every two neighbours in ``text``: most questions hold
            two that no text has side by side, and ``text`` need not be searched for them.
    """

    by_kind: dict[Kind | None, Floats]
    overview: Floats
    corrects: Floats
    authority: Floats
    clauses: dict[str, list[int]]
    text: str
    starts: NDArray[np.int64]
    pairs: NDArray[np.bool_]

    def of_kind(self, kind: Kind | None) -> Floats:
        """1 for each passage that answers what the question asks for."""
        return self.by_kind[kind]

    def of_clauses(self, clauses: tuple[str, ...]) -> Floats:
        """1 for each passage about one of the clauses."""
        return self._flagged([row for clause in clauses for row in self.clauses.get(clause, ())])

    def holding(self, typed: str) -> Floats:
        """1 for each passage that holds what was typed, where it is short and at most ``RARE`` hold it."""
        rows: list[int] = []
        wanted = compact(typed)
        somewhere = 1 < len(wanted) <= SHORT and self.pairs[places(wanted)].all()
        place = self.text.find(wanted) if somewhere else -1
        while place >= 0 and len(rows) <= RARE:
            rows.append(int(np.searchsorted(self.starts, place, side="right")) - 1)
            line_end = self.text.find("\n", place)
            place = self.text.find(wanted, line_end)
        return self._flagged(rows if len(rows) <= RARE else [])

    def _flagged(self, rows: list[int]) -> Floats:
        flags = np.zeros(len(self.starts), np.float32)
        flags[rows] = 1
        return flags


def places(text: str) -> NDArray[np.uint32]:
    """Where each two neighbours of a text stand in a table of ``TABLE`` places; several may share one."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return (codes[:-1] * SPREAD + codes[1:]) % TABLE


def authority(ranks: Iterable[int]) -> float:
    """1 for a source of rank 1, 0 for one of the last rank; that of the best counts."""
    return (LAST_RANK - min(ranks, default=LAST_RANK)) / (LAST_RANK - 1)


def traits_of(passages: tuple[Passage, ...], sources: Mapping[str, Source]) -> Traits:
    """The traits of all passages, whose sources are registered in ``sources``."""
    clauses: dict[str, list[int]] = {}
    for row, passage in enumerate(passages):
        clauses.setdefault(passage.clause or "", []).append(row)
    pairs = np.zeros(TABLE, np.bool_)
    lines = [compact(fold(passage.text)) + "\n" for passage in passages]
    text = "".join(lines)
    pairs[places(text)] = True
    return Traits(
        by_kind={
            kind: np.array([passage.kind is kind for passage in passages], np.float32)
            for kind in (None, *Kind)
        },
        overview=np.array([passage.overview for passage in passages], np.float32),
        corrects=np.array([bool(passage.triggers) for passage in passages], np.float32),
        authority=np.array(
            [
                authority(sources[name].rank for name in passage.sources if name in sources)
                for passage in passages
            ],
            np.float32,
        ),
        clauses=clauses,
        text=text,
        starts=np.cumsum([0, *map(len, lines)])[:-1],
        pairs=pairs,
    )
