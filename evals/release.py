"""``python -m evals.release``: every shipped suite against the release gates (发布把关).

Asks the test halves (``--half all``: every question), leaves the runs in ``evals/out/release/``, prints
the figures and how much room each gate has; ``--baseline FOLDER`` compares with the runs of an earlier
such folder. Exit status 1 if a gate is broken.
"""

import shutil
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evals.commands import OUT
from evals.engines import EXTRACTIVE, open_engine
from evals.gates import Check, Gate, broken, judge, load_gates
from evals.planted import planted_in
from evals.records import RUN, Run, load_run
from evals.reports.markdown import SIGNS, metric_name, shown, table
from evals.reports.write import write_reports
from evals.runner import run_suite
from evals.suite import HALVES, SUITES, load_suite, read_manifest
from evals.summary import LABELS, figure, percentile

FOLDER = OUT / "release"
MAIN = ("correct", "point_recall", "false_answer", "false_refusal", "fused.recall@5", "fused.ndcg@10")
COLUMNS = (
    *("status_right", "forbidden", "number_exact", "level_exact", "level_wrong", "tool_exact"),
    *("citation_recall", "citation_precision", "clarify", "clarify_right", "fused.hit@5", "fused.mrr"),
)


def runs(half: str) -> Iterator[Run]:
    """A fresh run of each shipped suite, in order of their names."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in read_manifest(SUITES).suites:
        suite = load_suite(name).part(HALVES[half])
        answerer, settings = open_engine(EXTRACTIVE, planted_in(suite.items))
        yield run_suite(suite, answerer, FOLDER / name, name=EXTRACTIVE, settings=settings)


def main_figures(found: Iterable[Run]) -> str:
    """The figures that matter most, with their 95 % intervals."""
    return table(
        ("suite", "items", *(LABELS[name].en for name in MAIN)),
        [(run.name, str(len(run.items)), *(with_interval(run, name) for name in MAIN)) for run in found],
    )


def with_interval(run: Run, name: str) -> str:
    """A figure and its interval as people read them."""
    found = figure(name, run.items, run.scores)
    if found.low is None:
        return shown(name, None)
    return f"{shown(name, found.value)} ({shown(name, found.low)}–{shown(name, found.high)})"


def other_figures(found: Iterable[Run]) -> str:
    """The figures behind them, with latency."""
    return table(
        ("suite", *(LABELS[name].en for name in COLUMNS), "median / p95 latency"), map(other_row, found)
    )


def other_row(run: Run) -> Sequence[str]:
    """A run as a line of the second table."""
    times = list(run.timings.answer_ms.values()) if run.timings else []
    cells = (shown(name, figure(name, run.items, run.scores).value) for name in COLUMNS)
    return (run.name, *cells, f"{percentile(times, 0.5):.1f} / {percentile(times, 0.95):.1f} ms")


def gate_table(judged: Iterable[tuple[Run, list[Check]]]) -> str:
    """Every gate where it is tightest, the broken ones first."""
    tightest: dict[Gate, tuple[Run, Check]] = {}
    for run, checks in judged:
        for check in checks:
            if check.passed is not None:
                now = tightest.get(check.gate)
                tightest[check.gate] = (run, check) if now is None or room(check) < room(now[1]) else now
    found = sorted(tightest.values(), key=lambda pair: (pair[1].passed, room(pair[1])))
    rows = [(SIGNS[c.passed], metric_name(c), run.name, c.reason, c.gate.why) for run, c in found]
    return table(("", "gate", "tightest at", "result", "a failure means"), rows)


def room(check: Check) -> float:
    """How far a gate is from its limit; a test has no distance, only a verdict."""
    return check.room if check.room is not None else float(check.passed is not False)


def earlier(folder: Path | None, name: str) -> Path | None:
    """The run of the suite of that name in an earlier release folder."""
    return folder / name if folder and (folder / name / RUN).is_file() else None


def main() -> int:
    """Run, report, judge; the exit status."""
    parser = ArgumentParser(prog="python -m evals.release", description="All shipped suites, gated.")
    parser.add_argument("--half", choices=sorted(HALVES), default="test")
    parser.add_argument("--baseline", type=Path, help="folder of an earlier release run")
    given = parser.parse_args()
    begun = time.perf_counter()
    judged = []
    for run in runs(given.half):
        before = earlier(given.baseline, run.name)
        checks = judge(run, load_gates(), load_run(before) if before else None)
        write_reports(run, checks, before)
        judged.append((run, checks))
    done = [run for run, _ in judged]
    print(main_figures(done), other_figures(done), gate_table(judged), sep="\n\n")
    failures = sum(len(broken(checks)) for _, checks in judged)
    verdict = f"{failures} gates broken" if failures else "all gates passed"
    asked = sum(len(run.items) for run in done)
    print(f"\n{verdict}; {asked} items in {time.perf_counter() - begun:.0f} s; reports in {FOLDER}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
