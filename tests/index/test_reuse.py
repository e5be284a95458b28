"""An index that takes over what has not changed is the one that would have been made from nothing."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index import build
from assistant.index.embedder import Embedder, open_embedder
from assistant.index.lexical import ARRAYS
from assistant.index.reuse import keys_of, matched, slots_for, worthwhile
from assistant.index.store import open_store
from assistant.index.tokens import tokens_of
from assistant.settings import SHIPPED
from assistant.text.spelling import Speller
from assistant.text.usage import Usage

ENTRIES = st.lists(st.lists(st.sampled_from("甲乙丙丁戊"), max_size=4), max_size=6)


@given(before=ENTRIES, after=ENTRIES)
def test_tokens_taken_over_are_those_cut_anew(before: list[list[str]], after: list[list[str]]) -> None:
    at = np.array([before.index(entry) if entry in before else -1 for entry in after], np.int32)
    cut = [entry for entry, place in zip(after, at, strict=True) if place < 0]
    reused, anew = tokens_of(cut, tokens_of(before), at), tokens_of(after)
    assert reused.vocabulary == anew.vocabulary
    np.testing.assert_array_equal(reused.starts, anew.starts)
    np.testing.assert_array_equal(reused.numbers, anew.numbers)


def test_equal_entries_are_each_matched_once() -> None:
    kept, wanted = (keys_of((text, text) for text in texts) for texts in ("aab", "aaab"))
    at = matched(wanted, kept)
    assert sorted(at) == [-1, 0, 1, 2]


def test_slots_stay_and_new_ones_are_free() -> None:
    slots, gone = slots_for(np.array([2, -1, 0, -1, -1], np.int32), np.array([2, 1, 3], np.int32))
    assert slots.tolist() == [3, 0, 2, 1, 4]
    assert gone.tolist() == []


def test_slots_of_what_is_gone_are_emptied() -> None:
    slots, gone = slots_for(np.array([2, -1], np.int32), np.array([5, 1, 9, 0], np.int32))
    assert slots.tolist() == [9, 0]
    assert gone.tolist() == [1, 5]


@pytest.mark.parametrize(("new", "kept", "worth"), [(1, 99, True), (90, 10, False), (40, 60, False)])
def test_a_few_vectors_are_changed_and_many_are_written_anew(new: int, kept: int, worth: bool) -> None:
    at = np.array([-1] * new + list(range(kept)), np.int32)
    assert worthwhile(at, np.arange(100, dtype=np.int32)) is worth


def test_vectors_are_added_where_none_has_gone() -> None:
    at = np.array([-1] * 80 + list(range(20)), np.int32)
    assert worthwhile(at, np.arange(20, dtype=np.int32))
    assert not worthwhile(np.full(80, -1, np.int32), np.zeros(0, np.int32))


@pytest.fixture(scope="module")
def counted() -> tuple[Embedder, list[int]]:
    """The shipped model, and how many texts each call embedded."""
    shipped, calls = open_embedder(str(SHIPPED / "indexes" / "embedder")), []

    def embed(texts):
        calls.append(len(texts))
        return shipped.embed(texts)

    return Embedder(shipped.name, shipped.digest, embed), calls


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory, counted) -> tuple[Path, Path, list[int]]:
    """Two indexes of one changed corpus: grown from that of the shipped one, and made from nothing."""
    folder = tmp_path_factory.mktemp("grown")
    embedder, calls = counted
    corpus = Path(shutil.copytree(SHIPPED / "corpus", folder / "corpus"))
    build.build_index(folder / "grown", corpus, embedder)
    topic = corpus / "topics" / "identity.md"
    text = topic.read_text("utf-8").replace("推荐性国家标准", "推荐性的国家标准")
    topic.write_text(text.replace("  - 27922 是啥\n", ""), "utf-8")
    calls.clear()
    first = build.build_index(folder / "grown", corpus, embedder)
    embedded = list(calls)
    second = build.build_index(folder / "anew", corpus, embedder, force=True)
    return first, second, embedded


def test_only_what_changed_is_embedded(grown: tuple[Path, Path, list[int]]) -> None:
    assert sum(grown[2]) < 20


@pytest.mark.parametrize("name", ["vocabulary.json", *(f"{name}.npy" for name in ARRAYS)])
def test_the_lexical_channel_is_the_same_to_the_byte(grown: tuple[Path, Path, list[int]], name: str) -> None:
    first, second, _ = grown
    assert (first / "lexical" / name).read_bytes() == (second / "lexical" / name).read_bytes()
    assert (first / "material.json").read_bytes() == (second / "material.json").read_bytes()


def test_the_spelling_is_the_same(grown: tuple[Path, Path, list[int]]) -> None:
    first, second, _ = grown
    assert Speller.load(first / "spelling.json") == Speller.load(second / "spelling.json")
    assert Usage.load(first / "kept" / "usage.json") == Usage.load(second / "kept" / "usage.json")


def test_the_dense_channel_finds_the_same(grown: tuple[Path, Path, list[int]], counted) -> None:
    """Nearly: Chroma adds vectors on all cores at once, so that no two graphs are quite alike."""
    stores = [open_store(folder / "chroma") for folder in grown[:2]]
    entries = build.manifest_of(grown[0])["entries"]
    assert stores[0].count() == stores[1].count() == entries
    questions = ["证书有效期几年", "这是推荐性的国家标准吗", "27922 是啥", "五星级多少分", "怎么查真伪"]
    vectors = counted[0].embed(questions)
    found = [
        {(at, entry) for at, vector in enumerate(vectors) for entry in store.nearest(vector, 10)[0].tolist()}
        for store in stores
    ]
    assert len(found[0] & found[1]) >= 0.9 * len(found[0])


def test_another_model_takes_over_no_vector(
    grown: tuple[Path, Path, list[int]], tmp_path: Path, counted
) -> None:
    embedder, calls = counted
    home = tmp_path / "home"
    build.build_index(home, SHIPPED / "corpus", embedder)
    calls.clear()
    folder = build.build_index(home, SHIPPED / "corpus", Embedder("other", "other", embedder.embed))
    assert sum(calls) == build.manifest_of(folder)["entries"]


@pytest.mark.parametrize(
    "broken",
    ["kept/keys.npy", "kept/texts.txt", "kept/usage.json", "lexical/tokens.npy", "chroma/chroma.sqlite3"],
)
def test_a_damaged_index_is_not_taken_over(tmp_path: Path, grown, counted, broken: str) -> None:
    home = tmp_path / "home"
    shutil.copytree(grown[0].parents[1], home)
    (build.published(home) / broken).write_bytes(b"")
    after = build.build_index(home, SHIPPED / "corpus", counted[0])
    store = open_store(after / "chroma")
    assert build.manifest_of(after)["entries"] == store.count()
    store.close()
