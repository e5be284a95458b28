"""Take a table of questions and expected answers (CSV, XLSX) as a suite."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import UsageError

# The column names that are understood without a map.
ALIASES: Mapping[str, frozenset[str]] = {
    "question": frozenset({"question", "q", "query", "问题", "题目", "提问", "问", "用户问题"}),
    "answer": frozenset(
        {"answer", "a", "expected", "expected_answer", "reference", "ground_truth", "答案", "标准答案"}
        | {"参考答案", "期望答案", "预期答案", "答", "回答"}
    ),
    "id": frozenset({"id", "no", "编号", "序号", "题号"}),
    "topic": frozenset({"topic", "category", "主题", "分类", "类别", "类型"}),
    "tags": frozenset({"tags", "tag", "标签"}),
    "status": frozenset({"status", "期望状态", "状态"}),
    "passages": frozenset({"passages", "passage", "段落", "依据段落"}),
    "clauses": frozenset({"clauses", "clause", "条款", "依据条款"}),
    "forbid": frozenset({"forbid", "forbidden", "禁止", "不得出现"}),
}
REFUSAL = re.compile(
    r"^(无|-|n/?a|拒答|拒绝回答|无法回答|不能回答|无答案|超出范围|不知道|(资料)?(未|没有)(载明|记载|提及)?"
    r"|unknown|refused?)?[。.]?$",
    re.IGNORECASE,
)
QUANTITY = re.compile(r"^\s*(?:约|大约|为|是)?\s*(\d+(?:\.\d+)?)\s*([%％]|[\u4e00-\u9fff]{1,3})?\s*$")
POINTS = re.compile(r"[；;。！!？?\n]+")


def import_table(path: Path, columns: Mapping[str, str] | None = None) -> str:
    """The table's rows as JSON lines of a suite.

    Args:
        path: a CSV file (UTF-8 or GB18030) or an XLSX file, the first row holding column names.
        columns: field to column name, for columns that are named unusually.

    Raises:
        UsageError: the table cannot be read, has no question column, or lacks a mapped column.
    """
    rows = _rows(path)
    if not rows:
        raise UsageError(f"{path.name} 是空的", next_step="第一行要是列名")
    places = _places([cell.strip() for cell in rows[0]], columns or {}, path.name)
    lines = ["", *(_line(number, row, places) for number, row in enumerate(rows[1:], 2))]
    return "\n".join(lines) + "\n"


def _line(number: int, row: Sequence[str], places: Mapping[str, int]) -> str:
    """The row as a line of its own, empty for a row without question: line and row numbers agree."""
    cells = {field: row[place].strip() for field, place in places.items() if place < len(row)}
    return json.dumps(_item(number, cells), ensure_ascii=False) if cells.get("question") else ""


def _rows(path: Path) -> list[list[str]]:
    try:
        return _read_xlsx(path) if path.suffix.lower() == ".xlsx" else _read_csv(path)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError, KeyError) as error:
        raise UsageError(f"{path.name} 读不了", reason=str(error)) from error


def _read_csv(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    sample = text[:4096]
    delimiter = max(",\t;", key=sample.split("\n", 1)[0].count)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _read_xlsx(path: Path) -> list[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except BadZipFile as error:
        raise ValueError("不是 XLSX 文件") from error
    rows: Iterable[Sequence[Any]] = book.worksheets[0].iter_rows(values_only=True)
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    book.close()
    return texts


def _places(header: list[str], columns: Mapping[str, str], name: str) -> dict[str, int]:
    for field, column in columns.items():
        if field not in ALIASES or column not in header:
            raise UsageError(
                f"{name}：{field} 对不上列 {column!r}",
                next_step=f"字段：{'、'.join(ALIASES)}；列：{'、'.join(header)}",
            )
    places = {
        field: place
        for field, names in ALIASES.items()
        for place, column in enumerate(header)
        if column == columns.get(field, column) and (field in columns or column.lower() in names)
    }
    if "question" not in places:
        raise UsageError(
            f"{name}：{'、'.join(header)} 里没有问题列",
            next_step="指明它：--map question=列名",
        )
    return places


def _item(number: int, cells: Mapping[str, str]) -> dict[str, Any]:
    refused = bool(REFUSAL.match(cells.get("answer", "").strip())) and "answer" in cells
    status = _several(cells.get("status", "")) or (["refused"] if refused else ["answered", "partial"])
    expect = {
        "status": status,
        "points": [] if refused else points(cells.get("answer", "")),
        "passages": _several(cells.get("passages", "")),
        "clauses": _several(cells.get("clauses", "")),
        "forbid": _several(cells.get("forbid", "")),
    }
    return {
        "id": re.sub(r"[^A-Za-z0-9_.-]", "-", cells.get("id", "")).lstrip("-_.") or f"row-{number}",
        "question": cells["question"],
        "topic": cells.get("topic", ""),
        "tags": _several(cells.get("tags", "")),
        "expect": expect,
    }


def points(answer: str) -> list[dict[str, Any]]:
    """An expected answer in prose as points: one a sentence, ``|`` between accepted wordings."""
    statements = [statement.strip() for statement in POINTS.split(answer)]
    return [
        {"any": [_form(wording.strip()) for wording in statement.split("|") if wording.strip()]}
        for statement in statements
        if statement.strip("| ")
    ]


def _form(wording: str) -> dict[str, str]:
    """A bare quantity must be met exactly, a sentence by its gist."""
    quantity = QUANTITY.match(wording)
    if quantity is None:
        return {"gist": wording}
    return {"number": quantity[1], "unit": (quantity[2] or "").replace("％", "%")}


def _several(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,，;；、|]", cell) if part.strip()]
