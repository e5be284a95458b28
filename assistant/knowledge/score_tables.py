"""Scorecards as files people fill in: an empty template, and the way back to the scoring tool.

The table has one row per indicator. Points come from the user's own copy of the standard; where
the template leaves them empty, we do not know them. Reading gives the inputs of ``score.card``.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from assistant.errors import ScoringError
from assistant.scoring.card import IndicatorLike, clause_key
from assistant.scoring.numerals import normalise, show

COLUMNS = ("条款号", "指标", "分值", "得分", "是否符合", "样本数", "不符合数", "删减")
SPECIAL, BONUS = "特别扣分项", "特别加分项"
YES, NO = (
    frozenset({"是", "符合", "y", "yes", "√", "true", "1"}),
    frozenset({"否", "不符合", "n", "no", "×", "false", "0"}),
)
Row = dict[str, str]


def write_template(path: Path, indicators: Iterable[IndicatorLike]) -> None:
    """Write an empty table of ``indicators`` as .xlsx, .csv or .yaml, whatever ``path`` ends in.

    Raises:
        ScoringError: the file type is not one of the three.
    """
    rows = [
        {**dict.fromkeys(COLUMNS, ""), "条款号": item.clause, "指标": item.title, "分值": item.points or ""}
        for item in sorted(indicators, key=lambda item: clause_key(item.clause))
    ]
    rows += [{**dict.fromkeys(COLUMNS, ""), "条款号": name} for name in (SPECIAL, BONUS)]
    by_suffix(WRITERS, path)(path, rows)


def read_table(path: Path) -> dict[str, Any]:
    """Read a filled-in table into the inputs of the tool ``score.card``.

    Raises:
        ScoringError: the file cannot be read, a column is missing, or a cell holds what it cannot
            hold; the message names the cell.
    """
    tree: dict[str, list[str | None]] = {}
    marks: dict[str, dict[str, Any]] = {}
    specials: list[str] = []
    bonus: list[str] = []
    for place, row in by_suffix(READERS, path)(path):
        clause = row["条款号"]
        if clause in (SPECIAL, BONUS):
            (specials if clause == SPECIAL else bonus).extend([row["指标"]] if row["指标"] else [])
            continue
        if not re.fullmatch(r"5(\.\d+){0,3}", clause):
            raise cell_error(place, "条款号", clause, "应为 5.1、5.1.2 或 5.1.2.2 这样的条款号")
        if clause in tree:
            raise cell_error(place, "条款号", clause, "重复了")
        tree[clause] = [row["指标"], number(row, "分值", place)]
        if mark := mark_of(row, place):
            marks[clause] = mark
    if len(bonus) > 1:
        raise ScoringError(
            f"{path.name}：特别加分项最多 1 个，表中有 {len(bonus)} 个", next_step="请只保留一个"
        )
    return {"tree": tree, "marks": marks, "specials": specials, "bonus": bonus[0] if bonus else None}


def mark_of(row: Row, place: str) -> dict[str, Any]:
    """What a row says of its indicator; empty where nothing is filled in."""
    mark: dict[str, Any] = {}
    if (gained := number(row, "得分", place)) is not None:
        mark["gained"] = gained
    if (met := yes_no(row, "是否符合", place)) is not None:
        mark["met"] = met
    if yes_no(row, "删减", place):
        mark["deleted"] = True
    samples, bad = count(row, "样本数", place), count(row, "不符合数", place)
    if samples is not None or bad is not None:
        mark |= {"samples": samples, "bad": 0 if bad is None else bad}
    if len(mark.keys() - {"bad"}) > 1:
        raise ScoringError(f"{place}：得分、是否符合、抽样、删减只能填一种", next_step="请删去多填的单元格")
    return mark


def number(row: Row, column: str, place: str) -> str | None:
    """A decimal that is not negative, as exact text; None where the cell is empty."""
    text = normalise(row[column]).removesuffix("分").strip()
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise cell_error(place, column, row[column], "应为数字") from None
    if not value.is_finite() or value < 0:
        raise cell_error(place, column, row[column], "应为不小于 0 的数字")
    return show(Fraction(value))


def count(row: Row, column: str, place: str) -> int | None:
    """A whole number; None where the cell is empty."""
    text = number(row, column, place)
    if text is None:
        return None
    if not text.isdigit():
        raise cell_error(place, column, row[column], "应为整数")
    return int(text)


def yes_no(row: Row, column: str, place: str) -> bool | None:
    """是 or 否; None where the cell is empty."""
    text = row[column].strip().lower()
    if text in YES or text in NO:
        return text in YES
    if text:
        raise cell_error(place, column, row[column], "应填 是 或 否")
    return None


def cell_error(place: str, column: str, value: str, reason: str) -> ScoringError:
    """An error that names the cell."""
    return ScoringError(f"{place}“{column}”填的是 {value!r}，{reason}", next_step="请改正这一格后重新导入")


def by_suffix(table: dict[str, Any], path: Path) -> Any:  # noqa: ANN401 - a reader or a writer
    """The reader or writer for the file's ending."""
    suffix = ".yaml" if path.suffix.lower() == ".yml" else path.suffix.lower()
    if suffix not in table:
        raise ScoringError(
            f"不支持 {path.suffix or '没有扩展名'} 的评分表", next_step="请用 .xlsx、.csv 或 .yaml"
        )
    return table[suffix]


def checked(header: Iterable[object], path: Path) -> list[str]:
    """The header, all of whose columns must be there."""
    names = ["" if name is None else str(name).strip() for name in header]
    if missing := [name for name in COLUMNS[:3] if name not in names]:
        raise ScoringError(
            f"{path.name}：第 1 行缺少列 {'、'.join(missing)}",
            next_step="请使用 assistant score template 写出的表头",
        )
    return names


def as_row(names: list[str], values: Iterable[object]) -> Row:
    """A row by column name, every cell as text; a number keeps the digits it shows."""
    cells = {
        name: "" if value is None else str(value).strip() for name, value in zip(names, values, strict=False)
    }
    return {**dict.fromkeys(COLUMNS, ""), **cells}


def filled(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, Row]]:
    """Rows that are not empty."""
    return ((place, row) for place, row in rows if any(row.values()))


def read_csv(path: Path) -> Iterator[tuple[str, Row]]:
    """Rows of a CSV file in UTF-8 or GBK, with their line numbers."""
    with refused(path):
        data = path.read_bytes()
        text = data.decode("utf-8-sig" if is_utf8(data) else "gb18030")
        lines = list(csv.reader(text.splitlines()))
    names = checked(lines[0] if lines else (), path)
    return filled((f"第 {index} 行", as_row(names, line)) for index, line in enumerate(lines[1:], 2))


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_xlsx(path: Path) -> Iterator[tuple[str, Row]]:
    """Rows of the first sheet of a workbook, with their row numbers."""
    from openpyxl import load_workbook

    with refused(path):
        sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    names = checked(lines[0] if lines else (), path)
    return filled((f"第 {index} 行", as_row(names, line)) for index, line in enumerate(lines[1:], 2))


def read_yaml(path: Path) -> Iterator[tuple[str, Row]]:
    """Rows of a YAML list of mappings, with their place in the list."""
    import yaml

    with refused(path):
        data = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise ScoringError(
            f"{path.name}：应为一列指标，每项有 {'、'.join(COLUMNS[:3])}", next_step="请使用模板"
        )
    rows = [
        (f"第 {index} 项", as_row(checked(item, path), item.values())) for index, item in enumerate(data, 1)
    ]
    return filled(rows)


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Turn whatever a damaged file raises into one error that names the file."""
    try:
        yield
    except Exception as error:
        reason = (str(error).splitlines() or [""])[0]
        raise ScoringError(
            f"评分表 {path.name} 读不了", reason=reason, next_step="请检查文件是否完整"
        ) from error


def write_csv(path: Path, rows: list[Row]) -> None:
    """A CSV file that spreadsheet programs open with the right characters."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def write_xlsx(path: Path, rows: list[Row]) -> None:
    """A workbook with one sheet; every cell is text, so that no digit is lost."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "评分表"
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append([row[name] or None for name in COLUMNS])
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["B"].width = 40
    book.save(path)


def write_yaml(path: Path, rows: list[Row]) -> None:
    """A YAML list of mappings."""
    import yaml

    path.write_text(yaml.safe_dump(rows, allow_unicode=True, sort_keys=False), "utf-8")


WRITERS = {".csv": write_csv, ".xlsx": write_xlsx, ".yaml": write_yaml}
READERS = {".csv": read_csv, ".xlsx": read_xlsx, ".yaml": read_yaml}
