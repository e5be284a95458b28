"""Build the index beside the published one, test it, then switch to it in one atomic step.

::

    HOME/index/current              names the published folder
    HOME/index/<fingerprint>/       material.json  spelling.json  lexical/  chroma/  kept/  manifest.json

The index is a cache: it can always be built again from the corpus. Its fingerprint covers the
corpus, the way entries are made, and the embedding model; when one of them changes, the index no
longer matches and is rebuilt.
"""

import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from assistant.errors import CorpusError, IndexUnusableError
from assistant.index.embedder import Embedder
from assistant.index.lexical import build_lexical
from assistant.index.publish import fresh_folder, published, switch, writable
from assistant.index.reuse import NEW, WORN, Kept, kept_of, keys_of, matched, save_kept, slots_for
from assistant.index.store import assign, clear, create_store, fill, open_store
from assistant.index.tokens import NOTHING, Ints, tokens_of
from assistant.knowledge.check import problems
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.material import Material, material_of, save_material
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.text.spelling import learn_spelling
from assistant.text.terms import terms
from assistant.types import Passage

FORMAT = "6"  # raise when entries, terms or files of the index change
PROBES = 20
NONE = -1
# What taking over from an index that was damaged may raise.
DAMAGED = (IndexUnusableError, OSError, EOFError, ValueError, IndexError, KeyError)

log = logging.getLogger(__name__)
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
        before = published(home)
        if before is not None and matches(before, wanted) and not force:
            return before
        material = sound_material(corpus)
        folder = fresh_folder(root, wanted, before)
        try:
            make_index(folder, material, embedder, progress, None if force else before)
        except DAMAGED as error:
            log.warning("nothing is taken over from the index before: %r", error)
            folder = fresh_folder(root, wanted, before, folder)  # Chroma may hold on to the first
            make_index(folder, material, embedder, progress)
        switch(root, folder.name)
    return folder


def make_index(
    folder: Path, material: Material, embedder: Embedder, progress: Progress, before: Path | None = None
) -> None:
    """Write an index and test it."""
    write_index(folder, material, embedder, progress, before)
    self_test(folder)


def hash_of(*parts: object) -> str:
    """A short hash of what ``parts`` look like when printed."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


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


def write_index(
    folder: Path, material: Material, embedder: Embedder, progress: Progress, before: Path | None = None
) -> None:
    """Write all parts of the index into ``folder``; the manifest comes last.

    What is still right in the index ``before`` is taken over: the new one finds the same as one
    that was made from nothing.
    """
    entries = list(entries_of(material))
    embedded = [embedded_text(material, entry) for entry in entries]
    recipes = {"terms": hash_of(FORMAT, material.terms), "vectors": hash_of(FORMAT, embedder.digest)}
    kept = kept_of(before)
    keys = keys_of(zip((entry.text for entry in entries), embedded, strict=True))
    at = matched(keys, kept.keys)

    save_material(material, folder / "material.json")
    progress("lexical", 0, len(entries))
    write_terms(folder, entries, Concepts(material.terms), kept, kept.valid(at, "terms", recipes))
    progress("lexical", len(entries), len(entries))
    learn_spelling([fold(entry.text) for entry in entries]).save(folder / "spelling.json")
    slots = write_vectors(folder, embedded, embedder, kept, kept.valid(at, "vectors", recipes), progress)
    save_kept(folder, keys, slots)

    manifest = {
        "fingerprint": folder.name.partition(".")[0],
        "documents": len(material.documents),
        "passages": len(material.passages),
        "entries": len(entries),
        "owners": [entry.passage for entry in entries],
        "asked": [entry.asked for entry in entries],
        "embedder": embedder.name,
        "recipes": recipes,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def write_terms(folder: Path, entries: Sequence[Entry], concepts: Concepts, kept: Kept, at: Ints) -> None:
    """Write the lexical channel; ``at`` names the kept entries whose terms need not be cut again."""
    cut = [
        () if place >= 0 else index_terms(entry.text, concepts)
        for entry, place in zip(entries, at, strict=True)
    ]
    tokens = tokens_of(cut, kept.tokens() if (at >= 0).any() else NOTHING, at)
    build_lexical(tokens).save(folder / "lexical")
    tokens.save(folder / "lexical")


def write_vectors(
    folder: Path, texts: Sequence[str], embedder: Embedder, kept: Kept, at: Ints, progress: Progress
) -> Ints:
    """Write the dense channel; ``at`` names the kept entries whose vectors stay. Returns the slots."""
    slots, gone = slots_for(at, kept.slots)
    if kept.folder is not None and (at >= 0).any() and slots.max() < WORN * len(slots):
        shutil.copytree(kept.folder / "chroma", folder / "chroma")
        store = open_store(folder / "chroma")
        clear(store, gone)
    else:
        at, slots = np.full_like(at, NEW), np.arange(len(at), dtype=np.int32)
        store = create_store(folder / "chroma")
    new = np.flatnonzero(at < 0)
    done = len(at) - len(new)
    progress("dense", done, len(at))
    for size in fill(
        store, slots[new], lambda part: embedder.embed([fold(texts[entry]) for entry in new[part]])
    ):
        done += size
        progress("dense", done, len(at))
    store.close()
    assign(folder / "chroma", slots)
    return slots


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
        slots = np.flatnonzero(store.entries >= 0)[:: max(1, total // PROBES)]
        kept = store.collection.get(ids=[str(slot) for slot in slots], include=["embeddings"])
        for vector in kept["embeddings"]:
            if store.nearest(vector, 1)[0][1] < 0.999 and float(vector @ vector) > 0:
                raise IndexUnusableError(
                    "新建的索引自检未通过",
                    next_step="重新建立：assistant index build --force",
                )
    finally:
        store.close()


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
