"""A scorecard as a workbook: what was filled in, what came of it, and the receipt behind it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.knowledge.entries import Indicator
from assistant.scoring import to_json
from assistant.scoring.numerals import is_decimal
from assistant.scoring.receipt import to_text
from assistant.types import Receipt
from assistant.ui.scorecard.fields import KINDS, PLAIN_MARKS, Json

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Row = tuple[str, ...]

COLUMNS = {"条款": 16, "指标": 30, "分值": 10, "评法": 10, "填写": 24, "得分": 14, "涉及分值": 14}
NUMBERS_FROM = 3
TEXT_WIDTH = 110
LONGEST_CELL = 32_000
NOT_GRADED = "还不能定级"


def workbook(receipt: Receipt, indicators: Sequence[Indicator]) -> bytes:
    """The receipt of a card or of a total as an .xlsx file.

    Numbers with a finite decimal form become numbers, others stay exact text; a text never
    becomes a formula.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    fill(book.create_sheet("评分表"), table(receipt, indicators), list(COLUMNS.values()))
    for title, text in (("回执", to_text(receipt)), ("回执原文", to_json(receipt))):
        fill(book.create_sheet(title), ((line,) for line in text.splitlines()), [TEXT_WIDTH])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(receipt: Receipt, indicators: Sequence[Indicator]) -> list[Row]:
    """A heading, a row for each indicator, and the result below."""
    rows = [indicator_row(node, receipt) for node in indicators]
    return [tuple(COLUMNS), *rows, (), *summary(receipt.inputs, receipt.result)]


def indicator_row(node: Indicator, receipt: Receipt) -> Row:
    """An indicator: its points, how it was judged, what was filled in, what came of it."""
    clause = node.clause
    mark = receipt.inputs.get("marks", {}).get(clause)
    points = receipt.inputs.get("tree", {}).get(clause, [node.title, node.points])[1]
    total = receipt.result.get("sums", {}).get(clause, {})
    computed = (total.get(name, {}).get("exact", "") for name in ("gained", "applicable"))
    return (clause, node.title, points or "", *(judged(mark) if mark else ("", "")), *computed)


def judged(mark: Json) -> tuple[str, str]:
    """How an indicator was judged, and the numbers filled in for it."""
    if "gained" in mark:
        return KINDS["gained"], mark["gained"]
    if "samples" in mark:
        return KINDS["sample"], f"{mark['samples']} 个样本，{mark['bad']} 个不符合"
    return next(KINDS[name] for name, plain in PLAIN_MARKS.items() if plain == mark), ""


def summary(inputs: Json, result: Json) -> list[Row]:
    """The whole card in a few lines."""
    total_only = "gained" in inputs
    reasons = inputs.get("reasons", []) if total_only else inputs["specials"]
    whole = result.get("sums", {}).get("5", {})
    gained, applicable = (
        inputs[name] if total_only else whole.get(name, {}).get("exact", "")
        for name in ("gained", "applicable")
    )
    bonus = "1" if inputs["bonus"] == 1 else inputs["bonus"] or "无"
    return [
        ("实际得分", "", gained),
        ("涉及项总分值", "", applicable),
        ("特别扣分项个数", "", str(inputs["specials"] if total_only else len(reasons))),
        *(("特别扣分项事由", reason) for reason in reasons),
        ("特别加分项", "", bonus),
        ("评分", "", result["score"]["exact"] if "score" in result else ""),
        ("级别", "", result["level"] or NOT_GRADED),
    ]


def fill(sheet: "Worksheet", rows: Iterable[Row], widths: Sequence[int]) -> None:
    """Write the rows into a sheet, cell by cell, and set the widths of its columns."""
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            write(sheet, number, column, text)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def write(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    """One cell: a number where the column holds numbers and the text is one, else the text itself."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if column >= NUMBERS_FROM and (value := decimal(text)) is not None:
        sheet.cell(row, column, value)
        return
    cell = sheet.cell(row, column, ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL])
    cell.data_type = "s"


def decimal(text: str) -> Decimal | None:
    """A number with a finite decimal form; None for any other text."""
    try:
        value = Fraction(text)
    except ValueError:
        return None
    return Decimal(value.numerator) / Decimal(value.denominator) if is_decimal(value) else None
