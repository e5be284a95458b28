"""Embeddings: our own static model read with numpy alone, or any sentence-transformers model.

A static model is a table of token vectors; the embedding of a text is the mean of its tokens'
vectors, scaled to length one. Reading it needs neither torch nor sentence-transformers, which
take five seconds to import. Our own reads characters and bigrams (``assistant.text.grams``).
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.text.grams import grams

Vectors = NDArray[np.float32]
NUMBERS = {"F16": "<f2", "F32": "<f4"}  # as safetensors calls them, as numpy does

PREPARATION = "preparation.json"
READS: Mapping[str, Callable[[str], str]] = {"grams": grams}


@dataclass(frozen=True, slots=True)
class Embedder:
    """How texts become vectors.

    Attributes:
        name: what the model is called; stands in the fingerprint of every index built with it.
        digest: hash of the model's files, or of its name where it is no folder.
        embed: texts -> float32[len(texts), dimensions], each row of length one.
    """

    name: str
    digest: str
    embed: Callable[[Sequence[str]], Vectors]


def open_embedder(model: str) -> Embedder:
    """Open a model by folder or by a name that is already on this machine; never downloads.

    Raises:
        ModelError: there is no such model here, or it cannot be read.
    """
    folder = Path(model)
    try:
        static = static_module(folder)
        if static is not None:
            return Embedder(folder.name, digest_of(folder), static_embedding(static, preparation(folder)))
    except Exception as error:  # tokenizers raises bare exceptions of its own
        raise ModelError(
            f"向量模型 {model} 读不了", reason=type(error).__name__, next_step="从代码库恢复 indexes/embedder"
        ) from error
    return Embedder(model, digest_of(folder), sentence_transformer(model))


def static_module(folder: Path) -> Path | None:
    """The folder of a model's only module if that is a ``StaticEmbedding``; else None."""
    listed = folder / "modules.json"
    if not listed.is_file():
        return None
    modules = json.loads(listed.read_text("utf-8"))
    static = len(modules) == 1 and modules[0]["type"].endswith(".StaticEmbedding")
    return folder / modules[0]["path"] if static else None


def preparation(folder: Path) -> Callable[[str], str]:
    """What turns a text into what the model reads: told by a file beside it, else nothing is done."""
    told = folder / PREPARATION
    return READS[json.loads(told.read_text("utf-8"))["reads"]] if told.is_file() else str


def static_embedding(folder: Path, reads: Callable[[str], str]) -> Callable[[Sequence[str]], Vectors]:
    """The embedding function of the ``StaticEmbedding`` in ``folder``; its tokenizer gets ``reads(text)``."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    table = mapped_table(folder / "model.safetensors", "embedding.weight")

    def embed(texts: Sequence[str]) -> Vectors:
        encodings = tokenizer.encode_batch_fast([reads(text) for text in texts], add_special_tokens=False)
        vectors = np.zeros((len(texts), table.shape[1]), dtype=np.float32)
        for row, encoding in enumerate(encodings):
            if encoding.ids:
                vectors[row] = table[encoding.ids].astype(np.float32).sum(axis=0) / len(encoding.ids)
        return unit(vectors)

    return embed


def mapped_table(path: Path, name: str) -> NDArray[np.floating[Any]]:
    """A table of a safetensors file, of which only the rows that are used are read."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        entry = json.loads(file.read(size))[name]
    return np.memmap(
        path,
        NUMBERS[entry["dtype"]],
        "r",
        offset=8 + size + entry["data_offsets"][0],
        shape=tuple(entry["shape"]),
    )


def sentence_transformer(model: str) -> Callable[[Sequence[str]], Vectors]:
    """The embedding function of any other sentence-transformers model; imports torch when first used."""
    loaded: list[object] = []

    def embed(texts: Sequence[str]) -> Vectors:
        if not loaded:
            loaded.append(load_sentence_transformer(model))
        vectors = loaded[0].encode(list(texts), convert_to_numpy=True)  # type: ignore[attr-defined]
        return unit(np.asarray(vectors, dtype=np.float32))

    return embed


def load_sentence_transformer(model: str) -> object:
    """Load a model that is on this machine; what is missing is an error, never a download."""
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(model, local_files_only=True)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"这台机器上没有向量模型 {model}",
            reason=type(error).__name__,
            next_step="把模型文件夹复制过来并让 ASSISTANT_EMBEDDING_MODEL 指向它，或取消这个设置",
        ) from error


def unit(vectors: Vectors) -> Vectors:
    """Each row scaled to length one; a zero row stays zero."""
    norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    scaled: Vectors = (vectors / norms).astype(np.float32)
    return scaled


def digest_of(folder: Path) -> str:
    """Hash of all files below a model's folder; of the name where there is no such folder."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.is_file() and path.suffix != ".md":
            digest.update(path.relative_to(folder).as_posix().encode())
            with path.open("rb") as file:
                hashlib.file_digest(file, lambda: digest)
    return digest.hexdigest() if folder.is_dir() else hashlib.blake2b(str(folder).encode()).hexdigest()[:32]
