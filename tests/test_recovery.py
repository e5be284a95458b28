"""The index is a cache: whatever breaks in it, the next start puts it right or says so."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import AssistantError
from assistant.index.build import published
from assistant.settings import Settings


@pytest.fixture
def copied(home: Path, assistant, tmp_path: Path) -> Settings:
    """Settings on a copy of the built index."""
    return Settings(home=Path(shutil.copytree(home, tmp_path / "home")))


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "material.json").unlink(),
        lambda folder: (folder / "material.json").write_text("{", "utf-8"),
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "lexical" / "texts.npy").unlink(),
        lambda folder: (folder / "lexical" / "mass.npy").write_bytes(b"x"),
        lambda folder: (folder / "chroma" / "chroma.sqlite3").unlink(),
        lambda folder: (folder / "chroma" / "chroma.sqlite3").write_bytes(b"not a database" * 100),
    ],
    ids=["no material", "half material", "no manifest", "no postings", "bad array", "no store", "bad store"],
)
def test_a_damaged_index_is_rebuilt(copied: Settings, damage: Callable[[Path], None]) -> None:
    damage(published(copied.home))
    answer = Assistant.open(copied).ask("证书有效期几年？")
    assert "3 年" in answer.answer


def test_a_home_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    with pytest.raises(AssistantError, match="ASSISTANT_HOME"):
        Assistant.open(Settings(home=blocked))
