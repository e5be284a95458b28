"""The addresses behind the evaluation tab."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from assistant.errors import AssistantError
from assistant.ui.evaluation.comparing import both, changes, comparison_html, item_of
from assistant.ui.evaluation.job import Bench, new_folder
from assistant.ui.evaluation.overview import job_html, progress, runs_table, start_form
from assistant.ui.evaluation.reading import question_html, questions, run_html
from assistant.ui.evaluation.store import FOLDER, chosen_suite, compared, open_run, runs, suite_again, suites
from assistant.ui.fragments import Form, Pieces, reply
from assistant.ui.scorecard.pages import NO_CONTENT, attachment
from evals.compare import Comparison
from evals.gates import GATES, judge, load_gates
from evals.reports.html import run_html as report_html

if TYPE_CHECKING:
    from assistant import Assistant


def routes(assistant: "Assistant") -> APIRouter:
    """What the evaluation tab asks the server for."""
    router = APIRouter(prefix="/evals")
    home = assistant.settings.home
    bench = Bench(assistant)

    @router.post("/overview")
    def overview(_form: Form) -> JSONResponse:
        return reply(lambda: {"eval-start": start_form(suites(home)), **standing(bench, home)}, "eval-job")

    @router.post("/run")
    def run(form: Form) -> JSONResponse:
        return reply(lambda: begin(bench, home, form), "eval-job")

    @router.post("/stop")
    def stop(_form: Form) -> JSONResponse:
        bench.stop()
        return JSONResponse({})

    @router.post("/progress")
    def how_far(_form: Form) -> JSONResponse:
        return reply(lambda: went_on(bench, home), "eval-job")

    @router.post("/open")
    def opened(form: Form) -> JSONResponse:
        return reply(lambda: reading(home, form.get("run", "")), "eval-run")

    @router.post("/questions")
    def filtered(form: Form) -> JSONResponse:
        return reply(
            lambda: {"eval-questions": questions(open_run(home, form.get("run", "")), form)},
            "eval-questions",
        )

    @router.post("/question")
    def question(form: Form) -> JSONResponse:
        place = f"eval-{'change' if 'before' in form else 'question'}-{form.get('item', '')}"
        return reply(lambda: {place: one_question(home, form)}, place)

    @router.post("/compare")
    def comparison(form: Form) -> JSONResponse:
        return reply(lambda: {"eval-comparison": comparison_html(pair(home, form))}, "eval-comparison")

    @router.post("/changes")
    def changed(form: Form) -> JSONResponse:
        return reply(lambda: {"eval-changes": changes(pair(home, form), form)}, "eval-changes")

    @router.post("/report.html")
    def report(form: Form) -> Response:
        return report_file(home, form)

    return router


def standing(bench: Bench, home: Path) -> Pieces:
    """The run under way and the list of those kept."""
    return {"eval-job": job_html(bench.job), "eval-runs": runs_table(runs(home).values())}


def begin(bench: Bench, home: Path, form: Mapping[str, str]) -> Pieces:
    """Run the chosen suite, or go on with an unfinished run."""
    unfinished = runs(home).get(form.get("resume", ""))
    if unfinished:
        bench.start(suite_again(home, unfinished), home / FOLDER / unfinished.name, resume=True)
    else:
        suite = chosen_suite(home, form.get("suite", ""), form.get("half", ""))
        bench.start(suite, new_folder(home / FOLDER, suite))
    return {"eval-job": job_html(bench.job)}


def went_on(bench: Bench, home: Path) -> Pieces:
    """How far the run is; once it is over, the list anew and the run opened."""
    if bench.job and not bench.job.over:
        return {"eval-progress": progress(bench.job)}
    finished = bench.job is not None and not bench.job.problem
    opened = reading(home, bench.job.folder.name) if bench.job and finished else {}
    return {**standing(bench, home), **opened}


def reading(home: Path, name: str) -> Pieces:
    """A finished run, opened; a comparison that was open is put away."""
    kept = runs(home)
    run = open_run(home, name)
    return {"eval-run": run_html(run, kept[name], kept.values()), "eval-comparison": ""}


def pair(home: Path, form: Mapping[str, str]) -> Comparison:
    """The comparison that a form asks for."""
    return compared(home, form.get("before", ""), form.get("after", ""))


def one_question(home: Path, form: Mapping[str, str]) -> str:
    """A question of a run, or of two runs beside each other."""
    run, item = open_run(home, form.get("run", "")), form.get("item", "")
    if "before" in form:
        return both(open_run(home, form["before"]), run, item)
    return question_html(run, item_of(run, item))


def report_file(home: Path, form: Mapping[str, str]) -> Response:
    """The report of a run as a file; nothing where the run is gone."""
    run = form.get("run", "")
    try:
        page = report_of(home, run, form.get("before", ""))
    except AssistantError:
        return Response(status_code=NO_CONTENT)
    return attachment(page.encode(), f"评测报告-{run}.html", "application/octet-stream")


def report_of(home: Path, name: str, before: str) -> str:
    """The report as HTML, with the comparison to an earlier run if one is named.

    Raises:
        UsageError: one of the runs is not there.
    """
    run = open_run(home, name)
    comparison = compared(home, before, name) if before else None
    checks = judge(run, load_gates(GATES), comparison.before if comparison else None)
    return report_html(run, checks, comparison)
