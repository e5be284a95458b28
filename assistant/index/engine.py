"""Chroma's embedded engine, opened without the Python client around it: with store.py all that knows Chroma.

``chromadb.PersistentClient`` wraps this engine, a Rust library that comes with it. Importing the
wrapper takes 0.3 s and 30 MB (telemetry, gRPC, HTTP, embedding functions), more than all else that
an answer needs, and nothing of it is used here. What is written is an ordinary Chroma folder:
tests/index/test_engine.py opens it with ``PersistentClient``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

OPEN_AT_ONCE = 16  # collections that the engine keeps in memory
TENANT, DATABASE = "default_tenant", "default_database"  # Chroma's own names

Vectors = NDArray[np.float32] | Sequence[NDArray[np.float32]]


class Client:
    """The engine on one folder; its methods are those of Chroma's client that are needed here."""

    def __init__(self, folder: Path) -> None:
        import chromadb_rust_bindings as rust

        self.engine = rust.Bindings(
            allow_reset=False,
            sqlite_db_config=rust.SqliteDBConfig(
                url=str(folder / "chroma.sqlite3"),
                hash_type=rust.MigrationHash.MD5,
                migration_mode=rust.MigrationMode.Apply,
            ),
            persist_path=str(folder),
            hnsw_cache_size=OPEN_AT_ONCE,
        )

    def create_collection(self, name: str, configuration: Mapping[str, object]) -> "Collection":
        """Create a collection whose vectors are always given."""
        settings = {**configuration, "embedding_function": {"type": "legacy"}}
        made = self.engine.create_collection(name, json.dumps(settings), tenant=TENANT, database=DATABASE)
        return Collection(self, str(made.id), name)

    def get_collection(self, name: str) -> "Collection":
        """Open a collection."""
        return Collection(self, str(self.engine.get_collection(name, TENANT, DATABASE).id), name)

    def delete_collection(self, name: str) -> None:
        """Delete a collection with all it holds."""
        self.engine.delete_collection(name, TENANT, DATABASE)

    def get_max_batch_size(self) -> int:
        """How many vectors can be written at once."""
        return int(self.engine.get_max_batch_size())

    def close(self) -> None:
        """Write what is not yet written, and release the files."""
        del self.engine


@dataclass(frozen=True, slots=True)
class Collection:
    """Vectors by id; its methods are those of Chroma's collection that are needed here."""

    client: Client
    id: str
    name: str

    def upsert(self, ids: Sequence[str], embeddings: Vectors) -> None:
        """Put vectors under ids; what was under them before is gone."""
        self.client.engine.upsert(self.id, list(ids), lists_of(embeddings))

    def delete(self, ids: Sequence[str]) -> None:
        """Drop ids with their vectors."""
        self.client.engine.delete(self.id, list(ids))

    def get(self, ids: Sequence[str] | None = None, *, include: Sequence[str] = ()) -> dict[str, Any]:
        """``ids`` and, where included, ``embeddings``: of some ids, or of all."""
        found = self.client.engine.get(self.id, None if ids is None else list(ids), include=list(include))
        return {"ids": found.ids, "embeddings": found.embeddings}

    def query(self, query_embeddings: Vectors, n_results: int, include: Sequence[str]) -> dict[str, Any]:
        """For each vector the ``ids`` and the ``distances`` of its nearest, best first."""
        found = self.client.engine.query(
            self.id, None, lists_of(query_embeddings), n_results, include=list(include)
        )
        return {"ids": found.ids, "distances": found.distances}

    def count(self) -> int:
        """How many vectors there are."""
        return int(self.client.engine.count(self.id))


def lists_of(vectors: Vectors) -> list[list[float]]:
    """The vectors as the engine reads them fastest: numbers of an array would be asked for one by one."""
    numbers: list[list[float]] = np.asarray(vectors, np.float32).tolist()
    return numbers
