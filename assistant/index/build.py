"""Build the index beside the published one, test it, then switch to it in one atomic step.

::

    HOME/index/current              names the published folder
    HOME/index/<fingerprint>/       material.json  spelling.json  lexical/  chroma/  kept/  manifest.json

The index is a cache: it can always be built again from the corpus. Its fingerprint covers the
corpus, the way entries are made, and the embedding model; when one of them changes, the index no
longer matches and is rebuilt.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.errors import IndexUnusableError
from assistant.index.embedder import Embedder
from assistant.index.entries import NONE as NONE
from assistant.index.publish import published, switch, writable
from assistant.records import read_record

FORMAT = "19"  # raise when entries, terms or files of the index change
OWNERS = "owners.npy"  # the passage of each entry

Progress = Callable[[str, int, int], None]


def silent(_step: str, _done: int, _total: int) -> None:
    """No progress shown."""


def fingerprint(corpus: Path, embedder: Embedder) -> str:
    """Hash of everything the index is made from."""
    digest = hashlib.blake2b(f"{FORMAT}:{embedder.digest}".encode(), digest_size=8)
    for path in sorted(corpus.rglob("*")):
        if path.suffix in {".md", ".yaml"} and path.name != "README.md":
            digest.update(path.relative_to(corpus).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def ensure_index(home: Path, corpus: Path, embedder: Embedder, progress: Progress = silent) -> Path:
    """The folder of an index that matches corpus and model; built first where there is none."""
    wanted = fingerprint(corpus, embedder)
    folder = published(home)
    if folder is not None and matches(folder, wanted):
        return folder
    return build_index(home, corpus, embedder, progress)


def matches(folder: Path, wanted: str) -> bool:
    """Whether a folder was built for the fingerprint; one built by force has a number behind it."""
    return folder.name.partition(".")[0] == wanted


def build_index(
    home: Path, corpus: Path, embedder: Embedder, progress: Progress = silent, *, force: bool = False
) -> Path:
    """Build, test and publish; returns the new folder.

    What is published and matches is kept, unless ``force`` is given.

    Raises:
        CorpusError: the corpus breaks its schema or one of its rules.
        IndexUnusableError: the new index fails its self-test; the old one stays published.
    """
    from filelock import FileLock

    from assistant.index.writing import new_index

    wanted = fingerprint(corpus, embedder)
    root = writable(home / "index")
    with FileLock(root / "lock"):
        before = published(home)
        if before is not None and matches(before, wanted) and not force:
            return before
        folder = new_index(root, wanted, corpus, embedder, progress, before, anew=force)
        switch(root, folder.name)
    return folder


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a built index.

    Raises:
        IndexUnusableError: it is missing or not readable.
    """
    try:
        return dict(read_record(folder / "manifest.json"))
    except (OSError, ValueError) as error:
        raise IndexUnusableError(
            "索引已损坏", reason=type(error).__name__, next_step="运行 assistant index build --force"
        ) from error
