"""Two runs beside each other: what got better, what worse, each changed question in both."""

from collections.abc import Mapping

from assistant.errors import UsageError
from assistant.ui.evaluation.reading import (
    MOST_LISTED,
    asked,
    chips,
    download,
    question_html,
    search_field,
)
from assistant.ui.evaluation.store import title
from assistant.ui.fragments import card, choice, folded, posting, table, unfolding
from assistant.ui.markup import element, escape
from evals.compare import HEADLINE, Change, Comparison, Flip
from evals.items import Item
from evals.records import Run
from evals.reports.markdown import WORDS, shown
from evals.statistics import ALPHA
from evals.summary import LABELS

WAYS = {"": "变好和变差", "worse": "变差", "better": "变好"}
COLOURS = {"better": "good", "worse": "bad", "same": ""}
HEADS = ("指标", "之前", "之后", "差", "p（Holm）", "可测出的最小差异", "结论")


def comparison_html(found: Comparison) -> str:
    """The whole comparison; its questions come as they are filtered."""
    before, after = found.before, found.after
    moved = [change for change in found.changes if change.difference]
    still = [change for change in found.changes if not change.difference]
    return card(
        f"比较：{before.name} → {after.name}",
        element("p", escape(f"{title(after.header.suite)}，共同 {len(found.items)} 题。"), css="hint"),
        *(element("p", escape(warning), css="notice") for warning in found.warnings),
        table(HEADS, map(change_row, moved), "changes") if moved else element("p", "没有一个指标有变化。"),
        folded(f"没有变化的指标 {len(still)} 个", table(HEADS, map(change_row, still))) if still else "",
        element("div", download("下载对比报告（.html）", before=before.name, run=after.name), css="actions"),
        element("h4", "有变化的题目"),
        filters(found),
        element("div", changes(found, {}), id="eval-changes"),
        **{"data-see": ""},
    )


def change_row(change: Change) -> list[str]:
    """A metric before and after."""
    name = change.metric
    sign = "+" if change.difference > 0 else ""
    return [
        escape(LABELS[name].zh),
        escape(shown(name, change.before.value)),
        escape(shown(name, change.after.value)),
        escape(f"{sign}{shown(name, change.difference)}"),
        f"{change.p_holm:.3g}",
        escape(shown(name, change.detectable)),
        element("span", verdict(change), css=COLOURS[change.verdict]),
    ]


def verdict(change: Change) -> str:
    """Whether a metric got better or worse beyond chance; one without direction has only changed."""
    if change.verdict != "same":
        return WORDS[change.verdict]
    return "有变化" if change.p_holm < ALPHA else "不显著"


def filters(found: Comparison) -> str:
    """What narrows the changed questions down."""
    changed = dict.fromkeys(name for flip in found.flips for name in (*flip.worse, *flip.better))
    names = {name: LABELS[name].zh for name in changed}
    topics = sorted({item.topic for item in found.items if item.topic})
    fields = (
        search_field(),
        choice("way", "显示", WAYS),
        choice("metric", "指标", {"": "不限", **names}),
        choice("topic", "主题", {"": "全部", **dict(zip(topics, topics, strict=True))}),
    )
    runs = {"before": found.before.name, "after": found.after.name}
    return posting("evals/changes", element("div", *fields, css="line"), live=True, **runs)


def changes(found: Comparison, wanted: Mapping[str, str]) -> str:
    """The changed questions that pass the filters, each to unfold; newly right or wrong ones come first."""
    items = {item.id: item for item in found.items}
    kept = [(flip, items[flip.item]) for flip in found.flips if passes(flip, items[flip.item], wanted)]
    kept.sort(key=lambda pair: HEADLINE not in pair[0].worse + pair[0].better)
    worse = sum(bool(flip.worse) for flip, _ in kept)
    better = sum(bool(flip.better) for flip, _ in kept)
    cut = f"，先列 {MOST_LISTED} 题" if len(kept) > MOST_LISTED else ""
    line = f"{len(kept)} 题：{worse} 题有变差，{better} 题有变好{cut}"
    rows = (change_html(found, flip, item) for flip, item in kept[:MOST_LISTED])
    return element("p", line, css="hint", role="status") + "".join(rows)


def passes(flip: Flip, item: Item, wanted: Mapping[str, str]) -> bool:
    """Whether a changed item is among those wanted."""
    ways = {"": flip.worse + flip.better, "worse": flip.worse, "better": flip.better}
    moved = ways.get(wanted.get("way", ""), ())
    return (
        bool(moved)
        and wanted.get("metric", "") in ("", *moved)
        and wanted.get("topic", "") in ("", item.topic)
        and wanted.get("search", "").strip().lower() in " ".join((item.id, *asked(item))).lower()
    )


def change_html(found: Comparison, flip: Flip, item: Item) -> str:
    """A changed question with what moved; both answers come when it is unfolded."""
    summary = "".join(
        (
            element("span", escape(asked(item)[-1]), css="asked"),
            element("small", escape(item.id)),
            chips(flip.worse, "bad"),
            chips(flip.better, "good"),
        )
    )
    runs = {"before": found.before.name, "run": found.after.name}
    return unfolding("evals/question", summary, f"eval-change-{item.id}", "question", item=item.id, **runs)


def both(before: Run, after: Run, item: str) -> str:
    """A question's answers in both runs, beside each other."""
    sides = (("之前", before), ("之后", after))
    columns = (
        element("div", element("h5", escape(f"{word}：{run.name}")), question_html(run, item_of(run, item)))
        for word, run in sides
    )
    return element("div", *columns, css="beside")


def item_of(run: Run, name: str) -> Item:
    """The run's item of that id.

    Raises:
        UsageError: there is none.
    """
    found = next((item for item in run.items if item.id == name), None)
    if found is None:
        raise UsageError("这次运行里没有这一题", next_step="刷新页面")
    return found
