"""``python -m evals.release``: every shipped suite's test half against the release gates (发布把关).

Leaves the runs in ``evals/out/release/``, prints one table and what is broken; exit status 1 if anything is.
"""

import shutil
import sys
from collections.abc import Iterator

from evals.commands import OUT
from evals.engines import EXTRACTIVE, open_engine
from evals.gates import broken, judge, load_gates
from evals.planted import planted_in
from evals.records import Run
from evals.reports.markdown import gates_markdown, shown, table
from evals.reports.write import write_reports
from evals.runner import run_suite
from evals.suite import SUITES, load_suite, read_manifest
from evals.summary import LABELS, figure, percentile

FOLDER = OUT / "release"
COLUMNS = (
    *("correct", "status_right", "point_recall", "false_answer", "false_refusal", "forbidden"),
    *("level_exact", "level_wrong", "tool_exact", "citation_recall", "citation_precision", "fused.hit@5"),
)


def runs() -> Iterator[Run]:
    """A fresh run of each shipped suite's test half, in order of their names."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in read_manifest(SUITES).suites:
        suite = load_suite(name).part("test")
        answerer, settings = open_engine(EXTRACTIVE, planted_in(suite.items))
        yield run_suite(suite, answerer, FOLDER / name, name=EXTRACTIVE, settings=settings)


def row(run: Run) -> list[str]:
    """A run as a line of the table."""
    figures = [shown(name, figure(name, run.items, run.scores).value) for name in COLUMNS]
    times = list(run.timings.answer_ms.values()) if run.timings else []
    return [run.name, str(len(run.items)), *figures, f"{percentile(times, 0.95)} ms"]


def main() -> int:
    """Run, report, judge; the exit status."""
    rows, failures = [], []
    for run in runs():
        checks = judge(run, load_gates())
        write_reports(run, checks)
        rows.append(row(run))
        failures += [(run.name, check) for check in broken(checks)]
    print(table(("suite", "items", *(LABELS[name].en for name in COLUMNS), "p95 latency"), rows))
    for name, check in failures:
        print(f"\n{name}\n{gates_markdown([check])}")
    print(f"\n{len(failures)} gates broken" if failures else "\nall gates passed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
