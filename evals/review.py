"""Doubtful items to a person and back: a spreadsheet out, verdicts in (人工复核)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import UsageError
from evals.matching import GIST_SHARE, fold, gist_share, says, units
from evals.records import Run, write_json
from evals.summary import LABELS, failed

VERDICTS_FILE = "verdicts.json"
RIGHT, WRONG = "对", "错"
COLUMNS = ("编号", "问题", "答案", "引文", "期望", "存疑原因", "自动评分", "人工结论（对/错）", "备注")
WIDTHS = (16, 36, 60, 60, 40, 30, 10, 12, 30)
NEAR = 0.15
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a person agrees with the scores; ``disagreements`` are items to mend, answer or suite."""

    judged: int
    agreed: int
    disagreements: tuple[str, ...]


def doubtful(run: Run) -> dict[str, list[str]]:
    """The items a person should look at, with the reasons: failures, and passes or misses by a hair."""
    found = {item.id: list(_reasons(run, item.id)) for item in run.items}
    return {item: reasons for item, reasons in found.items() if reasons}


def _reasons(run: Run, item_id: str) -> Iterator[str]:
    if run.records[item_id].error:
        yield f"出错：{run.records[item_id].error}"
    yield from (LABELS[name].zh for name in failed(run.scores[item_id]))
    yield from _by_a_hair(run, item_id)


def _by_a_hair(run: Run, item_id: str) -> Iterator[str]:
    """Points whose gist is only just met, or only just missed."""
    item = next(item for item in run.items if item.id == item_id)
    answers = run.records[item_id].answers
    texts = [unit.text for unit in units(answers[-1].answer)] if answers else []
    for point in item.expect.points:
        gists = [fold(form.value) for form in point.any if form.kind == "gist"]
        nearest = max((gist_share(text, gist) for text in texts for gist in gists), default=0.0)
        if abs(nearest - GIST_SHARE) < NEAR:
            met = answers and says(answers[-1].answer, point)
            yield f"要点“{point.any[0].value}”{'勉强说到' if met else '差一点说到'}"


def export_review(run: Run, path: Path) -> int:
    """Write the doubtful items as an XLSX file; returns their number."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "复核"
    sheet.append(COLUMNS)
    reasons = doubtful(run)
    for item_id, why in reasons.items():
        sheet.append([_cell(text) for text in _row(run, item_id, why)])
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    book.save(path)
    return len(reasons)


def _cell(text: str) -> str:
    """A text that a spreadsheet takes, and never for a formula."""
    clean = UNPRINTABLE.sub("", text)
    return f"'{clean}" if clean.startswith(FORMULA) else clean


def _row(run: Run, item_id: str, why: Iterable[str]) -> list[str]:
    item = next(item for item in run.items if item.id == item_id)
    answers = run.records[item_id].answers
    expected = [" / ".join(form.value for form in point.any) for point in item.expect.points]
    return [
        item.id,
        "\n".join(step.question for step in item.steps),
        "\n\n".join(f"〔{answer.status}〕{answer.answer}" for answer in answers),
        "\n".join(f"[{c.marker}] {c.locator}：{c.quote}" for answer in answers for c in answer.citations),
        "\n".join([f"状态：{' / '.join(item.expect.status)}", *expected]),
        "\n".join(why),
        verdict(run, item_id),
        "",
        "",
    ]


def verdict(run: Run, item_id: str) -> str:
    """What the scores say of an item: 对 or 错."""
    return RIGHT if run.scores[item_id]["correct"][0] == 1.0 else WRONG


def import_review(run: Run, path: Path) -> Agreement:
    """Read a person's verdicts and keep them beside the run.

    Raises:
        UsageError: the file cannot be read, names an unknown item, or holds another word than 对 and 错.
    """
    verdicts = dict(_read_verdicts(run, path))
    write_json(run.folder / VERDICTS_FILE, verdicts)
    return agreement(run, {item: given["verdict"] for item, given in verdicts.items()})


def _read_verdicts(run: Run, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for number, row in enumerate(_rows(path), 2):
        item, given, note = (str(row[place] or "").strip() for place in (0, 7, 8))
        if not given:
            continue
        if item not in run.scores or given not in (RIGHT, WRONG):
            raise UsageError(
                f"{path.name} 第 {number} 行用不了",
                reason=f"编号 {item!r}，结论 {given!r}",
                next_step=f"编号须在本次运行中，结论写“{RIGHT}”或“{WRONG}”",
            )
        yield item, {"verdict": given, "note": note}


def _rows(path: Path) -> list[tuple[object, ...]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, KeyError) as error:
        raise UsageError(f"{path.name} 读不了", reason=type(error).__name__) from error
    rows = [
        (*row, *[None] * len(COLUMNS)) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)
    ]
    book.close()
    return rows


def agreement(run: Run, verdicts: Mapping[str, str]) -> Agreement:
    """Compare a person's verdicts with the scores."""
    apart = tuple(item for item, given in verdicts.items() if given != verdict(run, item))
    return Agreement(len(verdicts), len(verdicts) - len(apart), apart)
