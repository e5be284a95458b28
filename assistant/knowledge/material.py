"""The material in the form that answers are made from: read in milliseconds, no YAML, no checks."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.records import read_record, write_record
from assistant.types import Citation, CitedPassage, Confidence, Document, Kind, Passage, Source

if TYPE_CHECKING:
    from assistant.knowledge.corpus import Corpus


@dataclass(frozen=True)
class Material:
    """Documents, passages, sources and glossary, ready to be searched and cited.

    Attributes:
        documents: stored texts by id.
        passages: all passages, in the order in which they were indexed.
        sources: the registry of sources by id.
        terms: glossary term -> other forms.
        generic: the terms that every question here is about.
        aspects: the terms that say what is asked of a subject.
        details: words that ask for one particular detail, which a passage without the word lacks.
        outside: name of a scheme or subject that is not ours -> (its forms, whom to ask).
        unanswered: questions that the material does not answer, by what they resemble; none where it was
            read back: an index holds them as entries.
        clauses: clause of the indicator tree -> its title.
    """

    documents: Mapping[str, Document]
    passages: tuple[Passage, ...]
    sources: Mapping[str, Source]
    terms: Mapping[str, tuple[str, ...]]
    generic: frozenset[str]
    aspects: frozenset[str]
    details: tuple[str, ...]
    outside: Mapping[str, tuple[tuple[str, ...], str]]
    unanswered: Mapping[str, tuple[str, ...]]
    clauses: Mapping[str, str]

    @cached_property
    def by_id(self) -> dict[str, Passage]:
        """Passages by id."""
        return {passage.id: passage for passage in self.passages}

    @cached_property
    def rows(self) -> dict[str, int]:
        """Each passage's place among them, by id."""
        return {passage.id: row for row, passage in enumerate(self.passages)}


def material_of(corpus: "Corpus") -> Material:
    """The material that a corpus holds."""
    return Material(
        documents={document.id: document for document in corpus.documents},
        passages=corpus.passages,
        sources=corpus.sources,
        terms={term.term: term.forms for term in corpus.glossary.terms},
        generic=frozenset(term.term for term in corpus.glossary.terms if term.generic),
        aspects=frozenset(term.term for term in corpus.glossary.terms if term.aspect),
        details=corpus.glossary.details,
        outside={item.name: (item.forms, item.ask) for item in corpus.glossary.outside},
        unanswered=corpus.unanswered,
        clauses={node.clause: node.title for node in corpus.indicators},
    )


def save_material(material: Material, path: Path) -> None:
    """Write the material, but for the unanswered questions, as one JSON file."""
    record = {
        "documents": [shallow(document) | {"passages": []} for document in material.documents.values()],
        "passages": [shallow(passage) for passage in material.passages],
        "sources": [shallow(source) for source in material.sources.values()],
        "terms": material.terms,
        "generic": sorted(material.generic),
        "aspects": sorted(material.aspects),
        "details": material.details,
        "outside": material.outside,
        "clauses": material.clauses,
    }
    write_record(path, record)


def shallow(record: Document | Passage | Source) -> dict[str, Any]:
    """The fields of a record by name; a deep copy would take most of the time of a rebuild."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def load_material(path: Path) -> Material:
    """Read what :func:`save_material` wrote."""
    record = read_record(path)
    passages = tuple(passage_of(fields) for fields in record["passages"])
    documents = (Document(**fields | {"passages": ()}) for fields in record["documents"])
    return Material(
        documents={document.id: document for document in documents},
        passages=passages,
        sources={fields["id"]: Source(**fields) for fields in record["sources"]},
        terms={term: tuple(forms) for term, forms in record["terms"].items()},
        generic=frozenset(record["generic"]),
        aspects=frozenset(record["aspects"]),
        details=tuple(record["details"]),
        outside={name: (tuple(forms), ask) for name, (forms, ask) in record["outside"].items()},
        unanswered={},
        clauses=record["clauses"],
    )


def passage_of(fields: dict[str, Any]) -> Passage:
    """A passage from its JSON fields."""
    tuples = {name: tuple(fields[name]) for name in ("heading", "sources", "questions", "evidence")}
    triggers = tuple(tuple(group) for group in fields["triggers"])
    kinds = {"kind": Kind(fields["kind"]), "confidence": Confidence(fields["confidence"])}
    return Passage(**fields | tuples | kinds | {"triggers": triggers})


def cited_passage(citation: Citation, document: Document, material: Material) -> CitedPassage:
    """The passage around a citation of the document, and where it comes from."""
    passage = next(
        item
        for item in material.passages
        if item.document_id == document.id and item.start <= citation.start and citation.end <= item.end
    )
    return CitedPassage(
        citation=citation,
        title=document.title,
        heading=passage.heading,
        clause=passage.clause,
        text=document.text[passage.start : passage.end],
        start=citation.start - passage.start,
        end=citation.end - passage.start,
        confidence=passage.confidence,
        sources=tuple(material.sources[name] for name in passage.sources),
    )
