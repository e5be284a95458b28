"""Make an index: read and check the corpus, write each part.

What is still right in the index before is taken over: the new one finds the same as one that was
made from nothing.
"""

import gc
import hashlib
import logging
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import CorpusError, IndexUnusableError
from assistant.index.build import FORMAT, OWNERS, Progress
from assistant.index.embedder import Embedder
from assistant.index.entries import Entry, embedded_text, entries_of, index_terms
from assistant.index.lexical import build_lexical
from assistant.index.publish import fresh_folder
from assistant.index.reuse import (
    NEW,
    Kept,
    kept_of,
    keys_of,
    matched,
    save_kept,
    save_texts,
    slots_for,
    worthwhile,
)
from assistant.index.store import VectorStore, assign, clear, create_store, fill, likeness, open_store
from assistant.index.tokens import NOTHING, Ints, tokens_of
from assistant.knowledge.check import problems
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.material import Material, material_of, save_material
from assistant.knowledge.parsing import Parser
from assistant.records import write_record
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.text.spelling import speller_of
from assistant.text.usage import no_usage

# Vectors that are looked up, the cosine that counts as found, and the share that must be: a graph of
# hundreds of thousands does not find all, and a broken one finds none.
PROBES, ALIKE, MOST = 20, 0.999, 0.8
# What taking over from an index that was damaged may raise.
DAMAGED = (IndexUnusableError, OSError, EOFError, ValueError, IndexError, KeyError)

log = logging.getLogger(__name__)


def new_index(
    root: Path,
    wanted: str,
    corpus: Path,
    embedder: Embedder,
    progress: Progress,
    before: Path | None,
    *,
    anew: bool,
) -> Path:
    """Write an index for the fingerprint ``wanted`` below ``root``, and test it; returns its folder.

    Args:
        before: the published index, which stays as it is.
        anew: nothing of it is taken over.
    """
    kept = kept_of(None if anew else before)
    parser = Parser(kept.parsed)
    material = sound_material(corpus, parser)
    gc.freeze()  # nothing of this is garbage before the end: looking through it takes time
    try:
        return written(
            root, wanted, before, kept, partial(write_index, material, parser.used, embedder, progress)
        )
    finally:
        gc.unfreeze()


def written(
    root: Path, wanted: str, before: Path | None, kept: Kept, write: Callable[[Path, Kept], None]
) -> Path:
    """A folder below ``root`` that was written; from nothing where what is kept turns out to be damaged."""
    folder = fresh_folder(root, wanted, before)
    try:
        write(folder, kept)
    except DAMAGED as error:
        if not len(kept.keys):
            raise
        log.warning("nothing is taken over from the index before: %r", error)
        folder = fresh_folder(root, wanted, before, folder)  # Chroma may hold on to the first
        write(folder, kept_of(None))
    return folder


def sound_material(corpus: Path, parser: Parser) -> Material:
    """The corpus's material, refused as a whole when one rule is broken."""
    loaded = load_corpus(corpus, parser)
    broken = problems(loaded)
    if broken:
        raise CorpusError(
            f"资料有 {len(broken)} 处不合规则",
            reason=broken[0],
            next_step="运行 assistant index verify 查看全部",
        )
    return material_of(loaded)


def write_index(
    material: Material,
    parsed: Mapping[str, Any],
    embedder: Embedder,
    progress: Progress,
    folder: Path,
    kept: Kept,
) -> None:
    """Write all parts of the index into ``folder``; the manifest comes last.

    Args:
        material: what is indexed, and ``parsed`` the YAML it was read from.
        kept: what is known of the index before.

    Raises:
        IndexUnusableError: what was written fails its self-test.
    """
    entries = list(entries_of(material))
    embedded = [embedded_text(material, entry) for entry in entries]
    recipes = {
        "terms": hash_of(FORMAT, material.terms),
        "texts": hash_of(FORMAT),
        "vectors": hash_of(FORMAT, embedder.digest),
    }
    keys = keys_of(zip((entry.text for entry in entries), embedded, strict=True))
    found = matched(keys, kept.keys)
    at = {part: kept.valid(found, part, recipes) for part in recipes}

    (folder / "kept").mkdir()
    save_material(material, folder / "material.json")
    progress("lexical", 0, len(entries))
    texts = write_spelling(folder, entries, kept, at["texts"])
    owners = np.array([entry.passage for entry in entries], np.int32)
    np.save(folder / OWNERS, owners)
    write_terms(folder, texts, owners, Concepts(material.terms), kept, at["terms"])
    progress("lexical", len(entries), len(entries))
    slots = write_vectors(folder, embedded, embedder, kept, at["vectors"], progress)
    save_kept(folder, keys, slots, parsed)

    manifest = {
        "fingerprint": folder.name.partition(".")[0],
        "documents": len(material.documents),
        "passages": len(material.passages),
        "entries": len(entries),
        "embedder": embedder.name,
        "recipes": recipes,
    }
    write_record(folder / "manifest.json", manifest)


def write_spelling(folder: Path, entries: Sequence[Entry], kept: Kept, at: Ints) -> list[str]:
    """Write what texts use, counted on from the kept entries ``at`` names. Returns the folded texts."""
    before = kept.texts() if (at >= 0).any() else []
    usage = kept.usage() if before else no_usage()
    texts = [
        before[place] if place >= 0 else fold(entry.text) for entry, place in zip(entries, at, strict=True)
    ]
    gone = np.flatnonzero(~np.isin(np.arange(len(before)), at))
    usage = usage.changed(
        [texts[entry] for entry in np.flatnonzero(at < 0)], [before[place] for place in gone]
    )
    speller_of(usage).save(folder / "spelling.json")
    save_texts(folder, texts, usage)
    return texts


def write_terms(
    folder: Path, texts: Sequence[str], owners: Ints, concepts: Concepts, kept: Kept, at: Ints
) -> None:
    """Write the lexical channel; ``at`` names the kept entries whose terms need not be cut again."""
    cut = (index_terms(text, concepts) for text, place in zip(texts, at, strict=True) if place < 0)
    tokens = tokens_of(cut, kept.tokens() if (at >= 0).any() else NOTHING, at)
    build_lexical(tokens, owners).save(folder / "lexical")
    tokens.save(folder / "lexical")


def write_vectors(
    folder: Path, texts: Sequence[str], embedder: Embedder, kept: Kept, at: Ints, progress: Progress
) -> Ints:
    """Write the dense channel; ``at`` names the kept entries whose vectors stay. Returns the slots."""
    if worthwhile(at, kept.slots):
        slots, gone = slots_for(at, kept.slots)
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
    self_test(store, slots[:: max(1, len(slots) // PROBES)])
    store.close()
    assign(folder / "chroma", slots)
    return slots


def self_test(store: VectorStore, slots: Ints) -> None:
    """Known answers: an entry's own vector finds that entry, or one of the same text."""
    found = likeness(store, slots) >= ALIKE
    if found.sum() < MOST * len(found):
        raise IndexUnusableError("新建的索引自检未通过", next_step="重新建立：assistant index build --force")


def hash_of(*parts: object) -> str:
    """A short hash of what ``parts`` look like when printed."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()
