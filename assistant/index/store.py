"""The dense channel, kept in Chroma.

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

import numpy as np
from numpy.typing import NDArray

from assistant.egress import close_egress
from assistant.errors import IndexUnusableError
from assistant.index.engine import Client, Collection

COLLECTION = "entries"
# Wide enough that of the 96 nearest of an exact scan the search finds 99 % (tests/index/test_store.py);
# a wider graph finds no more, and takes longer to build and to search.
WIDTH = {"space": "ip", "ef_search": 256, "ef_construction": 100, "max_neighbors": 16}
PLACES = "entries.npy"

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class VectorStore:
    """An open collection of entry vectors; ``client`` is kept so that it can be closed.

    ``entries`` is int32[slots]: the entry in each slot, -1 where there is none any more.
    """

    client: Client
    collection: Collection
    entries: Ints

    def nearest(self, vector: NDArray[np.float32], count: int) -> tuple[Ints, NDArray[np.float64]]:
        """The numbers and the cosines of the ``count`` nearest entries, best first.

        Raises:
            IndexUnusableError: Chroma failed; the caller goes on with its other channels, and says so.
        """
        with named("向量检索失败"):
            found = self.collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        slots = np.fromiter(map(int, found["ids"][0]), np.int32)
        return self.entries[slots], 1.0 - np.array(found["distances"][0])

    def count(self) -> int:
        """How many vectors are stored."""
        return int(self.collection.count())

    def close(self) -> None:
        """Release the files."""
        self.client.close()


def create_store(folder: Path) -> VectorStore:
    """Create an empty store in ``folder``."""
    client = Client(folder)
    collection = client.create_collection(COLLECTION, configuration={"hnsw": WIDTH})
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
        client = Client(folder)
        return VectorStore(client, client.get_collection(COLLECTION), entries)


def fill(store: VectorStore, slots: Ints, vectors: Callable[[slice], NDArray[np.float32]]) -> Iterator[int]:
    """Put a vector into each of these slots, batch by batch; yields how many each batch held.

    What was in a slot before is gone.

    Args:
        vectors: stretch of ``slots`` -> their vectors.
    """
    size = store.client.get_max_batch_size()
    for first in range(0, len(slots), size):
        batch = slice(first, first + size)
        with named("向量库写不进"):
            store.collection.upsert(ids=[str(slot) for slot in slots[batch]], embeddings=vectors(batch))
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


def likeness(store: VectorStore, slots: Ints) -> NDArray[np.float32]:
    """The cosine of each of these slots' vectors, but for empty ones, to what the search finds nearest."""
    with named("向量检索失败"):
        kept = store.collection.get(ids=[str(slot) for slot in slots], include=["embeddings"])
        vectors = [vector for vector in kept["embeddings"] if any(vector)]
        if not vectors:
            return np.ones(0, np.float32)
        found = store.collection.query(query_embeddings=vectors, n_results=1, include=["distances"])
    return 1 - np.array(found["distances"], np.float32).ravel()


@contextmanager
def named(failure: str) -> Iterator[None]:
    """What Chroma and its files raise, as the error of an index that cannot be used."""
    try:
        yield
    except failures() as error:
        raise IndexUnusableError(
            failure, reason=type(error).__name__, next_step="运行 assistant index build --force"
        ) from error


def failures() -> tuple[type[Exception], ...]:
    """What Chroma and its files raise; asked for once something is raised: the import takes its time."""
    close_egress()
    from chromadb.errors import ChromaError

    return ChromaError, ValueError, OSError, EOFError, sqlite3.DatabaseError
