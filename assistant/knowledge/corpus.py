"""Read the shipped corpus into documents with exact ranges, and the tables that go with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from assistant.errors import CorpusError
from assistant.knowledge.entries import (
    ConflictFile,
    English,
    EnglishFile,
    EntryFile,
    Glossary,
    Indicator,
    IndicatorFile,
    Questions,
    Section,
    SourceEntry,
    Unanswered,
)
from assistant.knowledge.indicators import indicator_sections
from assistant.knowledge.parsing import Parser
from assistant.knowledge.topics import describe, read_topic
from assistant.types import Document, Passage, Source

Model = TypeVar("Model", bound=BaseModel)

INDICATORS = "standard/indicators.yaml"
ENTRY_FILES = (
    "standard/scoring.yaml",
    "standard/materials.yaml",
    "standard/process.yaml",
    "standard/costs.yaml",
    "standard/schemes.yaml",
    "open_points.yaml",
)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything under corpus/, read and validated (语料)."""

    documents: tuple[Document, ...]
    indicators: tuple[Indicator, ...]
    sources: dict[str, Source]
    glossary: Glossary
    unanswered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, in the order of the documents."""
        return tuple(passage for document in self.documents for passage in document.passages)


def load_corpus(root: Path, parser: Parser | None = None) -> Corpus:
    """Read the corpus below ``root``; ``parser`` knows what need not be parsed again.

    Raises:
        CorpusError: a file is missing, is not valid YAML, or breaks the schema.
    """
    parser = parser or Parser()
    read = partial(read_model, root, parser=parser)
    indicators = read(IndicatorFile, INDICATORS)
    conflicts = read(ConflictFile, "conflicts.yaml")
    files: list[tuple[str, str, list[Section]]] = [
        (indicators.id, indicators.title, indicator_sections(indicators.indicators)),
        *(
            (file.id, file.title, [entry.section() for entry in file.entries])
            for file in (read(EntryFile, name) for name in ENTRY_FILES)
        ),
        (conflicts.id, conflicts.title, [item.section() for item in conflicts.conflicts]),
        *(read_topic(path, parser) for path in sorted((root / "topics").glob("*.md"))),
    ]
    asked, english = read_questions(root / "questions", parser), read_english(root / "english", parser)
    documents = tuple(assemble(*file, asked, english) for file in files)
    known = {passage.id for document in documents for passage in document.passages}
    for name in sorted((asked.keys() | english.keys()) - known):
        raise CorpusError(
            f"questions/ 或 english/：没有编号为 {name} 的段落", next_step="见 corpus/README.md"
        )
    return Corpus(
        documents=documents,
        indicators=indicators.indicators,
        sources=read_sources(root / "sources.yaml", parser),
        glossary=read(Glossary, "glossary.yaml"),
        unanswered=read_unanswered(root / "unanswered", parser),
    )


def read_questions(folder: Path, parser: Parser) -> dict[str, tuple[str, ...]]:
    """Further ways of asking, by passage id (questions/*.yaml)."""
    asked: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for name, questions in read_model(folder, Questions, path.name, parser).root.items():
            asked[name] = (*asked.get(name, ()), *questions)
    return asked


def read_english(folder: Path, parser: Parser) -> dict[str, English]:
    """The passages in English, by passage id (english/*.yaml)."""
    files = (read_model(folder, EnglishFile, path.name, parser) for path in sorted(folder.glob("*.yaml")))
    return {name: english for file in files for name, english in file.root.items()}


def read_unanswered(folder: Path, parser: Parser) -> dict[str, tuple[str, ...]]:
    """Questions that the material does not answer, by the passage or subject they resemble."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for name, questions in read_model(folder, Unanswered, path.name, parser).root.items():
            found[name] = (*found.get(name, ()), *questions)
    return found


def assemble(
    document_id: str,
    title: str,
    sections: list[Section],
    asked: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    english: Mapping[str, English] = MappingProxyType({}),
) -> Document:
    """Lay the sections out as one stored text; each passage gets the range of its body in it.

    ``asked`` holds further ways of asking, ``english`` the passages in English, by passage id.
    """
    text = f"# {title}\n"
    passages = []
    for section in sections:
        text += f"\n## {section.heading}\n\n"
        start = len(text)
        text += f"{section.body}\n"
        facts = dict(section.facts)
        facts["questions"] += asked.get(section.facts.id, ())
        translated = english.get(section.facts.id)
        if translated is not None:
            facts["questions"] += (translated.heading, *translated.questions)
            facts["english"] = translated.answer
        passages.append(
            Passage(
                document_id=document_id,
                heading=(title, section.heading),
                text=section.body,
                start=start,
                end=start + len(section.body),
                **facts,
            )
        )
    return Document(id=document_id, title=title, text=text, passages=tuple(passages))


def read_sources(path: Path, parser: Parser) -> dict[str, Source]:
    """The registry of sources by id; a hidden address is dropped here and goes no further."""
    entries = [
        validate(SourceEntry, item, f"{path.name}: {item.get('id', number)}")
        for number, item in enumerate(parser.parse(read_text(path), path.name)["sources"], 1)
    ]
    return {
        entry.id: Source(
            entry.id,
            entry.kind,
            entry.publisher,
            entry.title,
            entry.rank,
            entry.date,
            entry.address if entry.show_address else "",
        )
        for entry in entries
    }


def read_model(root: Path, model: type[Model], name: str, parser: Parser | None = None) -> Model:
    """Read one YAML file into its model."""
    parser = parser or Parser()
    strings = model in (Questions, EnglishFile, Unanswered)
    return validate(model, parser.parse(read_text(root / name), name, strings=strings), name)


def read_text(path: Path) -> str:
    """The text of a file of the corpus; a missing one is a CorpusError."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise CorpusError(f"缺少 {path.name}", next_step="从代码库恢复") from error


def validate(model: type[Model], data: object, where: str) -> Model:
    """Validate ``data``; the error names the file, the entry and the field."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise CorpusError(f"{where}：{describe(error)}", next_step="见 corpus/README.md") from error
