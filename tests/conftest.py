"""Shared by all tests: the shipped material, an index built from it once, an open assistant."""

import os
from pathlib import Path

import pytest

from assistant.knowledge.corpus import Corpus, load_corpus
from assistant.settings import SHIPPED, Settings

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory of the tests' own."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def settings(home: Path) -> Settings:
    """The default settings on that data directory."""
    return Settings(home=home)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The shipped corpus."""
    return load_corpus(SHIPPED / "corpus")


@pytest.fixture(scope="session")
def assistant(settings: Settings):
    """The real assistant on a freshly built index."""
    from assistant import Assistant

    return Assistant.open(settings)


@pytest.fixture(scope="session")
def command_environment(home: Path, assistant) -> dict[str, str]:
    """The environment for commands in processes of their own; the index is built already."""
    return {**os.environ, "ASSISTANT_HOME": str(home), "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def shared() -> Path:
    """The project's shared folder; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("shared/ is not here")
    return SHARED
