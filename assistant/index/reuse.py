"""What the published index saves the next one: whatever was made of entries that stay as they are.

An entry stays as it is when its text and what is embedded of it are the same; where it stands does
not matter. Terms also depend on the glossary and vectors on the model, so each is taken over only
while its recipe is the same.
"""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.index.tokens import Ints, Tokens
from assistant.records import read_record, write_record
from assistant.text.usage import Usage

Keys = NDArray[np.uint64]
NEW = -1
REPLACING = 8  # as many new vectors are added while one takes the place of another
BETWEEN = "\0"  # texts; a folded text holds none


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of how an index was made, by entry.

    Attributes:
        folder: where it is.
        keys: uint64[entries]; hash of each entry's text and of what is embedded of it.
        slots: int32[entries]; where its vector is.
        recipes: hash of what else goes into its ``terms``, its ``texts`` and its ``vectors``.
        parsed: the YAML it was made from, by the hash of each text.
    """

    folder: Path
    keys: Keys
    slots: Ints
    recipes: Mapping[str, str]
    parsed: Mapping[str, Any]

    def valid(self, at: Ints, part: str, recipes: Mapping[str, str]) -> Ints:
        """``at`` where a part was made by the same recipe; else all new."""
        return at if self.recipes.get(part) == recipes[part] else np.full_like(at, NEW)

    def tokens(self) -> Tokens:
        """Its tokens."""
        vocabulary = read_record(self.folder / "lexical" / "vocabulary.json")
        return Tokens.load(self.folder / "lexical", vocabulary)

    def texts(self) -> list[str]:
        """Its folded texts."""
        return (self.folder / "kept" / "texts.txt").read_bytes().decode().split(BETWEEN)

    def usage(self) -> Usage:
        """What they use."""
        return Usage.load(self.folder / "kept" / "usage.json")


def kept_of(folder: Path | None) -> Kept:
    """What is known of the index in ``folder``; nothing where it cannot be read."""
    if folder is not None:
        with suppress(OSError, EOFError, ValueError, KeyError):
            return Kept(
                folder,
                np.load(folder / "kept" / "keys.npy"),
                np.load(folder / "kept" / "slots.npy"),
                read_record(folder / "manifest.json")["recipes"],
                read_record(folder / "kept" / "parsed.json"),
            )
    return Kept(Path(), np.zeros(0, np.uint64), np.zeros(0, np.int32), {}, {})


def save_kept(folder: Path, keys: Keys, slots: Ints, parsed: Mapping[str, Any]) -> None:
    """Write down how an index was made, for the next one.

    What JSON cannot hold (a date) stands only in the rules of scoring, of which no passage is made.
    """
    np.save(folder / "kept" / "keys.npy", keys)
    np.save(folder / "kept" / "slots.npy", slots)
    write_record(folder / "kept" / "parsed.json", parsed)


def save_texts(folder: Path, texts: Iterable[str], usage: Usage) -> None:
    """Write down the folded texts and what they use."""
    (folder / "kept" / "texts.txt").write_bytes(BETWEEN.join(texts).encode())
    usage.save(folder / "kept" / "usage.json")


def keys_of(texts: Iterable[tuple[str, str]]) -> Keys:
    """A hash for each pair of texts."""
    digests = (hashlib.blake2b("\0".join(pair).encode(), digest_size=8).digest() for pair in texts)
    return np.frombuffer(b"".join(digests), np.uint64)


def matched(wanted: Keys, kept: Keys) -> Ints:
    """For each wanted key the place of an equal one that is kept, each used once; else ``NEW``."""
    order, places = np.argsort(wanted, kind="stable"), np.argsort(kept, kind="stable")
    first, among = wanted[order], kept[places]
    # The second of two equal keys goes to the second of those that are kept, and so on.
    turn = np.arange(len(first)) - np.searchsorted(first, first)
    at = np.searchsorted(among, first) + turn
    there = np.append(among, np.uint64(0))[np.minimum(at, len(among))] == first
    there &= at < len(among)
    found = np.full(len(wanted), NEW, np.int32)
    found[order[there]] = places[at[there]]
    return found


def slots_for(at: Ints, kept: Ints) -> tuple[Ints, Ints]:
    """The slot of each entry: the one it had, else a free one; and the slots to be emptied."""
    slots = np.empty(len(at), np.int32)
    slots[at >= 0] = kept[at[at >= 0]]
    new = int((at < 0).sum())
    free = np.ones(kept.max(initial=-1) + 1 + new, np.bool_)
    free[slots[at >= 0]] = False
    slots[at < 0] = np.flatnonzero(free)[:new]
    return slots, np.sort(kept[~np.isin(kept, slots)])


def worthwhile(at: Ints, kept: Ints) -> bool:
    """Whether it takes less to change the vectors that are kept than to write all anew."""
    new = int((at < 0).sum())
    replaced = min(new, len(kept) - (len(at) - new))
    return new + REPLACING * replaced < len(at)
