"""The head of the evaluation page: what to run, how far it is, which runs are kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from assistant.ui.evaluation.job import Job
from assistant.ui.evaluation.store import Stored, title
from assistant.ui.fragments import asking, button, card, choice, posting, problem, table
from assistant.ui.markup import element, escape
from evals.reports.markdown import shown
from evals.summary import LABELS

POLL_MS = 500
MOST_RUNS = 40
COLUMNS = ("correct", "point_recall", "false_answer", "false_refusal", "dialogue")
HALF_NAMES = {"all": "全部题目", "dev": "开发半", "test": "测试半"}
HINT = (
    "不用裁判模型，同样的输入得到同样的数字。"
    "自己的题集（JSONL、CSV、XLSX）放进数据目录的 evals/suites 就会出现在这里。"
)


def start_form(files: Mapping[str, Path]) -> str:
    """The choice of a suite and its half, and the button that runs it."""
    names = {name: f"{title(name)}{count(path)}" for name, path in files.items()}
    fields = choice("suite", "题集", names) + choice("half", "范围", HALF_NAMES)
    form = posting("evals/run", element("div", fields, button("开始评测", "main"), css="line"))
    return card("跑一个题集", form, element("p", HINT, css="hint"))


def count(path: Path) -> str:
    """How many items a suite has; nothing for a table, which would have to be converted first."""
    if path.suffix != ".jsonl":
        return ""
    return f"，{sum(bool(line.strip()) for line in path.read_text('utf-8').splitlines())} 题"


def job_html(job: Job | None) -> str:
    """The run under way with its button to stop it; of one that is over, how it ended."""
    if job is None:
        return ""
    if job.over:
        done = f"{title(job.suite.name)}：{job.done} 题已跑完，用时 {seconds(job.seconds)}。"
        return problem(job.problem) or element("p", escape(done), css="done", role="status")
    return element(
        "div",
        element("div", progress(job), id="eval-progress"),
        posting("evals/stop", button("停止")),
        css="job",
    )


def progress(job: Job) -> str:
    """How far a run is; it asks again by itself."""
    total, left = len(job.suite.items), job.seconds_left
    ahead = "" if left is None else f"，大约还要 {seconds(left)}"
    words = "正在停止…" if job.stopping else f"{job.done} / {total} 题，已用 {seconds(job.seconds)}{ahead}"
    bar = element("progress", value=str(job.done), max=str(total), **{"aria-label": "进度"})
    line = element("p", element("b", escape(title(job.suite.name))), escape(f" {words}"))
    return line + bar + asking("evals/progress", POLL_MS)


def seconds(value: float) -> str:
    """A time as people say it."""
    return f"{value / 60:.0f} 分钟" if value >= 100 else f"{max(value, 1):.0f} 秒"


def runs_table(runs: Iterable[Stored]) -> str:
    """The kept runs with their main figures; each opens by a click, an unfinished one goes on."""
    kept = list(runs)
    if not kept:
        return ""
    heads = ("运行", "时间", "题数", *(LABELS[name].zh for name in COLUMNS))
    rows = [
        [
            name_cell(stored),
            escape(when(stored)),
            str(stored.header.items),
            *(figure(stored, name) for name in COLUMNS),
        ]
        for stored in kept[:MOST_RUNS]
    ]
    more = f"另有 {len(kept) - MOST_RUNS} 次较早的运行，用 assistant eval 命令查看。"
    note = element("p", more, css="hint") if len(kept) > MOST_RUNS else ""
    return card("已有的运行", table(heads, rows, "runs"), note)


def name_cell(stored: Stored) -> str:
    """The run's name as a button: to open it, or to go on with it."""
    answerer = element("small", escape(f"{title(stored.header.suite)} · {stored.header.answerer}"))
    if stored.figures is None:
        resume = posting("evals/run", button("接着跑"), resume=stored.name)
        return element("span", escape(stored.name), css="name") + answerer + resume
    return posting("evals/open", button(stored.name, "open"), run=stored.name) + answerer


def when(stored: Stored) -> str:
    """When a run began, in local time."""
    if stored.timings is None:
        return ""
    return f"{datetime.fromisoformat(stored.timings.started).astimezone():%Y-%m-%d %H:%M}"


def figure(stored: Stored, name: str) -> str:
    """A figure of the list; nothing where the suite holds no case for it."""
    if stored.figures is None:
        return "未完成" if name == COLUMNS[0] else ""
    found = stored.figures.get(name)
    return escape(shown(name, found.value)) if found and found.value is not None else "–"


def run_choices(runs: Iterable[Stored], other_than: str, suite: str) -> dict[str, str]:
    """The finished runs that a run can be compared with; those of the same suite first."""
    finished = [stored for stored in runs if stored.figures is not None and stored.name != other_than]
    alike = sorted(finished, key=lambda stored: stored.header.suite != suite)
    return {stored.name: f"{stored.name}（{when(stored)}）" for stored in alike}
