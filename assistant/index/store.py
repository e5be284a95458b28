"""The dense channel, kept in Chroma: the only file that imports chromadb.

Chroma holds the vectors alone, each under a number of its own, its slot; the texts and what they
belong to stand in the index beside it, and are never searched here. An entry keeps its slot from
one index to the next, whatever its place among the entries becomes.

Chroma runs embedded, with vectors that are always our own. Its HTTP server is never started, and
a directory that this program did not write is never opened.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.egress import close_egress
from assistant.errors import IndexUnusableError

COLLECTION = "entries"
# Wide enough that the search finds what an exact scan finds (tests/index/test_store.py).
WIDTH = {"space": "ip", "ef_search": 256, "ef_construction": 160, "max_neighbors": 24}
PLACES = "entries.npy"

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class VectorStore:
    """An open collection of entry vectors; ``client`` is kept so that it can be closed.

    ``entries`` is int32[slots]: the entry in each slot, -1 where there is none any more.
    """

    client: Any
    collection: Any
    entries: Ints

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
        """The ``count`` nearest entries as (entry number, cosine), best first.

        Raises:
            IndexUnusableError: Chroma failed; the caller goes on with its other channels, and says so.
        """
        with named("向量检索失败"):
            found = self.collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        return [
            (int(self.entries[int(slot)]), 1.0 - float(distance))
            for slot, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def count(self) -> int:
        """How many vectors are stored."""
        return int(self.collection.count())

    def close(self) -> None:
        """Release the files."""
        self.client.close()


def create_store(folder: Path) -> VectorStore:
    """Create an empty store in ``folder``."""
    client = open_client(folder)
    collection = client.create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": WIDTH})
    return VectorStore(client, collection, np.zeros(0, np.int32))


def open_store(folder: Path) -> VectorStore:
    """Open a store whose slots have been assigned.

    Raises:
        IndexUnusableError: there is none in ``folder``.
    """
    if not (folder / "chroma.sqlite3").is_file():
        raise IndexUnusableError("索引里缺少向量库", next_step="运行 assistant index build --force")
    with named("向量库打不开"):
        entries = np.load(folder / PLACES)
        client = open_client(folder)
        return VectorStore(client, client.get_collection(COLLECTION, embedding_function=None), entries)


def fill(store: VectorStore, slots: Ints, vectors: Callable[[slice], NDArray[np.float32]]) -> Iterator[int]:
    """Put a vector into each of these slots, batch by batch; yields how many each batch held.

    Args:
        vectors: stretch of ``slots`` -> their vectors.
    """
    size = store.client.get_max_batch_size()
    for first in range(0, len(slots), size):
        batch = slice(first, first + size)
        with named("向量库写不进"):
            store.collection.add(ids=[str(slot) for slot in slots[batch]], embeddings=vectors(batch))
        yield len(slots[batch])


def clear(store: VectorStore, slots: Ints) -> None:
    """Empty these slots."""
    size = store.client.get_max_batch_size()
    for first in range(0, len(slots), size):
        with named("向量库写不进"):
            store.collection.delete(ids=[str(slot) for slot in slots[first : first + size]])


def assign(folder: Path, slots: Ints) -> None:
    """Write down which slot each entry has; int32[entries]."""
    entries = np.full(int(slots.max(initial=-1)) + 1, -1, np.int32)
    entries[slots] = np.arange(len(slots), dtype=np.int32)
    np.save(folder / PLACES, entries)


@contextmanager
def named(failure: str) -> Iterator[None]:
    """What Chroma and its files raise, as the error of an index that cannot be used."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, ValueError, OSError, EOFError, sqlite3.DatabaseError) as error:
        raise IndexUnusableError(
            failure, reason=type(error).__name__, next_step="运行 assistant index build --force"
        ) from error


def open_client(folder: Path) -> Any:  # noqa: ANN401 - chromadb is untyped
    """Chroma's embedded client on ``folder``, without telemetry."""
    close_egress()
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    return chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))
