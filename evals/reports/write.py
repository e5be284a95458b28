"""Write every form of a run's report into its folder."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from evals.compare import compare
from evals.gates import COSTS, Check
from evals.records import Run, load_run
from evals.reports.html import run_html
from evals.reports.junit import junit_xml
from evals.reports.markdown import run_markdown

TIMED = "见 report.html / see report.html"


def write_reports(run: Run, checks: Sequence[Check], baseline: Path | None = None) -> None:
    """report.html, report.md and junit.xml beside the run; times stand in the first only."""
    comparison = compare(load_run(baseline), run) if baseline else None
    steady = [replace(check, reason=TIMED) if check.gate.metric in COSTS else check for check in checks]
    reports = {
        "report.html": run_html(run, checks, comparison),
        "report.md": run_markdown(run, steady),
        "junit.xml": junit_xml(run, steady),
    }
    for name, content in reports.items():
        (run.folder / name).write_text(content, encoding="utf-8")
