"""The engine by itself and Chroma's own client read and write the same folders."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import IndexUnusableError
from assistant.index.engine import Client
from assistant.index.store import WIDTH, named

IDS = [str(number) for number in range(50)]


@pytest.fixture
def vectors() -> NDArray[np.float32]:
    drawn = np.random.default_rng(1).normal(size=(len(IDS), 8)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def test_chromas_own_client_opens_what_the_engine_wrote(tmp_path: Path, vectors: NDArray[np.float32]) -> None:
    import chromadb

    client = Client(tmp_path)
    client.create_collection("entries", {"hnsw": WIDTH}).upsert(IDS, vectors)
    client.close()
    theirs = chromadb.PersistentClient(str(tmp_path), chromadb.Settings(anonymized_telemetry=False))
    collection = theirs.get_collection("entries", embedding_function=None)
    assert collection.configuration["hnsw"].items() >= WIDTH.items()
    assert collection.query(query_embeddings=vectors[7:8], n_results=1)["ids"] == [["7"]]
    assert collection.count() == len(IDS)
    theirs.close()


def test_the_engine_opens_what_chromas_own_client_wrote(tmp_path: Path, vectors: NDArray[np.float32]) -> None:
    import chromadb

    theirs = chromadb.PersistentClient(str(tmp_path), chromadb.Settings(anonymized_telemetry=False))
    made = theirs.create_collection("entries", embedding_function=None, configuration={"hnsw": WIDTH})
    made.add(ids=IDS, embeddings=vectors)
    asked = {"query_embeddings": vectors[:3], "n_results": 5, "include": ["distances"]}
    expected = made.query(**asked)
    theirs.close()
    client = Client(tmp_path)
    found = client.get_collection("entries").query(**asked)
    assert found["ids"] == expected["ids"]
    assert found["distances"] == expected["distances"]
    client.close()


def test_vectors_come_back_as_they_were_written(tmp_path: Path, vectors: NDArray[np.float32]) -> None:
    client = Client(tmp_path)
    collection = client.create_collection("entries", {"hnsw": WIDTH})
    collection.upsert(IDS, vectors)
    collection.delete(IDS[:10])
    kept = collection.get(["20", "11"], include=["embeddings"])
    order = [int(name) for name in kept["ids"]]
    np.testing.assert_array_equal(np.array(kept["embeddings"], np.float32), vectors[order])
    assert collection.count() == len(IDS) - 10
    client.close()


def test_what_the_engine_raises_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="打不开"), named("向量库打不开"):
        Client(tmp_path).get_collection("nowhere")
