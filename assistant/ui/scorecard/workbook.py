"""A scorecard as a workbook: what was filled in, what came of it, and the receipt behind it.

The first sheet of a card is the table of ``assistant score template``, filled in: it can be read back.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.knowledge.entries import Indicator
from assistant.knowledge.score_tables import BONUS, COLUMNS, SPECIAL
from assistant.scoring import to_json
from assistant.scoring.numerals import is_decimal
from assistant.scoring.receipt import to_text
from assistant.types import Receipt
from assistant.ui.scorecard.fields import Json

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Row = tuple[str, ...]

MARK_COLUMNS = {
    "得分": "gained",
    "是否符合": "met",
    "样本数": "samples",
    "不符合数": "bad",
    "删减": "deleted",
}
SUMS = {"小计得分": "gained", "小计涉及分值": "applicable"}
WIDTHS = (14, 30)
TEXT_WIDTHS = (110,)
NUMBERS_FROM = 3
MOST_DIGITS = 15
LONGEST_CELL = 32_000
NOT_GRADED = "还不能定级"


def workbook(receipt: Receipt, indicators: Sequence[Indicator]) -> bytes:
    """The receipt of a card or of a total as an .xlsx file.

    Numbers that a spreadsheet holds exactly become numbers, others stay exact text; a text never
    becomes a formula.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    if "marks" in receipt.inputs:
        fill(book.create_sheet("评分表"), table(receipt, indicators), WIDTHS)
    fill(book.create_sheet("结果"), summary(receipt.inputs, receipt.result), WIDTHS)
    for title, text in (("回执", to_text(receipt)), ("回执原文", to_json(receipt))):
        fill(book.create_sheet(title), ((line,) for line in text.splitlines()), TEXT_WIDTHS)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def table(receipt: Receipt, indicators: Sequence[Indicator]) -> list[Row]:
    """A heading, a row for each indicator, a row for each special deduction and the bonus."""
    inputs = receipt.inputs
    bonus = [] if inputs["bonus"] is None else [inputs["bonus"]]
    return [
        (*COLUMNS, *SUMS),
        *(indicator_row(node, receipt) for node in indicators),
        *((SPECIAL, reason) for reason in inputs["specials"]),
        *((BONUS, reason) for reason in bonus),
    ]


def indicator_row(node: Indicator, receipt: Receipt) -> Row:
    """An indicator: its points, what was found, what came of it."""
    clause = node.clause
    mark = receipt.inputs["marks"].get(clause, {})
    points = receipt.inputs["tree"].get(clause, [node.title, node.points])[1]
    total = receipt.result["sums"].get(clause, {})
    found = (written(mark.get(name)) for name in MARK_COLUMNS.values())
    computed = (total[name]["exact"] if total else "" for name in SUMS.values())
    return (clause, node.title, points or "", *found, *computed)


def written(value: str | int | bool | None) -> str:
    """What a cell of the table shows for a value of a mark."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def summary(inputs: Json, result: Json) -> list[Row]:
    """The whole card or total in a few lines."""
    total_only = "gained" in inputs
    reasons = inputs.get("reasons", []) if total_only else inputs["specials"]
    whole = result.get("sums", {}).get("5")
    gained, applicable = (
        inputs[name] if total_only else whole[name]["exact"] if whole else "" for name in SUMS.values()
    )
    return [
        ("实际得分", "", gained),
        ("涉及项总分值", "", applicable),
        ("特别扣分项个数", "", str(inputs["specials"] if total_only else len(reasons))),
        *((SPECIAL, reason) for reason in reasons),
        (BONUS, "有" if inputs["bonus"] == 1 else inputs["bonus"] or "无"),
        ("评分", "", result["score"]["exact"] if "score" in result else ""),
        ("级别", result["level"] or NOT_GRADED),
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
    """A number that a spreadsheet holds exactly; None for any other text."""
    try:
        value = Fraction(text)
    except ValueError:
        return None
    exact = is_decimal(value) and len(text) <= MOST_DIGITS
    return Decimal(value.numerator) / Decimal(value.denominator) if exact else None
