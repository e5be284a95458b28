"""The items of a suite: a question or dialogue, and what is expected of its answers (题目)."""

import hashlib
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.types import Status

Half = Literal["dev", "test"]
CHECKS: Mapping[str, Callable[[str], object]] = {"number": Decimal, "regex": re.compile}


class Strict(BaseModel):
    """A misspelt field is an error, not a silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Form(Strict):
    """One accepted wording of a statement (说法).

    ``text`` stands in the answer as it is, ``gist`` stands in one passage of it by most of its
    characters and all of its numbers, ``number`` is a quantity with its unit, ``regex`` is searched
    in the normalised answer. Written as ``"三年"``, ``95``, ``{"number": "95", "unit": "分"}``,
    ``{"regex": "…"}`` or ``{"gist": "…"}``.
    """

    kind: Literal["text", "gist", "number", "regex"]
    value: Annotated[str, Field(min_length=1)]
    unit: str = ""

    @model_validator(mode="before")
    @classmethod
    def read(cls, given: object) -> object:
        """Turn the short ways of writing a form into its fields."""
        if isinstance(given, str):
            return {"kind": "text", "value": given}
        if isinstance(given, int | float) and not isinstance(given, bool):
            return {"kind": "number", "value": str(given)}
        if isinstance(given, dict) and "kind" not in given:
            return _named_form(given)
        return given

    @model_validator(mode="after")
    def check(self) -> "Form":
        """Refuse a number that is none and a pattern that does not compile."""
        try:
            CHECKS.get(self.kind, str)(self.value)
        except (InvalidOperation, re.error) as error:
            raise ValueError(f"{self.value!r} 不是可用的 {self.kind}") from error
        return self


def _named_form(given: dict[str, Any]) -> dict[str, Any]:
    named = [kind for kind in ("text", "gist", "number", "regex") if kind in given]
    if len(named) != 1:
        raise ValueError("说法要写成文字、数字，或 {text}、{gist}、{number}、{regex} 之一")
    rest = {field: value for field, value in given.items() if field != named[0]}
    return {"kind": named[0], "value": str(given[named[0]]), **rest}


def _listed(given: object) -> object:
    return given if isinstance(given, list | tuple) else [given]


class Point(Strict):
    """A statement the answer must make; any one of its forms will do (答案要点).

    Written as ``{"any": [form, …]}``, as a list of forms, or as the only form.
    """

    any: Annotated[tuple[Form, ...], BeforeValidator(_listed), Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def read(cls, given: object) -> object:
        """Turn the short ways of writing a point into its field."""
        return given if isinstance(given, dict) and "any" in given else {"any": given}


class Tool(Strict):
    """What a receipt must hold: the tool's name, and the entries of its result that matter."""

    name: str = ""
    result: dict[str, Any] = Field(default_factory=dict)


Listed = BeforeValidator(_listed)
Asked = Annotated[str, Field(pattern=r"\S")]


class Expect(Strict):
    """What is expected of one answer; the first ``status`` is the class it is counted under."""

    status: Annotated[tuple[Status, ...], Listed, Field(min_length=1)] = ("answered", "partial")
    passages: Annotated[tuple[str, ...], Listed] = ()
    clauses: Annotated[tuple[str, ...], Listed] = ()
    points: Annotated[tuple[Point, ...], Listed] = ()
    forbid: Annotated[tuple[Form, ...], Listed] = ()
    tool: Tool | None = None

    @property
    def answerable(self) -> bool:
        """Whether the material holds (a part of) the answer."""
        return self.status[0] in ("answered", "partial")


class Step(Strict):
    """One turn of a dialogue; without ``expect`` it only sets the scene."""

    question: Asked
    expect: Expect | None = None

    @model_validator(mode="before")
    @classmethod
    def read(cls, given: object) -> object:
        """A bare text is a turn without expectation."""
        return {"question": given} if isinstance(given, str) else given


class Planted(Strict):
    """A text that is put among the material before the suite is asked: noise, or a false claim (植入资料)."""

    id: Annotated[str, Field(pattern=r"^planted\.[a-z0-9]+([.-][a-z0-9]+)*$")]
    title: Annotated[str, Field(min_length=1)]
    text: Annotated[str, Field(min_length=1)]


class Item(Strict):
    """One question or dialogue of a suite.

    ``parent`` names the item this one was made from (a typo of it, say): both stay in one half.
    ``documents`` are planted for all questions of the suite, not for this one alone.
    ``expect`` holds for the question, or for the last turn.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    question: Asked | None = None
    turns: tuple[Step, ...] = ()
    topic: str = ""
    tags: tuple[str, ...] = ()
    parent: str = ""
    documents: tuple[Planted, ...] = ()
    note: str = ""
    expect: Expect

    @model_validator(mode="after")
    def check(self) -> "Item":
        """Exactly one of question and turns; an answerable item says what the answer must hold."""
        if (self.question is None) == (not self.turns):
            raise ValueError("question 和 turns 要有且只有一个")
        if self.turns and self.turns[-1].expect is not None:
            raise ValueError("最后一轮的期望写在 expect 里")
        return self

    @property
    def steps(self) -> tuple[Step, ...]:
        """The turns with their expectations; a question is a dialogue of one turn."""
        last = self.question or self.turns[-1].question
        return (*self.turns[:-1], Step(question=last, expect=self.expect))

    @property
    def cluster(self) -> str:
        """What the item shares its luck with: the passage that answers it, else its family."""
        return next(iter(self.expect.passages), self.parent or self.id)

    @property
    def half(self) -> Half:
        """The half it falls into, by hash: the same for a family, whatever else is in the suite."""
        return "dev" if hashlib.sha256((self.parent or self.id).encode()).digest()[0] % 2 else "test"
