"""The vocabulary that every floor shares: passages, citations, receipts, answers.

Everything here is immutable. The models that leave the process (``Answer`` and what it holds) are
pydantic models whose JSON is the public contract; what stays inside is a frozen dataclass.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Confidence(StrEnum):
    """How well a statement is attested (可信度)."""

    CONFIRMED = "confirmed"
    SINGLE = "single"
    INFERRED = "inferred"
    UNSURE = "unsure"

    @property
    def label(self) -> str:
        """The words shown to a Chinese reader."""
        return {
            Confidence.CONFIRMED: "多个来源一致",
            Confidence.SINGLE: "仅一个来源",
            Confidence.INFERRED: "推断",
            Confidence.UNSURE: "不确定",
        }[self]


class Kind(StrEnum):
    """What a question asks for, and what a passage answers (问题类型)."""

    DEFINITION = "definition"  # 是什么
    REQUIREMENT = "requirement"  # 要求什么、条件
    MATERIALS = "materials"  # 准备哪些材料
    STEPS = "steps"  # 怎么办、流程
    TIME = "time"  # 多久、什么时候
    COST = "cost"  # 多少钱
    SCORING = "scoring"  # 分值、星级、怎么打分
    COMPARISON = "comparison"  # 区别、关系
    YESNO = "yesno"  # 是否、能不能
    WHO = "who"  # 谁来、哪家
    WHERE = "where"  # 在哪里
    WHY = "why"  # 为什么、有什么用


@dataclass(frozen=True, slots=True)
class Source:
    """A place a statement was read (来源).

    ``rank`` is the rank of authority: 1 the standard's own text, 2 public authority, 3 a
    certification body's own rules, 4 consultants and media, 5 sales pages and hearsay.
    ``address`` is empty where it must never be shown.
    """

    id: str
    kind: str
    publisher: str
    title: str
    rank: int
    date: str = ""
    address: str = ""


class Language(StrEnum):
    """The language that a question is put in, and answered in."""

    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement that can be found, quoted and cited (段落).

    ``text`` is exactly ``document.text[start:end]`` of the document it names. ``questions`` are
    ways in which people ask for it: they are searched and embedded, never quoted. ``english`` says
    the same in English, for who asks in English; the citation under it is ``text``.
    """

    id: str
    document_id: str
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    kind: Kind
    confidence: Confidence
    sources: tuple[str, ...]
    questions: tuple[str, ...] = ()
    clause: str | None = None
    unknown: bool = False
    overview: bool = False
    triggers: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[str, ...] = ()
    english: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A stored text and the passages cut from it (文档); ``text`` is what citations point into."""

    id: str
    title: str
    text: str
    passages: tuple[Passage, ...] = ()
    origin: Literal["corpus", "user"] = "corpus"


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation: what was asked, as resolved, what it was about, what was shown.

    Attributes:
        heading: that of the first passage shown.
        shown: the ids of the passages shown.
        told: what the asker told of himself.
    """

    question: str
    standalone_question: str
    topic: str = ""
    heading: str = ""
    shown: tuple[str, ...] = ()
    told: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A citation opened: the passage around the quote and where it comes from.

    ``text[start:end]`` is the quote; ``text`` is a stretch of the stored document.
    """

    citation: "Citation"
    title: str
    heading: tuple[str, ...]
    clause: str | None
    text: str
    start: int
    end: int
    confidence: Confidence
    sources: tuple[Source, ...]


class Frozen(BaseModel):
    """Base of the public models: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(Frozen):
    """A numbered pointer into stored text: ``quote == stored_text[start:end]`` always holds."""

    marker: int
    source_id: str
    title: str
    locator: str
    quote: str
    start: int
    end: int
    confidence: Confidence


class Receipt(Frozen):
    """What a deterministic tool was given, what it found, and each rule it applied (回执)."""

    tool: str
    inputs: dict[str, Any]
    result: dict[str, Any]
    trace: list[Any]


Status = Literal["answered", "partial", "refused", "clarify"]


class Answer(Frozen):
    """The answer to one question: the public JSON contract.

    ``status`` is *partial* where a part is known and a part is said to be unknown, *refused* where
    nothing in the material answers, *clarify* where one sentence is asked back. ``answer`` is
    Markdown with markers ``[n]``; each marker has its citation and the reverse.
    """

    id: str | None = None
    question: str
    standalone_question: str
    status: Status
    answer: str
    citations: list[Citation] = Field(default_factory=list)
    receipts: list[Receipt] = Field(default_factory=list)
    follow_ups: list[str] = Field(default_factory=list)
    engine: str = "extractive"
    degraded: bool = False
    timings_ms: dict[str, float] = Field(default_factory=dict)
