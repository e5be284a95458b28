"""`assistant eval …`: run, compare, gate, rescore, review, validate (命令).

Mounted by the command line as ``app``; everything heavy is imported inside the command that needs it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import UsageError

if TYPE_CHECKING:
    from evals.gates import Check
    from evals.records import Run
    from evals.runner import Progress
    from evals.suite import Suite

OUT = Path("evals/out")
app = typer.Typer(
    name="eval",
    help="评测：跑题集、比较两次运行、把关发布。不用裁判模型，同样的输入得到同样的数字。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
RunFolder = Annotated[Path, typer.Argument(help="一次运行的目录（含 run.json）")]


@app.command()
def run(
    suite: Annotated[str, typer.Option(help="题集名，或 JSONL、CSV、XLSX 文件")] = "smoke",
    out: Annotated[Path | None, typer.Option(help="结果目录；默认 evals/out/题集-引擎，再跑加编号")] = None,
    engine: Annotated[str, typer.Option(help="assistant、extractive、bm25、dense 或 naive")] = "assistant",
    half: Annotated[str, typer.Option(help="跑全部（all），或只跑一半：dev、test")] = "all",
    columns: Annotated[list[str] | None, typer.Option("--map", help="表格列名：question=问题列")] = None,
    baseline: Annotated[Path | None, typer.Option(help="与这次运行比较，写进报告")] = None,
    resume: Annotated[bool, typer.Option(help="接着上次中断的地方跑")] = False,
) -> None:
    """跑一个题集，写出结果和报告。

    例：assistant eval run --suite my.csv --map question=用户问题 --map answer=标准答案
    """
    from evals.engines import open_engine
    from evals.planted import planted_in
    from evals.runner import run_suite

    asked = open_suite(suite, columns or [], half)
    folder = out or default_folder(f"{asked.name}-{engine}", resume=resume)
    answerer, settings = open_engine(engine, planted_in(asked.items))
    with progress_bar(asked.name) as progress:
        done = run_suite(
            asked, answerer, folder, name=engine, settings=settings, resume=resume, progress=progress
        )
    report(done, baseline)


@app.command()
def compare(
    before: RunFolder,
    after: RunFolder,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """比较两次运行：哪些变好、哪些变差、是否显著。

    例：assistant eval compare evals/out/上周 evals/out/本周
    """
    from evals.compare import compare as compare_runs
    from evals.records import load_run
    from evals.reports.data import comparison_json
    from evals.reports.markdown import comparison_markdown

    found = compare_runs(load_run(before), load_run(after))
    print(comparison_json(found) if as_json else comparison_markdown(found))


@app.command()
def gate(
    folder: RunFolder,
    gates: Annotated[Path | None, typer.Option(help="门禁文件；默认 evals/gates.toml")] = None,
    baseline: Annotated[Path | None, typer.Option(help="基线运行的目录")] = None,
) -> None:
    """按门禁检查一次运行；有一条不过就退出码 1，并说明原因。

    例：assistant eval gate evals/out/golden-assistant --baseline evals/out/v0.1
    """
    from evals.gates import broken
    from evals.records import load_run
    from evals.reports.markdown import gates_markdown

    checks = judged(load_run(folder), gates, baseline)
    print(gates_markdown(checks))
    failures = broken(checks)
    if failures:
        print(f"\n{len(failures)} 条门禁未过。", file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def rescore(
    folder: RunFolder,
    suite: Annotated[str, typer.Option(help="改过答案要点的题集；默认用运行时的题集")] = "",
) -> None:
    """用现在的评分代码（或改过的题集）重新评分，不重新提问。

    例：assistant eval rescore evals/out/golden-assistant
    """
    from evals.runner import rescore as score_again
    from evals.suite import load_suite

    report(score_again(folder, load_suite(suite) if suite else None), None)


@app.command()
def review(
    folder: RunFolder,
    export: Annotated[Path | None, typer.Option(help="把存疑的题写成 XLSX")] = None,
    verdicts: Annotated[Path | None, typer.Option("--import", help="读回人工结论的 XLSX")] = None,
) -> None:
    """导出存疑的题给人看，再读回人的结论。

    例：assistant eval review evals/out/golden-assistant --export 复核.xlsx
    """
    from evals.records import load_run
    from evals.review import export_review, import_review

    if (export is None) == (verdicts is None):
        raise UsageError("要么 --export，要么 --import", next_step="看例子：assistant eval review --help")
    done = load_run(folder)
    if export:
        print(f"{export_review(done, export)} 题存疑，已写入 {export}")
    elif verdicts:
        found = import_review(done, verdicts)
        print(f"人工看了 {found.judged} 题，与自动评分一致 {found.agreed} 题。")
        print("\n".join(f"- {item}：不一致，请修答案或题集" for item in found.disagreements))


@app.command()
def validate(
    suite: Annotated[str, typer.Argument(help="题集名或文件")],
    lock: Annotated[bool, typer.Option(help="没有问题就锁定；内容变了就是新版本")] = False,
) -> None:
    """检查题集，指出错在哪一行、哪个字段。

    例：assistant eval validate golden --lock
    """
    from evals.suite import load_suite, validate
    from evals.suite import lock as lock_suite

    problems = validate(suite)
    for problem in problems:
        print(problem)
    if problems:
        raise typer.Exit(1)
    if lock:
        entry = lock_suite(suite)
        print(f"已锁定：{entry.file} 第 {entry.version} 版，{entry.items} 题")
    found = load_suite(suite)
    print(f"没有问题：{len(found.items)} 题")
    unknown = unknown_passages(found)
    if unknown:
        print(f"注意：自带的资料里没有这些段落，按它们算的检索指标会是 0：{'、'.join(unknown)}")


def unknown_passages(suite: "Suite") -> list[str]:
    """The passages that a suite expects and the material does not hold."""
    from assistant.knowledge.corpus import load_corpus
    from assistant.settings import read_settings

    expected = (step.expect for item in suite.items for step in item.steps if step.expect)
    wanted = dict.fromkeys(passage for expect in expected for passage in expect.passages)
    if not wanted:
        return []
    known = {passage.id for passage in load_corpus(read_settings().corpus).passages}
    return [passage for passage in wanted if passage not in known]


def open_suite(source: str, columns: list[str], half: str) -> "Suite":
    """The suite asked for, in whole or one half.

    Raises:
        UsageError: no such suite or half, a wrong line, or a wrong column map.
    """
    from evals.suite import HALVES, load_suite

    if half not in HALVES:
        raise UsageError(f"没有 {half!r} 这一半", next_step=f"--half {'、'.join(HALVES)}")
    pairs = [column.partition("=") for column in columns]
    if any(not separator for _, separator, _ in pairs):
        raise UsageError("列名写法不对", next_step="--map question=问题列")
    return load_suite(source, {field: name for field, _, name in pairs}).part(HALVES[half])


def default_folder(name: str, *, resume: bool) -> Path:
    """Where a run is kept that is given no folder: a fresh one, or the last one to go on with."""
    folders = chain([OUT / name], (OUT / f"{name}-{number}" for number in count(2)))
    taken = list(takewhile(lambda folder: folder.exists(), folders))
    if resume and taken:
        return taken[-1]
    return OUT / (f"{name}-{len(taken) + 1}" if taken else name)


def judged(done: "Run", gates: Path | None, baseline: Path | None) -> "list[Check]":
    """The run's gates, judged."""
    from evals.gates import GATES, judge, load_gates
    from evals.records import load_run

    return judge(done, load_gates(gates or GATES), load_run(baseline) if baseline else None)


def report(done: "Run", baseline: Path | None) -> None:
    """Write the reports beside the run, and say the figures."""
    from evals.reports.markdown import run_markdown, times
    from evals.reports.write import write_reports

    checks = judged(done, None, baseline)
    write_reports(done, checks, baseline)
    print(run_markdown(done, checks))
    print(f"{times(done)}\n报告：{done.folder / 'report.html'}")


@contextmanager
def progress_bar(title: str) -> "Iterator[Progress]":
    """A progress bar on the error stream, so that output stays clean."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(title, total=None)
        yield lambda done, total, _item: bars.update(task, completed=done, total=total)
