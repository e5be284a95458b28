"""The index is a cache with a fingerprint, built beside the old one and switched atomically."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import CorpusError
from assistant.index import build, writing
from assistant.index.embedder import Embedder, open_embedder
from assistant.settings import SHIPPED


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return open_embedder(str(SHIPPED / "indexes" / "embedder"))


@pytest.fixture
def corpus_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED / "corpus", tmp_path / "corpus"))


@pytest.fixture
def changed(corpus_copy: Path) -> Path:
    path = corpus_copy / "topics" / "identity.md"
    path.write_text(path.read_text("utf-8").replace("推荐性国家标准", "推荐性的国家标准"), "utf-8")
    return corpus_copy


def test_the_manifest_tells_what_was_built(home: Path, assistant) -> None:
    folder = build.published(home)
    manifest = build.manifest_of(folder)
    assert manifest["fingerprint"] == folder.name == assistant.fingerprint
    assert manifest["passages"] == len(assistant.material.passages)
    assert manifest["entries"] == assistant.retriever.store.count() == len(np.load(folder / build.OWNERS))


def test_what_matches_is_not_built_again(home: Path, embedder: Embedder, assistant) -> None:
    steps: list[str] = []
    build.ensure_index(home, SHIPPED / "corpus", embedder, lambda step, *_: steps.append(step))
    assert steps == []


def test_a_changed_corpus_or_model_has_another_fingerprint(changed: Path, embedder: Embedder) -> None:
    shipped = build.fingerprint(SHIPPED / "corpus", embedder)
    other = Embedder("other", "other", embedder.embed)
    assert len({shipped, build.fingerprint(changed, embedder), build.fingerprint(changed, other)}) == 3


def test_a_readme_is_not_material(corpus_copy: Path, embedder: Embedder) -> None:
    before = build.fingerprint(corpus_copy, embedder)
    (corpus_copy / "README.md").write_text("other", "utf-8")
    assert build.fingerprint(corpus_copy, embedder) == before


def test_a_new_index_is_built_beside_and_the_old_one_stays_readable(
    tmp_path: Path, changed: Path, embedder: Embedder
) -> None:
    home = tmp_path / "home"
    steps: list[tuple[str, int, int]] = []
    first = build.ensure_index(home, SHIPPED / "corpus", embedder, lambda *step: steps.append(step))
    assert {step for step, _, _ in steps} == {"lexical", "dense"}
    assert all(done <= total for _, done, total in steps)
    second = build.ensure_index(home, changed, embedder)
    assert build.published(home) == second != first
    assert (first / "manifest.json").is_file()


def test_a_failed_build_leaves_the_old_one_published(
    tmp_path: Path, changed: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    first = build.ensure_index(home, SHIPPED / "corpus", embedder)

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "self_test", power_cut)
    with pytest.raises(KeyboardInterrupt):
        build.ensure_index(home, changed, embedder)
    assert build.published(home) == first


def test_a_broken_corpus_is_never_published(tmp_path: Path, changed: Path, embedder: Embedder) -> None:
    path = changed / "topics" / "identity.md"
    path.write_text(path.read_text("utf-8").replace("[007swz-bdlkbe", "[nobody", 1), "utf-8")
    with pytest.raises(CorpusError, match="nobody"):
        build.ensure_index(tmp_path / "home", changed, embedder)
    assert build.published(tmp_path / "home") is None


def test_a_pointer_to_nothing_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "current").write_text("gone", "utf-8")
    assert build.published(tmp_path) is None


def test_the_index_holds_no_yaml(home: Path, assistant) -> None:
    record = json.loads((build.published(home) / "material.json").read_text("utf-8"))
    assert {"documents", "passages", "sources", "terms", "outside"} <= record.keys()
