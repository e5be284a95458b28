"""What the published index saves the next one: terms and vectors of entries that stay as they are.

An entry stays as it is when its text and what is embedded of it are the same; where it stands does
not matter. Terms also depend on the glossary and vectors on the model, so each is taken over only
while its recipe is the same.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.index.tokens import Ints, Tokens

Keys = NDArray[np.uint64]
NEW = -1
WORN = 1.5  # slots ever used for each entry from which on the vectors are written anew


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of how an index was made, by entry.

    Attributes:
        folder: where it is; None for no index.
        keys: uint64[entries]; hash of each entry's text and of what is embedded of it.
        slots: int32[entries]; where its vector is.
        recipes: hash of what else goes into its ``terms`` and its ``vectors``.
    """

    folder: Path | None
    keys: Keys
    slots: Ints
    recipes: Mapping[str, str]

    def valid(self, at: Ints, part: str, recipes: Mapping[str, str]) -> Ints:
        """``at`` where a part was made by the same recipe; else all new."""
        return at if self.recipes.get(part) == recipes[part] else np.full_like(at, NEW)

    def tokens(self) -> Tokens:
        """Its tokens."""
        assert self.folder is not None, "nothing is taken over from no index"
        vocabulary = json.loads((self.folder / "lexical" / "vocabulary.json").read_text("utf-8"))
        return Tokens.load(self.folder / "lexical", vocabulary)


def kept_of(folder: Path | None) -> Kept:
    """What is known of the index in ``folder``; nothing where it cannot be read."""
    if folder is not None:
        with suppress(OSError, EOFError, ValueError, KeyError):
            recipes = json.loads((folder / "manifest.json").read_text("utf-8"))["recipes"]
            return Kept(
                folder, np.load(folder / "kept" / "keys.npy"), np.load(folder / "kept" / "slots.npy"), recipes
            )
    return Kept(None, np.zeros(0, np.uint64), np.zeros(0, np.int32), {})


def save_kept(folder: Path, keys: Keys, slots: Ints) -> None:
    """Write down how an index was made, for the next one."""
    (folder / "kept").mkdir()
    np.save(folder / "kept" / "keys.npy", keys)
    np.save(folder / "kept" / "slots.npy", slots)


def keys_of(texts: Iterable[tuple[str, str]]) -> Keys:
    """A hash for each pair of texts."""
    digests = (hashlib.blake2b("\0".join(pair).encode(), digest_size=8).digest() for pair in texts)
    return np.frombuffer(b"".join(digests), np.uint64)


def matched(wanted: Keys, kept: Keys) -> Ints:
    """For each wanted key the place of an equal one that is kept, each used once; else ``NEW``."""
    places: dict[int, list[int]] = {}
    for place, key in enumerate(kept.tolist()):
        places.setdefault(key, []).append(place)
    found = (places.get(key) for key in wanted.tolist())
    return np.array([row.pop() if row else NEW for row in found], np.int32)


def slots_for(at: Ints, kept: Ints) -> tuple[Ints, Ints]:
    """The slot of each entry: the one it had or the next never used; and the slots to be emptied."""
    slots = np.empty(len(at), np.int32)
    slots[at >= 0] = kept[at[at >= 0]]
    first = int(kept.max(initial=-1)) + 1
    slots[at < 0] = np.arange(first, first + int((at < 0).sum()), dtype=np.int32)
    return slots, np.setdiff1d(kept, slots)
