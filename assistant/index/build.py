"""Build the index beside the published one, test it, then switch to it in one atomic step.

::

    HOME/index/current              names the published folder
    HOME/index/<fingerprint>/       material.json  spelling.json  lexical/  chroma/  manifest.json

The index is a cache: it can always be built again from the corpus. Its fingerprint covers the
corpus, the way entries are made, and the embedding model; when one of them changes, the index no
longer matches and is rebuilt.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from assistant.errors import CorpusError, IndexUnusableError
from assistant.index.embedder import Embedder
from assistant.index.lexical import build_lexical
from assistant.index.store import create_store, fill, open_store
from assistant.knowledge.check import problems
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.material import Material, material_of, save_material
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.text.spelling import learn_spelling
from assistant.text.terms import terms
from assistant.types import Passage

FORMAT = "5"  # raise when entries, terms or files of the index change
PROBES = 20
NONE = -1
NAME = re.compile(r"[0-9a-f]{16}(\.\d+)?")  # of an index folder; nothing else is ever followed

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable text: a passage itself, one way of asking for it, or a question that none answers.

    ``passage`` is ``NONE`` for the last.
    """

    passage: int
    text: str
    asked: bool


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


def published(home: Path) -> Path | None:
    """The folder of the published index; None where there is none."""
    pointer = home / "index" / "current"
    name = pointer.read_bytes().decode("ascii", "ignore").strip() if pointer.is_file() else ""
    folder = pointer.parent / name
    return folder if NAME.fullmatch(name) and (folder / "manifest.json").is_file() else None


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
    wanted = fingerprint(corpus, embedder)
    root = writable(home / "index")
    with FileLock(root / "lock"):
        folder = published(home)
        if folder is not None and matches(folder, wanted) and not force:
            return folder
        folder = fresh_folder(root, wanted)
        write_index(folder, sound_material(corpus), embedder, progress)
        self_test(folder)
        switch(root, folder.name)
    return folder


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


def fresh_folder(root: Path, wanted: str) -> Path:
    """An empty folder for the fingerprint; the published one is never built over, it may be in use."""
    taken = published(root.parent)
    names = (wanted, *(f"{wanted}.{number}" for number in range(1, 100)))
    folder = next(root / name for name in names if taken is None or name != taken.name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def sound_material(corpus: Path) -> Material:
    """The corpus's material, refused as a whole when one rule is broken."""
    loaded = load_corpus(corpus)
    broken = problems(loaded)
    if broken:
        raise CorpusError(
            f"资料有 {len(broken)} 处不合规则",
            reason=broken[0],
            next_step="运行 assistant index verify 查看全部",
        )
    return material_of(loaded)


def write_index(folder: Path, material: Material, embedder: Embedder, progress: Progress) -> None:
    """Write all parts of the index into ``folder``; the manifest comes last."""
    entries = list(entries_of(material))
    concepts = Concepts(material.terms)
    save_material(material, folder / "material.json")

    progress("lexical", 0, len(entries))
    build_lexical([index_terms(entry.text, concepts) for entry in entries]).save(folder / "lexical")
    progress("lexical", len(entries), len(entries))

    vectors = embedder.embed([fold(embedded_text(material, entry)) for entry in entries])
    owners = [material.passages[entry.passage].id if entry.passage != NONE else "" for entry in entries]
    learn_spelling([fold(entry.text) for entry in entries]).save(folder / "spelling.json")
    store = create_store(folder / "chroma")
    done = 0
    for size in fill(store, vectors, [entry.text for entry in entries], owners):
        done += size
        progress("dense", done, len(entries))
    store.close()

    manifest = {
        "fingerprint": folder.name.partition(".")[0],
        "documents": len(material.documents),
        "passages": len(material.passages),
        "entries": len(entries),
        "owners": [entry.passage for entry in entries],
        "asked": [entry.asked for entry in entries],
        "embedder": embedder.name,
        "dimensions": int(vectors.shape[1]),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def entries_of(material: Material) -> Iterator[Entry]:
    """Each passage's own entry, then its heading and each way of asking for it; last what none answers.

    The heading is the plainest way of asking, which people's own wordings avoid.
    """
    for number, passage in enumerate(material.passages):
        yield Entry(number, f"{' '.join(passage.heading)}\n{passage.text}", asked=False)
        asked = (passage.heading[-1], *passage.questions)
        yield from (Entry(number, question, asked=True) for question in asked)
    unanswered = (question for questions in material.unanswered.values() for question in questions)
    yield from (Entry(NONE, question, asked=True) for question in unanswered)


def embedded_text(material: Material, entry: Entry) -> str:
    """What is embedded: a question as it is; of a passage its heading and lead, the rest blurs it."""
    if entry.asked:
        return entry.text
    return plain_lead(material.passages[entry.passage])


def plain_lead(passage: Passage) -> str:
    """A passage in one line: its heading and its lead."""
    return f"{passage.heading[-1]} {passage.text.partition(chr(10))[0]}"


def index_terms(text: str, concepts: Concepts) -> list[str]:
    """The terms under which an entry is found: its words and the glossary's concepts in it."""
    folded = fold(text)
    return [*terms(folded), *concepts.marks(folded)]


def self_test(folder: Path) -> None:
    """Known answers: an entry's own vector finds that entry, or one of the same text."""
    store = open_store(folder / "chroma")
    try:
        total = store.count()
        numbers = range(0, total, max(1, total // PROBES))
        kept = store.collection.get(ids=[str(number) for number in numbers], include=["embeddings"])
        for vector in kept["embeddings"]:
            if store.nearest(vector, 1)[0][1] < 0.999 and float(vector @ vector) > 0:
                raise IndexUnusableError(
                    "新建的索引自检未通过",
                    next_step="重新建立：assistant index build --force",
                )
    finally:
        store.close()


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


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a built index.

    Raises:
        IndexUnusableError: it is missing or not readable.
    """
    try:
        return dict(json.loads((folder / "manifest.json").read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise IndexUnusableError(
            "索引已损坏", reason=type(error).__name__, next_step="运行 assistant index build --force"
        ) from error
