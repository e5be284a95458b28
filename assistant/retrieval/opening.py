"""Open a built index for searching, or say that it cannot be used."""

from pathlib import Path

import numpy as np

from assistant.errors import IndexUnusableError
from assistant.index.build import NONE, OWNERS, manifest_of
from assistant.index.embedder import Embedder
from assistant.index.lexical import LexicalIndex
from assistant.index.store import open_store
from assistant.knowledge.material import load_material
from assistant.retrieval.hybrid import Retriever, Weights
from assistant.retrieval.traits import traits_of
from assistant.text.concepts import Concepts
from assistant.text.spelling import Speller


def open_retriever(folder: Path, embedder: Embedder, weights: Weights) -> Retriever:
    """The retriever over the index in ``folder``.

    Raises:
        IndexUnusableError: a part of it is missing, damaged, or of another size than the rest.
    """
    manifest_of(folder)
    try:
        material = load_material(folder / "material.json")
        lexical = LexicalIndex.load(folder / "lexical")
        speller = Speller.load(folder / "spelling.json")
        owners = np.load(folder / OWNERS)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusableError(
            "索引已损坏", reason=type(error).__name__, next_step="运行 assistant index build --force"
        ) from error
    store = open_store(folder / "chroma")
    if not len(owners) == len(lexical.mass) == store.count():
        raise IndexUnusableError("索引的各部分大小不一", next_step="运行 assistant index build --force")
    concepts = Concepts(material.terms, material.generic, material.aspects)
    return Retriever(
        material=material,
        concepts=concepts,
        lexical=lexical,
        store=store,
        embedder=embedder,
        speller=speller,
        traits=traits_of(material.passages, material.sources),
        owners=owners[owners != NONE].astype(np.int64),
        weights=weights,
    )
