"""The dense channel, kept in Chroma: the only file that imports chromadb.

Chroma runs embedded, with vectors that are always our own. Its HTTP server is never started, and
a directory that this program did not write is never opened.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.egress import close_egress
from assistant.errors import IndexUnusableError

COLLECTION = "entries"
# Wide enough that the search finds what an exact scan finds (tests/index/test_store.py).
WIDTH = {"space": "ip", "ef_search": 256, "ef_construction": 256, "max_neighbors": 32}


@dataclass(frozen=True, slots=True)
class VectorStore:
    """An open collection of entry vectors; ``client`` is kept so that it can be closed."""

    client: Any
    collection: Any

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
        """The ``count`` nearest entries as (entry number, cosine), best first.

        Raises:
            IndexUnusableError: Chroma failed; the caller goes on with its other channels, and says so.
        """
        from chromadb.errors import ChromaError

        try:
            found = self.collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        except ChromaError as error:
            raise IndexUnusableError(
                "向量检索失败",
                reason=type(error).__name__,
                next_step="运行 assistant index build --force",
            ) from error
        return [
            (int(entry), 1.0 - float(distance))
            for entry, distance in zip(found["ids"][0], found["distances"][0], strict=True)
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
    return VectorStore(
        client, client.create_collection(COLLECTION, embedding_function=None, configuration={"hnsw": WIDTH})
    )


def open_store(folder: Path) -> VectorStore:
    """Open a store that :func:`create_store` made.

    Raises:
        IndexUnusableError: there is none in ``folder``.
    """
    if not (folder / "chroma.sqlite3").is_file():
        raise IndexUnusableError("索引里缺少向量库", next_step="运行 assistant index build --force")
    from chromadb.errors import ChromaError

    try:
        client = open_client(folder)
        return VectorStore(client, client.get_collection(COLLECTION, embedding_function=None))
    except (ChromaError, ValueError, OSError, sqlite3.DatabaseError) as error:
        raise IndexUnusableError(
            "向量库打不开", reason=type(error).__name__, next_step="运行 assistant index build --force"
        ) from error


def fill(
    store: VectorStore,
    vectors: NDArray[np.float32],
    texts: Sequence[str],
    owners: Sequence[str],
) -> Iterator[int]:
    """Add all vectors in batches, with text and owning passage; yields how many each batch held."""
    size = store.client.get_max_batch_size()
    for first in range(0, len(texts), size):
        batch = range(first, min(first + size, len(texts)))
        store.collection.add(
            ids=[str(entry) for entry in batch],
            embeddings=vectors[batch.start : batch.stop],
            documents=[texts[entry] for entry in batch],
            metadatas=[{"passage": owners[entry]} for entry in batch],
        )
        yield len(batch)


def open_client(folder: Path) -> Any:  # noqa: ANN401 - chromadb is untyped
    """Chroma's embedded client on ``folder``, without telemetry."""
    close_egress()
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    return chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))
