"""The suite format: questions with what is expected of their answers, as JSON lines (评测集).

A line is an :class:`evals.items.Item`. A suite that is listed in the ``manifest.json`` beside it is locked by
its hash: a changed suite is a new version.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from assistant.errors import UsageError
from evals.items import Half, Item, Strict

SUITES = Path(__file__).parent / "suites"
MANIFEST = "manifest.json"
HALVES: Mapping[str, Half | None] = {"all": None, "dev": "dev", "test": "test"}
TABLES = frozenset({".csv", ".xlsx"})
# What is wrong, in the reader's language, by pydantic's kind of error.
MESSAGES: Mapping[str, str] = {
    "missing": "缺这个字段",
    "extra_forbidden": "没有这个字段，是不是写错了",
    "literal_error": "只能是 {expected}",
    "string_type": "要写成文字",
    "string_too_short": "不能空着",
    "string_pattern_mismatch": "写法不对，要符合 {pattern}",
    "too_short": "不能空着",
    "tuple_type": "要写成列表",
    "dict_type": "要写成 {{…}}",
    "model_type": "要写成 {{…}}",
    "value_error": "{error}",
}


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
    """The suite as JSON lines; a table is converted, by the usual column names or the given.

    Raises:
        UsageError: the file is not text, or no table.
    """
    if path.suffix.lower() in TABLES:
        from evals.importing import import_table

        return import_table(path, columns)
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path.name} 第 {line} 行不是 UTF-8 文字", next_step="另存为 UTF-8 再试") from error


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
        yield Problem(number, f"第 {error.colno} 列", f"不是完整的 JSON（{error.msg}）")
    except ValidationError as error:
        details = {".".join(map(str, detail["loc"])): _message(detail) for detail in error.errors()}
        # A wrong entry also makes its list too short: say the cause only.
        causes = (path for path in details if not any(other.startswith(f"{path}.") for other in details))
        yield from (Problem(number, path, details[path]) for path in causes)


def _message(detail: ErrorDetails) -> str:
    return MESSAGES.get(detail["type"], detail["msg"]).format(**detail.get("ctx", {}))


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
