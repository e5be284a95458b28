"""A finished run: its figures, its questions, and one question's answer with its trace."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.types import Answer
from assistant.ui.evaluation.overview import run_choices, seconds
from assistant.ui.evaluation.store import Stored, title
from assistant.ui.fragments import button, card, choice, folded, posting, table, unfolding
from assistant.ui.markdown import render
from assistant.ui.markup import definitions, element, escape, opening
from assistant.ui.receipts import receipt_note
from evals.gates import GATES, Check, judge, load_gates
from evals.items import Expect, Item
from evals.metrics import Scores
from evals.records import Record, Run
from evals.reports.facts import STATUSES
from evals.reports.markdown import SIGNS, metric_name, shown
from evals.summary import CHANNEL_NAMES, LABELS, Figure, by, failed, main_figures, percentile, topics

SHOW = {"no": "未通过", "yes": "通过", "": "全部"}
SIGN_CSS = {True: "good", False: "bad", None: ""}
MOST_LISTED = 200
TOP = 5


def run_html(run: Run, stored: Stored, others: Iterable[Stored]) -> str:
    """All of a run; its questions come as they are filtered."""
    figures = stored.figures or {}
    return card(
        f"{title(run.header.suite)}：{run.name}",
        about(run),
        element("div", *(tile(name, figures[name]) for name in main_figures(figures)), css="tiles"),
        actions(run, run_choices(others, run.name, run.header.suite)),
        folded("全部指标", figures_table(figures)),
        folded("各主题", topics_table(run)),
        folded("门禁", gates_table(judge(run, load_gates(GATES)))),
        element("h4", "逐题"),
        filters(run),
        element("div", questions(run, {"show": "no"}), id="eval-questions"),
        **{"data-see": ""},
    )


def about(run: Run) -> str:
    """What was asked, of whom, how long it took."""
    header, timings = run.header, run.timings
    version = f"第 {header.suite_version} 版" if header.suite_version else "未锁定"
    facts = [f"{header.items} 题", f"题集{version}", f"答题者 {header.answerer} {header.fingerprint[:12]}"]
    if timings and timings.answer_ms:
        middle = percentile(list(timings.answer_ms.values()), 0.5) or 0.0
        facts += [f"用时 {seconds(timings.seconds)}", f"每题 {middle:.0f} 毫秒（中位数）"]
    return element("p", escape(" · ".join(facts)), css="hint")


def tile(name: str, found: Figure) -> str:
    """A main figure with its interval."""
    range_ = f"{shown(name, found.low)}–{shown(name, found.high)}" if found.low is not None else "这里没有"
    return element(
        "div",
        element("span", escape(LABELS[name].zh)),
        element("b", escape(shown(name, found.value))),
        element("small", escape(range_)),
        css="tile",
    )


def actions(run: Run, others: Mapping[str, str]) -> str:
    """To compare with an earlier run, and to keep the report."""
    comparing = posting(
        "evals/compare",
        element("div", choice("before", "与这次比较", others), button("比较"), css="line"),
        after=run.name,
    )
    report = download("下载报告（.html）", run=run.name)
    return element("div", comparing if others else "", report, css="actions")


def download(label: str, **runs: str) -> str:
    """A button that fetches the report as a file."""
    carried = (opening("input", type="hidden", name=name, value=value) for name, value in runs.items())
    return element("form", *carried, button(label), method="post", action="evals/report.html")


def figures_table(figures: Mapping[str, Figure]) -> str:
    """Every metric with its interval."""
    rows = [
        [
            escape(LABELS[name].zh),
            escape(shown(name, found.value)),
            "" if found.low is None else escape(f"{shown(name, found.low)} – {shown(name, found.high)}"),
            str(found.items),
        ]
        for name, found in figures.items()
        if name in LABELS and found.items
    ]
    return table(("指标", "值", "95% 区间", "题数"), rows)


def topics_table(run: Run) -> str:
    """How many are all correct by topic, the worst first."""
    found = by(topics, "correct", run.items, run.scores)
    rows = [
        [escape(topic), escape(shown("correct", figure.value)), str(figure.items)]
        for topic, figure in sorted(found.items(), key=lambda pair: pair[1].value or 0.0)
    ]
    return table(("主题", LABELS["correct"].zh, "题数"), rows)


def gates_table(checks: Sequence[Check]) -> str:
    """What a release must reach, the broken ones first."""
    rows = [
        [
            element("b", SIGNS[check.passed], css=SIGN_CSS[check.passed]),
            escape(metric_name(check)),
            escape(check.reason),
            escape(check.gate.why if check.passed is False else ""),
        ]
        for check in sorted(checks, key=lambda check: check.passed is not False)
    ]
    return table(("", "门禁", "结果", "意味着"), rows)


def filters(run: Run) -> str:
    """What narrows the list of questions down."""
    names = {item.topic: item.topic for item in run.items if item.topic}
    missed = {name: LABELS[name].zh for item in run.items for name in failed(run.scores[item.id])}
    fields = (
        search_field(),
        choice("show", "显示", SHOW, chosen="no"),
        choice("topic", "主题", {"": "全部", **dict(sorted(names.items()))}),
        choice("metric", "没达到", {"": "不限", **missed}),
    )
    return posting("evals/questions", element("div", *fields, css="line"), live=True, run=run.name)


def search_field() -> str:
    """A field for words of the question."""
    words = {"aria-label": "搜索题目"}
    return opening("input", type="search", name="search", placeholder="搜索题目", maxlength="100", **words)


def questions(run: Run, wanted: Mapping[str, str]) -> str:
    """The questions that pass the filters, each to unfold."""
    found = [item for item in run.items if passes(item, run.scores[item.id], wanted)]
    rows = (question_row(run, item) for item in found[:MOST_LISTED])
    cut = f"，先列 {MOST_LISTED} 题，请再缩小范围" if len(found) > MOST_LISTED else ""
    return element("p", f"{len(found)} 题{cut}", css="hint", role="status") + "".join(rows)


def passes(item: Item, scores: Scores, wanted: Mapping[str, str]) -> bool:
    """Whether an item is among those wanted."""
    passed = {True: "yes", False: "no"}[scores["correct"][0] == 1]
    return (
        wanted.get("show", "") in ("", passed)
        and wanted.get("topic", "") in ("", item.topic)
        and (not wanted.get("metric") or wanted["metric"] in failed(scores))
        and wanted.get("search", "").strip().lower() in " ".join((item.id, *asked(item))).lower()
    )


def asked(item: Item) -> list[str]:
    """The item's questions, one a turn."""
    return [step.question for step in item.steps]


def question_row(run: Run, item: Item) -> str:
    """A question with what it missed; its answer comes when it is unfolded."""
    scores = run.scores[item.id]
    good = scores["correct"][0] == 1
    summary = "".join(
        (
            element("b", SIGNS[good], css=SIGN_CSS[good]),
            element("span", escape(asked(item)[-1]), css="asked"),
            element("small", escape(item.id)),
            chips(failed(scores), "bad"),
        )
    )
    return unfolding(
        "evals/question", summary, f"eval-question-{item.id}", "question", run=run.name, item=item.id
    )


def chips(names: Iterable[str], css: str) -> str:
    """Metrics as small labels."""
    return "".join(element("span", escape(LABELS[name].zh), css=f"tag {css}") for name in names)


def question_html(run: Run, item: Item) -> str:
    """What was expected of an item, what came back, and why."""
    record, scores = run.records[item.id], run.scores[item.id]
    exchanges = "".join(
        (element("p", escape(step.question), css="turn") if item.turns else "")
        + (expected(step.expect) if step.expect else "")
        + answer_html(answer)
        for step, answer in zip(item.steps, record.answers, strict=False)
    )
    error = element("p", escape(record.error), css="problem") if record.error else ""
    return exchanges + error + folded("得分", scores_html(scores)) + trace(record, item.expect)


def expected(expect: Expect) -> str:
    """What the suite asks of an answer."""
    points = (" / ".join(f"{form.value}{form.unit}" for form in point.any) for point in expect.points)
    pairs = (
        ("期望", escape("或".join(STATUSES[status] for status in expect.status))),
        ("要点", "".join(element("p", escape(point)) for point in points)),
        ("不得出现", escape("；".join(form.value for form in expect.forbid))),
        ("依据", escape("、".join((*expect.passages, *expect.clauses)))),
        ("工具", escape(expect.tool.name or "评分工具") if expect.tool else ""),
    )
    return definitions(pairs, "facts")


def answer_html(answer: Answer) -> str:
    """An answer with its receipts and the words it cites."""
    understood = answer.standalone_question != answer.question
    said = render(answer.answer, lambda start, end: escape(answer.answer[start:end]))
    return element(
        "div",
        element("span", STATUSES[answer.status], css=f"tag {answer.status}"),
        element("span", escape(f"理解为：{answer.standalone_question}"), css="hint") if understood else "",
        element("div", said, css="said"),
        *(receipt_note(receipt) for receipt in answer.receipts),
        *(citation(*pair) for pair in cited(answer)),
        css="answer",
    )


def cited(answer: Answer) -> Iterable[tuple[str, str]]:
    """Where each citation points, and its words."""
    return ((f"[{c.marker}] {c.title} · {c.locator}", c.quote) for c in answer.citations)


def citation(where: str, quote: str) -> str:
    """A citation with its words."""
    return element("div", element("small", escape(where)), element("q", escape(quote)), css="citation")


def scores_html(scores: Scores) -> str:
    """Every score of an item as the fraction it is."""
    pairs = ((LABELS[name].zh, f"{part:g} / {whole:g}") for name, (part, whole) in scores.items())
    return definitions(((name, escape(value)) for name, value in pairs), "scores")


def trace(record: Record, expect: Expect) -> str:
    """What each channel found, the expected passages marked."""
    if not record.found:
        return ""
    ranks = range(max(map(len, record.found.values()), default=0))
    rows = [
        [
            str(rank + 1),
            *(place(hits[rank], expect) if rank < len(hits) else "" for hits in record.found.values()),
        ]
        for rank in ranks
    ]
    heads = ("名次", *(CHANNEL_NAMES.get(name, (name,))[0] for name in record.found))
    note = element("p", f"标出的是该找到的段落；前 {TOP} 名算召回。", css="hint")
    return folded("检索过程", table(heads, rows, "ranks"), note)


def place(hit: tuple[str, float], expect: Expect) -> str:
    """A passage in a ranking."""
    passage, score = hit
    name = element("mark" if passage in expect.passages else "span", escape(passage))
    return name + element("small", f" {score:.3f}")
