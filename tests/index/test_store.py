"""Chroma finds what an exact scan finds, and fails loudly."""

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexUnusableError
from assistant.index.store import assign, clear, create_store, fill, open_store


@pytest.mark.parametrize("count", [10, 96])
def test_the_search_finds_what_an_exact_scan_finds(assistant, count: int) -> None:
    """Of the nearest to 300 of the shipped entries, ties aside; no two graphs are alike."""
    store = assistant.retriever.store
    vectors = np.array(store.collection.get(include=["embeddings"])["embeddings"], dtype=np.float32)
    found = []
    for vector in vectors[:: len(vectors) // 300]:
        least = np.sort(vectors @ vector)[-count]
        found += list(store.nearest(vector, count)[1] >= least - 1e-4)
    assert np.mean(found) >= 0.99


def test_a_store_survives_reopening(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    vectors, slots = np.eye(3, dtype=np.float32), np.array([4, 0, 2], np.int32)
    assert sum(fill(store, slots, lambda part: vectors[part])) == 3
    store.close()
    assign(tmp_path, slots)
    again = open_store(tmp_path)
    assert again.count() == 3
    nearest = [again.nearest(vector, 1) for vector in vectors]
    assert [entries.tolist() for entries, _ in nearest] == [[0], [1], [2]]
    assert [cosines.tolist() for _, cosines in nearest] == [[pytest.approx(1.0)]] * 3
    again.close()


def test_an_emptied_slot_is_never_found(tmp_path: Path) -> None:
    store = create_store(tmp_path)
    vectors, slots = np.eye(3, dtype=np.float32), np.arange(3, dtype=np.int32)
    list(fill(store, slots, lambda part: vectors[part]))
    clear(store, slots[:1])
    store.close()
    assign(tmp_path, slots[1:])
    again = open_store(tmp_path)
    assert again.count() == 2
    assert set(again.nearest(vectors[0], 2)[0].tolist()) == {0, 1}
    again.close()


def test_a_missing_store_is_an_error_with_a_next_step(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusableError, match="assistant index build"):
        open_store(tmp_path)
