"""The suite format: questions with what is expected of their answers, as JSON lines (评测集).

A line is an :class:`Item`. A suite that is listed in the ``manifest.json`` beside it is locked by
its hash: a changed suite is a new version.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import UsageError
from assistant.types import Status

SUITES = Path(__file__).parent / "suites"
MANIFEST = "manifest.json"
TABLES = frozenset({".csv", ".xlsx"})
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


class Point(Strict):
    """A statement the answer must make; any one of its forms will do (答案要点)."""

    any: Annotated[tuple[Form, ...], Field(min_length=1)]


class Tool(Strict):
    """What a receipt must hold: the tool's name, and the entries of its result that matter."""

    name: str = ""
    result: dict[str, Any] = Field(default_factory=dict)


def _listed(given: object) -> object:
    return [given] if isinstance(given, str) else given


class Expect(Strict):
    """What is expected of one answer; the first ``status`` is the class it is counted under."""

    status: Annotated[tuple[Status, ...], BeforeValidator(_listed), Field(min_length=1)] = (
        "answered",
        "partial",
    )
    passages: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    forbid: tuple[Form, ...] = ()
    tool: Tool | None = None

    @property
    def answerable(self) -> bool:
        """Whether the material holds (a part of) the answer."""
        return self.status[0] in ("answered", "partial")


class Step(Strict):
    """One turn of a dialogue; without ``expect`` it only sets the scene."""

    question: Annotated[str, Field(min_length=1)]
    expect: Expect | None = None

    @model_validator(mode="before")
    @classmethod
    def read(cls, given: object) -> object:
        """A bare text is a turn without expectation."""
        return {"question": given} if isinstance(given, str) else given


class Item(Strict):
    """One question or dialogue of a suite.

    ``parent`` names the item this one was made from (a typo of it, say): both stay in one half.
    ``expect`` holds for the question, or for the last turn.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    question: Annotated[str, Field(min_length=1)] | None = None
    turns: tuple[Step, ...] = ()
    topic: str = ""
    tags: tuple[str, ...] = ()
    parent: str = ""
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


@dataclass(frozen=True, slots=True)
class Suite:
    """The items of a file, with the hash that names them; ``version`` is 0 where none is locked."""

    name: str
    version: int
    sha256: str
    items: tuple[Item, ...]

    def part(self, half: Half | None) -> "Suite":
        """The development or the test half; all of it for None."""
        if half is None:
            return self
        items = tuple(item for item in self.items if item.half == half)
        return Suite(f"{self.name}.{half}", self.version, self.sha256, items)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line, and in which field (as a path: ``expect.points.0``)."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"第 {self.line} 行 {self.field or '整行'}：{self.message}"


class Entry(Strict):
    """A locked suite in the manifest."""

    file: str
    title: str = ""
    version: Annotated[int, Field(ge=1)]
    sha256: str
    items: int


class Manifest(Strict):
    """manifest.json: the locked suites of a folder, by name."""

    suites: dict[str, Entry] = Field(default_factory=dict)


def load_suite(source: str | Path, columns: Mapping[str, str] | None = None) -> Suite:
    """A shipped suite by name, or a file (JSONL, CSV, XLSX; ``columns`` maps fields to column names).

    Raises:
        UsageError: no such suite, a wrong line, or a locked suite that has changed.
    """
    path = locate(source)
    text = read_lines(path, columns)
    items, problems = parse(text)
    if problems:
        raise UsageError(
            f"{path.name} {problems[0]}",
            reason=f"共 {len(problems)} 处" if len(problems) > 1 else "",
            next_step=f"查看全部：assistant eval validate {source}",
        )
    return Suite(path.stem, _locked_version(path, digest(text)), digest(text), tuple(items))


def validate(source: str | Path) -> list[Problem]:
    """Everything that is wrong with a suite, in the order of its lines.

    Raises:
        UsageError: no such suite.
    """
    return parse(read_lines(locate(source)))[1]


def lock(source: str | Path) -> Entry:
    """Write the suite's hash into its folder's manifest; a changed suite gets the next version.

    Raises:
        UsageError: no such suite, or a wrong line.
    """
    path = locate(source)
    text = read_lines(path)
    items, problems = parse(text)
    if problems:
        raise UsageError(f"{path.name} {problems[0]}", next_step="先改好再锁定")
    manifest = read_manifest(path.parent)
    old = manifest.suites.get(path.stem)
    new = Entry(
        file=path.name,
        title=old.title if old else "",
        version=(old.version + (old.sha256 != digest(text))) if old else 1,
        sha256=digest(text),
        items=len(items),
    )
    suites = dict(sorted({**manifest.suites, path.stem: new}.items()))
    content = Manifest(suites=suites).model_dump_json(indent=2)
    (path.parent / MANIFEST).write_text(content + "\n", encoding="utf-8")
    return new


def locate(source: str | Path) -> Path:
    """The file of a suite that is named or given by its path.

    Raises:
        UsageError: there is none; names the suites there are.
    """
    for path in (Path(source), SUITES / f"{source}.jsonl"):
        if path.is_file():
            return path
    known = ", ".join(sorted(path.stem for path in SUITES.glob("*.jsonl")))
    raise UsageError(f"没有题集 {str(source)!r}", next_step=f"给出文件，或其中之一：{known}")


def read_lines(path: Path, columns: Mapping[str, str] | None = None) -> str:
    """The suite as JSON lines; a table is converted, by the usual column names or the given."""
    if path.suffix.lower() in TABLES:
        from evals.importing import import_table

        return import_table(path, columns)
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def parse(text: str) -> tuple[list[Item], list[Problem]]:
    """Read JSON lines; every wrong line gives its problems, the others their items."""
    items: list[Item] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        found = list(_line_problems(number, line))
        if not found:
            item = Item.model_validate_json(line)
            if item.id in seen:
                found = [Problem(number, "id", f"{item.id!r} 与第 {seen[item.id]} 行重复")]
            seen.setdefault(item.id, number)
            items.append(item)
        problems += found
    return items, problems or _empty(items)


def _line_problems(number: int, line: str) -> Iterator[Problem]:
    try:
        Item.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        yield Problem(number, f"第 {error.colno} 列", error.msg)
    except ValidationError as error:
        for detail in error.errors():
            yield Problem(number, ".".join(map(str, detail["loc"])), detail["msg"])


def _empty(items: list[Item]) -> list[Problem]:
    return [] if items else [Problem(1, "", "文件里没有题目")]


def digest(text: str) -> str:
    """The hash that locks a suite."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The folder's manifest; an empty one where there is none."""
    path = folder / MANIFEST
    return Manifest.model_validate_json(path.read_text(encoding="utf-8")) if path.is_file() else Manifest()


def _locked_version(path: Path, sha256: str) -> int:
    entry = read_manifest(path.parent).suites.get(path.stem)
    if entry is None:
        return 0
    if entry.sha256 != sha256:
        raise UsageError(
            f"{path.name} 与锁定的第 {entry.version} 版不一致",
            next_step=f"恢复原文件，或锁成新版本：assistant eval validate {path.stem} --lock",
        )
    return entry.version
