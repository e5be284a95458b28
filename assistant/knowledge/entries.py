"""What an author writes, as models: the fields of a passage and the shapes of the YAML files.

Every shape ends as a :class:`Section`: a heading, the Markdown body a reader sees, and the facts
about it. From there on hand-written topics and structured data go the same way.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from assistant.types import Confidence, Kind

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]


class Strict(BaseModel):
    """An author's misspelt field is an error, not a silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Facts(Strict):
    """The facts about a passage, whatever file it stands in (see corpus/README.md)."""

    id: Identifier
    kind: Kind
    confidence: Confidence
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    questions: Annotated[tuple[str, ...], Field(min_length=2)]
    evidence: tuple[str, ...] = ()
    clause: str | None = None
    unknown: bool = False
    overview: bool = False
    triggers: tuple[tuple[str, ...], ...] = ()


class Section(Strict):
    """A passage as it will be stored: heading, Markdown body, facts."""

    heading: str
    body: str
    facts: Facts


class Item(Strict):
    """A line of a list or a step: its name, how long it takes, what there is to say of it."""

    name: str
    duration: str = ""
    note: str = ""

    def __str__(self) -> str:
        duration = f"（{self.duration}）" if self.duration else ""
        note = f"：{self.note}" if self.note else ""
        return f"{self.name}{duration}{note}"


class Table(Strict):
    """A small table; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        lines = [self.columns, ("---",) * len(self.columns), *self.rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


class Entry(Facts):
    """A passage written as data: lead, then list, steps or table, then caveats.

    ``rule`` holds what the scoring tool reads of it (levels and scoring rules only).
    """

    heading: str
    lead: str
    items: tuple[str | Item, ...] = ()
    steps: tuple[str | Item, ...] = ()
    table: Table | None = None
    caveats: tuple[str, ...] = ()
    rule: dict[str, Any] | None = None

    def section(self) -> Section:
        """The entry as a section of its file's document."""
        blocks = [
            self.lead,
            "\n".join(f"- {item}" for item in self.items),
            "\n".join(f"{number}. {step}" for number, step in enumerate(self.steps, 1)),
            str(self.table or ""),
            *(f"> {caveat}" for caveat in self.caveats),
        ]
        return section(self.heading, blocks, self)


class Conflict(Facts):
    """Where sources contradict each other: what is supported, what is not, and why (来源冲突)."""

    heading: str
    supported: str
    contradicted: str
    why: str
    caveats: tuple[str, ...] = ()

    def section(self) -> Section:
        """The supported claim leads; the other one is named as wrong, with the reason."""
        blocks = [
            self.supported,
            f"{self.contradicted}{self.why}",
            *(f"> {caveat}" for caveat in self.caveats),
        ]
        return section(self.heading, blocks, self)


class Indicator(Strict):
    """A node of the indicator tree of chapter 5 (评价指标): 5.1, 5.1.2 or 5.1.2.2.

    ``points`` is a decimal written as text, or null where the material does not give them.
    ``clause_confidence`` says how sure the clause number is; ``proof`` lists what can be shown
    for it at the audit (our suggestion, not the standard's text).
    """

    clause: Annotated[str, Field(pattern=r"^5(\.\d+){1,3}$")]
    title: str
    content: str
    points: Annotated[str, Field(pattern=r"^\d+(\.\d+)?$")] | None
    points_confidence: Confidence | None = None
    clause_confidence: Confidence
    confidence: Confidence
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    questions: Annotated[tuple[str, ...], Field(min_length=2)]
    evidence: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    children_unknown: bool = False

    @property
    def level(self) -> int:
        """1 for 一级指标, 2 for 二级指标, 3 for 三级指标."""
        return self.clause.count(".")

    @property
    def parent(self) -> str:
        """The clause one level up; "5" for a first-level indicator."""
        return self.clause.rpartition(".")[0]


class EntryFile(Strict):
    """A YAML file of entries: materials, process, costs, schemes, scoring rules, open points."""

    id: Identifier
    title: str
    entries: tuple[Entry, ...]


class ConflictFile(Strict):
    """corpus/conflicts.yaml."""

    id: Identifier
    title: str
    conflicts: tuple[Conflict, ...]


class IndicatorFile(Strict):
    """corpus/standard/indicators.yaml."""

    id: Identifier
    title: str
    indicators: tuple[Indicator, ...]


class Questions(RootModel[dict[str, tuple[str, ...]]]):
    """A file of corpus/questions/: further ways of asking, by passage id."""


class English(Strict):
    """A passage for those who ask in English: its heading, its answer, ways of asking."""

    heading: str
    answer: str
    questions: Annotated[tuple[str, ...], Field(min_length=2)]


class EnglishFile(RootModel[dict[str, English]]):
    """A file of corpus/english/: the passages of one file of the corpus in English, by passage id."""


class Unanswered(RootModel[dict[str, tuple[str, ...]]]):
    """A file of corpus/unanswered/: questions that the material does not answer, by what they resemble."""


class SourceEntry(Strict):
    """An entry of corpus/sources.yaml. ``show_address`` false hides the address from users."""

    id: Identifier
    kind: Literal[
        "standard",
        "authority",
        "certification-body",
        "association",
        "consultant",
        "media",
        "company",
        "user-document",
        "mirror",
        "memory",
        "editor",
    ]
    publisher: str
    title: str
    rank: Annotated[int, Field(ge=1, le=5)]
    date: str = ""
    address: str = ""
    show_address: bool = True


class Term(Strict):
    """A term of the field and the other words people use for it (术语与说法).

    ``generic`` marks what every question here is about, and which therefore tells little;
    ``aspect`` what is asked of a subject, and which therefore does not say which subject.
    """

    term: str
    generic: bool = False
    aspect: bool = False
    forms: tuple[str, ...] = ()
    meaning: str = ""


class Outside(Strict):
    """A scheme or subject that is not ours, by the names people give it, and whom to ask."""

    name: str
    forms: tuple[str, ...] = ()
    ask: str = ""


class Glossary(Strict):
    """corpus/glossary.yaml; ``details`` are words that ask for one particular detail."""

    details: tuple[str, ...]
    terms: tuple[Term, ...]
    outside: tuple[Outside, ...]


def section(heading: str, blocks: list[str], facts: Facts) -> Section:
    """Join the blocks that are not empty, and keep of ``facts`` only what Facts holds."""
    kept = {name: getattr(facts, name) for name in Facts.model_fields}
    return Section(
        heading=heading,
        body="\n\n".join(block.strip() for block in blocks if block.strip()),
        facts=Facts(**kept),
    )
