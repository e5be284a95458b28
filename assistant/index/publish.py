"""Which index is published, and how another one takes its place in one atomic step."""

import re
import shutil
from pathlib import Path

from assistant.errors import IndexUnusableError

NAME = re.compile(r"[0-9a-f]{16}(\.\d+)?")  # of an index folder; nothing else is ever followed


def published(home: Path) -> Path | None:
    """The folder of the published index; None where there is none."""
    pointer = home / "index" / "current"
    name = pointer.read_bytes().decode("ascii", "ignore").strip() if pointer.is_file() else ""
    folder = pointer.parent / name
    return folder if NAME.fullmatch(name) and (folder / "manifest.json").is_file() else None


def writable(folder: Path) -> Path:
    """The folder, made if need be.

    Raises:
        IndexUnusableError: nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "lock").touch()
    except OSError as error:
        raise IndexUnusableError(
            f"数据目录不能写：{folder.parent}",
            reason=type(error).__name__,
            next_step="把 ASSISTANT_HOME 设为一个可写的目录",
        ) from error
    return folder


def fresh_folder(root: Path, wanted: str, *taken: Path | None) -> Path:
    """An empty folder for the fingerprint, none of those ``taken``: they may be in use."""
    names = (wanted, *(f"{wanted}.{number}" for number in range(1, 100)))
    folder = next(root / name for name in names if root / name not in taken)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def switch(root: Path, name: str) -> None:
    """Publish the folder ``name`` in one atomic step.

    The one published before stays for those who still read it; older ones are dropped.
    """
    before = published(root.parent)
    fresh = root / "current.new"
    fresh.write_text(name, "utf-8")
    fresh.replace(root / "current")
    kept = {name, before.name if before else name}
    for folder in root.iterdir():
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
