"""How fast an index is built: all of it, after a change in one file, and when nothing has changed.

``python -m evals.bench.indexing CORPUS [ROUNDS]`` measures in a process of its own and writes JSON.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any


def build_times(corpus: Path, folder: Path, rounds: int = 3) -> dict[str, Any]:
    """Build from nothing, after one changed file, and again, each ``rounds`` times in turn.

    Reading the corpus, checking it, embedding, writing, the self-test and the switch are all in it;
    starting Python and opening the model are not.

    Args:
        corpus: is changed; give a copy.
        folder: where data directories may be made.

    Returns:
        ``all``, ``one``, ``none``: seconds a round; ``passages``, ``entries``: how many there are.
    """
    from assistant.index.build import build_index, ensure_index, manifest_of
    from assistant.index.embedder import open_embedder
    from assistant.settings import read_settings

    embedder = open_embedder(read_settings().embedding_model)
    topics = sorted((corpus / "topics").glob("*.md"))
    changing = topics[len(topics) // 2]
    times: dict[str, list[float]] = {"all": [], "one": [], "none": []}
    for number in range(rounds + 1):  # the first round loads what is loaded late, and does not count
        home = folder / f"home-{number}"
        times["all"].append(seconds(build_index, home, corpus, embedder))
        changing.write_text(changed(changing.read_text("utf-8"), number), "utf-8")
        times["one"].append(seconds(ensure_index, home, corpus, embedder))
        times["none"].append(seconds(ensure_index, home, corpus, embedder))
    manifest = manifest_of(ensure_index(home, corpus, embedder))
    counted = {name: taken[1:] for name, taken in times.items()}
    return {**counted, "passages": manifest["passages"], "entries": manifest["entries"]}


def changed(text: str, number: int) -> str:
    """A topic with a sentence more in its first passage."""
    head, mark, body = text.partition("\n-->\n")
    lead, newline, rest = body.partition("\n")
    return f"{head}{mark}{lead}第 {number} 次修订过。{newline}{rest}"


def seconds(work: Callable[..., object], *arguments: object) -> float:
    """How long it takes."""
    started = perf_counter()
    work(*arguments)
    return perf_counter() - started


def main(corpus: str, rounds: str = "3") -> None:
    """Measure on a copy of the corpus."""
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(corpus, Path(folder) / "corpus"))
        print(json.dumps(build_times(copy, Path(folder), int(rounds))))


if __name__ == "__main__":
    main(*sys.argv[1:])
