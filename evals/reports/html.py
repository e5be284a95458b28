"""A run as one HTML file: plots, sortable tables, every question; nothing is loaded from anywhere."""

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

from assistant.types import Answer
from evals.compare import Comparison
from evals.gates import COSTS, Check
from evals.items import Item
from evals.records import Record, Run
from evals.reports import plots
from evals.reports.facts import STATUSES, confusion_counts, refusal_curve
from evals.reports.markdown import SIGNS, WORDS, by_weight, metric_name, shown, signed
from evals.summary import LABELS, Figure, by, failed, main_figures, overall, percentile, topics

PAGE = Path(__file__).with_name("page.html")
SIGN_CLASSES = {True: "good", False: "bad", None: ""}


def both(zh: str, en: str) -> str:
    """Words in both languages; the page shows one of them."""
    return f'<span class="zh">{escape(zh)}</span><span class="en">{escape(en)}</span>'


def run_html(run: Run, checks: Sequence[Check] = (), comparison: Comparison | None = None) -> str:
    """The report of a run, with its gates and, against an earlier run, what changed."""
    figures = overall(run.items, run.scores)
    sections = [
        _head(run),
        _tiles(figures),
        f'<div class="grid">{_topics(run)}{_refusal(run, figures)}{_confusion(run)}{_latency(run)}</div>',
        _gates(checks),
        _comparison(comparison),
        _figures(figures),
        _questions(run),
    ]
    title = f"{run.header.suite} · {run.header.answerer}"
    page = Template(PAGE.read_text(encoding="utf-8"))
    return page.substitute(title=escape(title), body="\n".join(sections))


def card(title: str, body: str) -> str:
    """A framed section."""
    return f'<section class="card"><h2>{title}</h2>{body}</section>' if body else ""


def _head(run: Run) -> str:
    header = run.header
    title = escape(f"{header.suite} · {header.answerer}")
    version = f"v{header.suite_version}" if header.suite_version else "–"
    versions = " · ".join(f"{name} {number}" for name, number in header.versions.items() if number)
    return (
        f"<header><h1>{both('评测报告', 'Evaluation')}：{title}</h1>"
        f'<button id="words" type="button">中文 / English</button></header>'
        f'<p class="about">{header.items} {both("题", "items")} · {both("评测集", "suite")} {version}'
        f" {header.suite_sha256[:12]} · {escape(header.fingerprint)}<br>{escape(versions)}</p>"
    )


def _tiles(figures: dict[str, Figure]) -> str:
    tiles = (
        f'<div class="tile">{both(LABELS[name].zh, LABELS[name].en)}<b>{_value(name, figures[name])}</b>'
        f"<small>{_range(name, figures[name])} n={figures[name].items}</small></div>"
        for name in main_figures(figures)
    )
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _value(name: str, found: Figure) -> str:
    return both("无", "none") if found.value is None else shown(name, found.value)


def _range(name: str, found: Figure) -> str:
    return "" if found.low is None else f"{shown(name, found.low)}–{shown(name, found.high)}"


def folded(title: str, body: str) -> str:
    """What is shown on demand."""
    return f"<details><summary>{title}</summary>{body}</details>" if body else ""


def _gates(checks: Sequence[Check]) -> str:
    if not checks:
        return ""
    broken, kept = ([c for c in checks if (c.passed is False) is failing] for failing in (True, False))
    passed = both(f"其余 {len(kept)} 条", f"{len(kept)} others")
    told = _gate_table(broken) if broken else f"<p>{both('全部通过', 'all passed')}</p>"
    return card(both("门禁", "Gates"), told + folded(passed, _gate_table(kept)))


def _gate_table(checks: Iterable[Check]) -> str:
    rows = [
        [_sign(c.passed), _gate_name(c), escape(c.reason), both(c.gate.why, c.gate.metric)] for c in checks
    ]
    heads = ("", both("门禁", "gate"), both("结果", "result"), both("不过意味着", "metric"))
    return table(heads, rows)


def _sign(passed: bool | None) -> str:
    return f'<b class="{SIGN_CLASSES[passed]}">{SIGNS[passed]}</b>'


def _gate_name(check: Check) -> str:
    metric = check.gate.metric
    en = COSTS[metric][1] if metric in COSTS else LABELS[metric].en
    return both(metric_name(check), f"{en} ({check.group})" if check.group else en)


def _comparison(comparison: Comparison | None) -> str:
    if comparison is None:
        return ""
    colours = {"better": "good", "worse": "bad", "same": ""}
    rows = [
        [
            both(LABELS[change.metric].zh, LABELS[change.metric].en),
            _value(change.metric, change.before),
            _value(change.metric, change.after),
            signed(change),
            str(change.after.items),
            f"{change.p:.3g}",
            f"{change.p_holm:.3g}",
            shown(change.metric, change.detectable),
            f'<span class="{colours[change.verdict]}">{both(WORDS[change.verdict], change.verdict)}</span>',
        ]
        for change in comparison.changes
    ]
    names = (escape(comparison.before.name), escape(comparison.after.name))
    heads = (
        both("指标", "metric"),
        *names,
        both("差", "difference"),
        both("题数", "items"),
        "p",
        "Holm",
        both("可测出的最小差异", "smallest detectable"),
        both("结论", "verdict"),
    )
    notes = "".join(f"<p>{escape(warning)}</p>" for warning in comparison.warnings)
    count = len(comparison.flips)
    changed = folded(both(f"有变化的 {count} 题", f"{count} questions changed"), _flips(comparison))
    return card(both("与基线比较", "Against the baseline"), notes + table(heads, rows) + changed)


def _flips(comparison: Comparison) -> str:
    asked = {item.id: item.steps[-1].question for item in comparison.items}
    return "".join(
        f"<p>{escape(asked[flip.item])} <code>{escape(flip.item)}</code> "
        f'<span class="bad">{_chips(flip.worse)}</span><span class="good">{_chips(flip.better)}</span></p>'
        for flip in by_weight(comparison.flips)
    )


def _chips(names: Iterable[str]) -> str:
    return "".join(f'<span class="chip">{both(LABELS[name].zh, LABELS[name].en)}</span>' for name in names)


def _topics(run: Run) -> str:
    found = by(topics, "correct", run.items, run.scores)
    return card(
        both("各主题全部正确的比例（95% 区间）", "All correct by topic (95% interval)"),
        plots.intervals(found, "quality by topic"),
    )


def _confusion(run: Run) -> str:
    names = {status: f"{zh} {status}" for status, zh in STATUSES.items()}
    drawn = plots.confusion(confusion_counts(run), names, "confusion of statuses")
    return card(both("状态：行是期望，列是实际", "Status: expected in rows, given in columns"), drawn)


def _latency(run: Run) -> str:
    values = list(run.timings.answer_ms.values()) if run.timings else []
    if not values:
        return ""
    marks = {"P50": percentile(values, 0.5) or 0.0, "P95": percentile(values, 0.95) or 0.0}
    return card(both("答题耗时", "Latency"), plots.histogram(values, marks, "ms", "latency"))


def _refusal(run: Run, figures: dict[str, Figure]) -> str:
    points = refusal_curve(run)
    if not points:
        return ""
    now = (figures["false_refusal"].value or 0.0, figures["false_answer"].value or 0.0)
    drawn = plots.curve(points, now, ("误拒 false refusals", "误答 false answers"), "refusal trade-off")
    return card(
        both(
            "拒答取舍：只按检索分设门槛（蓝），现在（红）", "Refusal by a search threshold (blue), now (red)"
        ),
        drawn,
    )


def _figures(figures: dict[str, Figure]) -> str:
    rows = [
        [
            both(LABELS[name].zh, LABELS[name].en),
            f"<code>{name}</code>",
            _value(name, found),
            _range(name, found),
            str(found.items),
            {"high": "↑", "low": "↓", "": ""}[LABELS[name].better],
        ]
        for name, found in figures.items()
    ]
    heads = (
        both("指标", "metric"),
        both("名称", "name"),
        both("值", "value"),
        both("95% 区间", "95% interval"),
        both("题数", "items"),
        both("方向", "better"),
    )
    return card(both("全部指标", "All metrics"), table(heads, rows))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table that is sorted by a click on its head; cells are HTML."""
    head = "".join(f'<th data-sort="">{cell}</th>' for cell in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _questions(run: Run) -> str:
    names = sorted({item.topic for item in run.items})
    options = "".join(f'<option value="{escape(name)}">{escape(name)}</option>' for name in names if name)
    tools = (
        '<div class="tools"><input id="search" placeholder="搜索 / search">'
        f'<select id="topic"><option value="">全部主题 / all topics</option>{options}</select>'
        '<select id="show"><option value="no" selected>未通过 / failing</option>'
        '<option value="yes">通过 / passing</option><option value="">全部 / all</option></select></div>'
    )
    items = "".join(_question(run, item) for item in run.items)
    return card(both("逐题", "Questions"), tools + items)


def _question(run: Run, item: Item) -> str:
    record, scores = run.records[item.id], run.scores[item.id]
    passed = scores["correct"][0] == 1
    figures = " · ".join(f"{name} {a:g}/{b:g}" for name, (a, b) in scores.items())
    turns = "".join(
        f"<p><b>{escape(step.question)}</b></p>{_answer(answer)}"
        for step, answer in zip(item.steps, record.answers, strict=False)
    )
    return (
        f'<details data-topic="{escape(item.topic)}" data-passed="{"yes" if passed else "no"}"><summary>'
        f"{_sign(passed)} {escape(item.steps[-1].question)} <code>{escape(item.id)}</code> "
        f"{_chips(failed(scores))}</summary>{_expected(item)}{turns}"
        f"{escape(record.error)}<pre>{escape(figures)}</pre>{_trace(record)}</details>"
    )


def _expected(item: Item) -> str:
    points = "；".join(" / ".join(form.value for form in point.any) for point in item.expect.points)
    passages = "、".join(item.expect.passages)
    return (
        f"<p><small>{both('期望', 'expected')}：{escape(' / '.join(item.expect.status))}　{escape(points)}"
        f"　{escape(passages)}</small></p>"
    )


def _answer(answer: Answer) -> str:
    cited = "".join(
        f"<p><small>[{c.marker}] {escape(c.title)} › {escape(c.locator)}：{escape(c.quote)}</small></p>"
        for c in answer.citations
    )
    status = STATUSES[answer.status]
    return (
        f'<div class="answer"><span class="chip">{both(status, answer.status)}</span> '
        f"{escape(answer.answer)}</div>{cited}"
    )


def _trace(record: Record) -> str:
    """What the search found and what the tools did, for whoever looks for the cause."""
    found = [
        f"{channel}: {', '.join(f'{p} {s:.3f}' for p, s in hits)}" for channel, hits in record.found.items()
    ]
    receipts = [
        json.dumps(receipt.model_dump(mode="json"), ensure_ascii=False)
        for answer in record.answers
        for receipt in answer.receipts
    ]
    return f"<pre>{escape(chr(10).join((*found, *receipts)))}</pre>"
