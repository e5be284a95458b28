"""What a run leaves behind: a folder from which it can be read, scored again and repeated (记录).

======================  ========================================================================
``run.json``            suite, answerer, versions, settings: all that the answers depend on
``suite.jsonl``         the items as they were asked
``answers.jsonl``       one :class:`Record` a line, written as the run goes on
``scores.json``         the scores of each item
``timings.json``        how long it took and how much memory: the only file that differs
                        between two runs of the same
======================  ========================================================================
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from assistant.errors import UsageError
from assistant.types import Answer
from evals.items import Item, Strict
from evals.metrics import Scores
from evals.suite import Suite, parse

RUN, ITEMS, ANSWERS, SCORES, TIMINGS = (
    "run.json",
    "suite.jsonl",
    "answers.jsonl",
    "scores.json",
    "timings.json",
)


class Record(Strict):
    """What came back for one item: an answer a turn, the rankings by channel, or an error."""

    id: str
    answers: tuple[Answer, ...] = ()
    found: dict[str, tuple[tuple[str, float], ...]] = Field(default_factory=dict)
    error: str = ""


class Header(Strict):
    """run.json: what the answers depend on."""

    format: int = 1
    suite: str
    suite_version: int
    suite_sha256: str
    items: int
    answerer: str
    fingerprint: str
    versions: dict[str, str]
    settings: dict[str, Any]


class Timings(Strict):
    """timings.json: the peak memory in MiB, and by item, in milliseconds, the time of its slowest answer.

    ``answer_ms`` is what one waited, ``work_ms`` its processor time, ``scan_ms`` that of the yardstick.
    """

    started: str
    seconds: float
    memory_mb: float
    answer_ms: dict[str, float]
    work_ms: dict[str, float] = Field(default_factory=dict)
    scan_ms: dict[str, float] = Field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """A finished run, read back; items, records and scores are in the suite's order."""

    folder: Path
    header: Header
    items: tuple[Item, ...]
    records: dict[str, Record]
    scores: dict[str, Scores]
    timings: Timings | None = None

    @property
    def name(self) -> str:
        """The run's name: its folder's."""
        return self.folder.name


def write_json(path: Path, content: object) -> None:
    """Write JSON in the one way that gives the same bytes for the same content."""
    path.write_text(
        json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8"
    )


def write_suite(folder: Path, suite: Suite) -> None:
    """Keep the items beside their answers."""
    lines = (item.model_dump_json(exclude_defaults=True) for item in suite.items)
    (folder / ITEMS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_records(folder: Path) -> Iterator[Record]:
    """The records written so far; a line torn by a crash is left out."""
    path = folder / ANSWERS
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        yield Record.model_validate_json(line)


def write_records(folder: Path, records: Iterable[Record]) -> None:
    """Write all records anew."""
    lines = "".join(record.model_dump_json() + "\n" for record in records)
    (folder / ANSWERS).write_text(lines, encoding="utf-8")


def load_run(folder: Path) -> Run:
    """Read a finished run.

    Raises:
        UsageError: the folder holds none, or it is unfinished or damaged.
    """
    try:
        header = Header.model_validate_json((folder / RUN).read_text(encoding="utf-8"))
        items, problems = parse((folder / ITEMS).read_text(encoding="utf-8"))
        records = {record.id: record for record in read_records(folder)}
        scores = _read_scores(folder)
    except (OSError, ValueError, ValidationError) as error:
        raise UsageError(
            f"{folder} 里没有完成的运行",
            reason=type(error).__name__,
            next_step="接着跑：assistant eval run --suite … --out 目录 --resume",
        ) from error
    if problems or len(records) != len(items):
        raise UsageError(f"{folder} 已损坏", reason="题目与答案对不上")
    return Run(folder, header, tuple(items), records, scores, read_timings(folder))


def _read_scores(folder: Path) -> dict[str, Scores]:
    content = json.loads((folder / SCORES).read_text(encoding="utf-8"))
    return {
        item: {name: (float(score[0]), float(score[1])) for name, score in scores.items()}
        for item, scores in content["items"].items()
    }


def read_timings(folder: Path) -> Timings | None:
    """The timings, where they were kept."""
    path = folder / TIMINGS
    return Timings.model_validate_json(path.read_text(encoding="utf-8")) if path.is_file() else None


def suite_of(run: Run) -> Suite:
    """The items of a run as a suite."""
    header = run.header
    return Suite(header.suite, header.suite_version, header.suite_sha256, run.items)
