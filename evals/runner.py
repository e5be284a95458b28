"""Ask a suite's questions, keep the answers, score them (运行)."""

import hashlib
import platform
import resource
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from assistant.errors import AssistantError, UsageError
from assistant.types import Answer
from evals import metrics
from evals.answerer import START, Answerer, Searcher
from evals.items import Item
from evals.metrics import Scores
from evals.pace import scan_ms
from evals.records import (
    ANSWERS,
    RUN,
    SCORES,
    TIMINGS,
    Header,
    Record,
    Run,
    Timings,
    load_run,
    read_records,
    read_timings,
    suite_of,
    write_json,
    write_records,
    write_suite,
)
from evals.retrieval import CHANNELS, DEPTH, ranking_scores
from evals.suite import Suite
from evals.summary import as_json, by, overall, tags, topics

PACKAGES = ("aftersales-assistant", "chromadb", "bm25s", "numpy", "langchain-core", "pydantic")
SCORE_DIGITS = 6
Progress = Callable[[int, int, str], None]


def run_suite(
    suite: Suite,
    answerer: Answerer,
    out: Path,
    *,
    name: str = "assistant",
    settings: Mapping[str, Any] | None = None,
    resume: bool = False,
    progress: Progress = lambda _done, _total, _item: None,
) -> Run:
    """Ask every item in order and leave a run in the folder ``out``.

    Args:
        suite: what is asked.
        answerer: who is asked.
        out: the run's folder; made if need be.
        name: what the answerer is called in reports.
        settings: kept with the run, for whoever repeats it.
        resume: go on where an earlier run of the same broke off.
        progress: called with done, total and the item's id after each item.

    Raises:
        UsageError: there is a run in ``out`` and it is not to be resumed, or is one of something else.
    """
    records = _open(out, describe(suite, answerer, name, settings or {}), suite, resume=resume)
    clock = Clock(read_timings(out) if records else None)
    try:
        with (out / ANSWERS).open("a", encoding="utf-8") as file:
            for item in suite.items[len(records) :]:
                record, spent = ask(item, answerer)
                clock.note(item.id, spent)
                records.append(record)
                file.write(record.model_dump_json() + "\n")
                file.flush()
                progress(len(records), len(suite.items), item.id)
    finally:
        write_json(out / TIMINGS, clock.timings().model_dump())
    return finish(out, suite, records)


class Spent(NamedTuple):
    """Milliseconds that the slowest answer of an item took: on the clock, and of the processor."""

    answer_ms: float = 0.0
    work_ms: float = 0.0


class Clock:
    """Time spent on a run so far, over all its resumptions."""

    def __init__(self, earlier: Timings | None) -> None:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        self.kept = earlier or Timings(started=started, seconds=0.0, memory_mb=0.0, answer_ms={})
        self.begun = time.perf_counter()

    def note(self, item: str, spent: Spent) -> None:
        """Keep an item's times, and what the yardstick takes now."""
        self.kept.answer_ms[item], self.kept.work_ms[item] = spent
        self.kept.scan_ms[item] = scan_ms()

    def timings(self) -> Timings:
        """What is kept."""
        seconds = round(self.kept.seconds + time.perf_counter() - self.begun, 3)
        return self.kept.model_copy(update={"seconds": seconds, "memory_mb": peak_memory()})


def describe(suite: Suite, answerer: Answerer, name: str, settings: Mapping[str, Any]) -> Header:
    """All that the answers depend on."""
    return Header(
        suite=suite.name,
        suite_version=suite.version,
        suite_sha256=suite.sha256,
        items=len(suite.items),
        answerer=name,
        fingerprint=answerer.fingerprint,
        versions={"python": platform.python_version(), **_installed(), "metrics": metrics_fingerprint()},
        settings=dict(settings),
    )


def _installed() -> dict[str, str]:
    def of(package: str) -> str:
        try:
            return version(package)
        except PackageNotFoundError:
            return ""

    return {package: of(package) for package in PACKAGES}


def metrics_fingerprint() -> str:
    """A hash of the code that scores, so that figures of different code are not compared unaware."""
    folder = Path(metrics.__file__).parent
    names = ("case", "items", "matching", "measures", "metrics", "numbers", "retrieval")
    code = "".join((folder / f"{name}.py").read_text(encoding="utf-8") for name in names)
    return hashlib.sha256(code.encode()).hexdigest()[:12]


def _open(out: Path, header: Header, suite: Suite, *, resume: bool) -> list[Record]:
    """Make the folder ready; the records of an earlier run are those to go on from."""
    if (out / RUN).is_file() and not resume:
        raise UsageError(f"{out} 里已有一次运行", next_step="换个目录，或加 --resume 接着跑")
    records = list(read_records(out)) if resume else []
    if records and Header.model_validate_json((out / RUN).read_text(encoding="utf-8")) != header:
        raise UsageError(f"{out} 里的运行用的是别的题集、版本或设置", next_step="换个目录")
    out.mkdir(parents=True, exist_ok=True)
    write_json(out / RUN, header.model_dump())
    write_suite(out, suite)
    write_records(out, records)
    return records


def ask(item: Item, answerer: Answerer) -> tuple[Record, Spent]:
    """One item's record, and what the slowest of its answers took."""
    answers: list[Answer] = []
    spent = Spent()
    try:
        history: Any = START
        for step in item.steps:
            begun, worked = time.perf_counter(), time.process_time()
            if item.turns:
                answer, history = answerer.converse(step.question, history)
            else:
                answer = answerer.ask(step.question, question_id=item.id)
            took = Spent((time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000)
            spent = Spent(*map(max, spent, took))
            answers.append(answer.model_copy(update={"timings_ms": {}}))
        found = _search(answers[-1].standalone_question, answerer)
    except AssistantError as error:
        return Record(id=item.id, answers=tuple(answers), error=str(error)), spent
    return Record(id=item.id, answers=tuple(answers), found=found), spent


def _search(question: str, answerer: Answerer) -> dict[str, tuple[tuple[str, float], ...]]:
    if not isinstance(answerer, Searcher):
        return {}
    return {
        channel: tuple(
            (passage, round(float(score), SCORE_DIGITS))
            for passage, score in answerer.search(question, DEPTH, channel)
        )
        for channel in getattr(answerer, "channels", CHANNELS)
    }


def peak_memory() -> float:
    """The most memory this process has held, in MiB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20, 1)


def finish(out: Path, suite: Suite, records: list[Record]) -> Run:
    """Score the records, write the scores, read the run back."""
    scores = {item.id: score_record(item, record) for item, record in zip(suite.items, records, strict=True)}
    figures = {
        "overall": as_json(overall(suite.items, scores)),
        "topics": as_json(by(topics, "correct", suite.items, scores)),
        "tags": as_json(by(tags, "correct", suite.items, scores)),
        "items": scores,
    }
    write_json(out / SCORES, figures)
    return load_run(out)


def score_record(item: Item, record: Record) -> Scores:
    """All scores of an item: those of its answers and those of its rankings."""
    answers = () if record.error else record.answers
    scores = metrics.score_item(item, answers)
    if item.expect.passages:
        for channel, ranking in record.found.items():
            values = ranking_scores(item.expect.passages, [passage for passage, _ in ranking])
            scores |= {
                f"{channel}.{name}": (round(value, SCORE_DIGITS), 1.0) for name, value in values.items()
            }
    return scores


def rescore(folder: Path, suite: Suite | None = None) -> Run:
    """Score a run's stored answers again, by the code of today or by a mended suite.

    Raises:
        UsageError: the folder holds no run, or the suite asks other questions than the run did.
    """
    run = load_run(folder)
    suite = suite or suite_of(run)
    asked = {item.id: [step.question for step in item.steps] for item in run.items}
    if asked != {item.id: [step.question for step in item.steps] for item in suite.items}:
        raise UsageError(f"{suite.name} 与 {folder} 问的不是同样的问题", next_step="重新运行")
    header = run.header.model_copy(
        update={
            "suite_version": suite.version,
            "suite_sha256": suite.sha256,
            "versions": {**run.header.versions, "metrics": metrics_fingerprint()},
        }
    )
    write_json(folder / RUN, header.model_dump())
    write_suite(folder, suite)
    return finish(folder, suite, [run.records[item.id] for item in suite.items])
