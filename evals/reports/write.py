"""Write every form of a run's report into its folder."""

from collections.abc import Sequence
from pathlib import Path

from evals.compare import compare
from evals.gates import Check
from evals.records import Run, load_run
from evals.reports.html import run_html
from evals.reports.junit import junit_xml
from evals.reports.markdown import run_markdown


def write_reports(run: Run, checks: Sequence[Check], baseline: Path | None = None) -> None:
    """report.html, report.md and junit.xml beside the run."""
    comparison = compare(load_run(baseline), run) if baseline else None
    reports = {
        "report.html": run_html(run, checks, comparison),
        "report.md": run_markdown(run, checks),
        "junit.xml": junit_xml(run, checks),
    }
    for name, content in reports.items():
        (run.folder / name).write_text(content, encoding="utf-8")
