"""Runs and comparisons as Markdown, for a terminal or a pull request."""

from collections.abc import Iterable, Sequence

from evals.compare import HEADLINE, Change, Comparison, Flip
from evals.gates import COSTS, Check, cost
from evals.records import Run
from evals.statistics import ALPHA
from evals.summary import LABELS, Figure, by, failed, overall, topics

SHOWN = 30
SIGNS = {True: "✓", False: "✗", None: "–"}
CHANGE_HEADS = ("指标", "之前", "之后", "差", "题数", "p", "Holm", "可测出的最小差异", "结论")
WORDS = {"better": "变好", "worse": "变差", "same": "—"}


def run_markdown(run: Run, checks: Sequence[Check] = ()) -> str:
    """A run: its figures, its topics, its gates, its failing questions."""
    parts = [f"## 评测 {run.header.suite}：{run.header.answerer}", _about(run), _figures(run), _topics(run)]
    return "\n\n".join([*parts, *([gates_markdown(checks)] if checks else []), _failures(run)]) + "\n"


def _about(run: Run) -> str:
    header = run.header
    version = f"第 {header.suite_version} 版" if header.suite_version else "未锁定"
    return f"{header.items} 题，{version}（`{header.suite_sha256[:12]}`）；答题者 `{header.fingerprint}`"


def _figures(run: Run) -> str:
    figures = overall(run.items, run.scores)
    rows = [
        (LABELS[name].zh, *_cells(name, found), str(found.items))
        for name, found in figures.items()
        if found.items
    ]
    empty = [name for name, found in figures.items() if not found.items and "." not in name]
    none = f"\n\n无（没有可评的题目）：{_named(empty)}" if empty else ""
    return table(("指标", "值", "95% 区间", "题数"), rows) + none


def times(run: Run) -> str:
    """How long the answers took and how much memory: what differs between two runs of the same."""
    if run.timings is None:
        return ""
    middle, late, work = (
        cost(name, run.timings) for name in ("latency_p50_ms", "latency_p95_ms", "work_ratio")
    )
    told = f"每题 {middle or 0:.1f} 毫秒（中位数），95 分位 {late or 0:.1f} 毫秒"
    ratio = f"，计算量是关键词扫描的 {work:.1f} 倍" if work else ""
    return f"{told}{ratio}；内存峰值 {run.timings.memory_mb:.0f} MiB"


def _cells(name: str, found: Figure) -> tuple[str, str]:
    if found.low is None or found.high is None:
        return "无", ""
    return shown(name, found.value), f"{shown(name, found.low)} – {shown(name, found.high)}"


def shown(name: str, value: float | None) -> str:
    """A figure as people read it: a percentage, or characters for the length."""
    if value is None:
        return "无"
    return f"{value:.0f}" if name == "length" else f"{value:.1%}"


def _topics(run: Run) -> str:
    rows = [
        (topic, *_cells("correct", found), str(found.items))
        for topic, found in by(topics, "correct", run.items, run.scores).items()
    ]
    return table(("主题", "全部正确", "95% 区间", "题数"), rows)


def gates_markdown(checks: Iterable[Check]) -> str:
    """The gates and how they were judged."""
    rows = [
        (SIGNS[c.passed], metric_name(c), c.reason, c.gate.why if c.passed is False else "") for c in checks
    ]
    return table(("", "门禁", "结果", "意味着"), rows)


def metric_name(check: Check) -> str:
    """The gate's metric in words, with the group it was judged for."""
    metric = check.gate.metric
    return (COSTS[metric][0] if metric in COSTS else LABELS[metric].zh) + (
        f"（{check.group}）" if check.group else ""
    )


def _failures(run: Run) -> str:
    lines = [
        f"- `{item.id}` {item.steps[-1].question}：{_named(failed(run.scores[item.id]))}"
        for item in run.items
        if run.scores[item.id]["correct"][0] < 1
    ]
    more = f"\n- 另有 {len(lines) - SHOWN} 题，见 HTML 报告" if len(lines) > SHOWN else ""
    return f"### 未通过 {len(lines)} 题\n\n" + "\n".join(lines[:SHOWN]) + more


def _named(metrics: Iterable[str]) -> str:
    return "、".join(LABELS[name].zh for name in metrics)


def comparison_markdown(comparison: Comparison) -> str:
    """Two runs: every metric with its test, then the questions that changed."""
    before, after = comparison.before, comparison.after
    rows = [
        (
            LABELS[change.metric].zh,
            shown(change.metric, change.before.value),
            shown(change.metric, change.after.value),
            signed(change),
            str(change.after.items),
            f"{change.p:.3g}",
            f"{change.p_holm:.3g}",
            shown(change.metric, change.detectable),
            WORDS[change.verdict],
        )
        for change in comparison.changes
    ]
    parts = (
        f"## {before.name} → {after.name}（共同 {len(comparison.items)} 题）",
        "\n".join(f"> {warning}" for warning in comparison.warnings),
        table(CHANGE_HEADS, rows),
        f"校正后（Holm）p < {ALPHA} 才算变好或变差；每个指标只比两次都有得可评的题目，每题算一次。",
        _flips(comparison),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def signed(change: Change) -> str:
    """A difference with its sign."""
    return f"{'+' if change.difference > 0 else ''}{shown(change.metric, change.difference)}"


def by_weight(flips: Iterable[Flip]) -> list[Flip]:
    """The changed questions, those newly right or wrong first."""
    return sorted(flips, key=lambda flip: HEADLINE not in flip.worse + flip.better)


def _flips(comparison: Comparison) -> str:
    questions = {item.id: item.steps[-1].question for item in comparison.items}

    def listed(title: str, changed: list[tuple[str, tuple[str, ...]]]) -> str:
        changed.sort(key=lambda pair: HEADLINE not in pair[1])
        lines = [f"- `{i}` {questions[i]}：{_named(names)}" for i, names in changed]
        whole = sum(HEADLINE in names for _, names in changed)
        more = f"\n- 另有 {len(lines) - SHOWN} 题" if len(lines) > SHOWN else ""
        head = f"### {title} {len(changed)} 题，其中 {whole} 题{LABELS[HEADLINE].zh}与否有变"
        return f"{head}\n\n" + "\n".join(lines[:SHOWN]) + more

    worse = [(flip.item, flip.worse) for flip in comparison.flips if flip.worse]
    better = [(flip.item, flip.better) for flip in comparison.flips if flip.better]
    return "\n\n".join((listed("变差", worse), listed("变好", better)))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar within a cell is escaped."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
