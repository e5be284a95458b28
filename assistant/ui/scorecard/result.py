"""The result of a scorecard as pieces of HTML, each with the id of the element it goes into."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from assistant.knowledge.entries import Indicator
from assistant.scoring import FAILED, Rules
from assistant.scoring.explain import doubts, gap_words
from assistant.scoring.numerals import shown
from assistant.scoring.wording import points
from assistant.types import Receipt
from assistant.ui.markup import element, escape
from assistant.ui.receipts import receipt_note
from assistant.ui.scorecard.assess import Assessment
from assistant.ui.scorecard.fields import Filled, Json

CELLS = {
    "total": "实际得分",
    "applicable": "涉及项总分值",
    "specials": "特别扣分项个数",
    "card": "评分表",
}
EMPTY = "填入得分，级别随填随算"
MOST_NAMED = 6
DOWNLOADS = {"score/receipt.json": "下载回执（.json）", "score/sheet.xlsx": "下载评分表（.xlsx）"}


def pieces(found: Assessment, indicators: Sequence[Indicator], rules: Rules) -> dict[str, str]:
    """Everything on the page that depends on what is filled in, by element id."""
    cells = [*(node.clause for node in indicators), *CELLS]
    return {
        "score-standing": standing(found, rules),
        "score-trial": trial(found),
        "score-details": details(found, indicators),
        "note-extra-points": signed(found.filled.extra_points, "分"),
        "note-extra-specials": signed(str(found.filled.extra_specials), "个"),
    } | {f"note-{cell}": note(cell, found) for cell in cells if cell != "card"}


def standing(found: Assessment, rules: Rules) -> str:
    """The level, the score and the gauge."""
    graded = found.graded
    level = escape(graded["level"]) if graded else "未定级"
    stars = "★" * (graded["stars"] or 0) if graded else ""
    return element(
        "div",
        element("strong", level, css="level"),
        element("span", stars, css="stars", **{"aria-hidden": "true"}),
        element("span", total(found), css="score"),
        element("span", escape(ahead(found)), css="ahead"),
        css="verdict",
    ) + gauge(found, rules)


def total(found: Assessment) -> str:
    """The score; the points so far while first-level parts are open; nothing where neither is known."""
    if found.graded:
        return points(found.graded["score"]["exact"])
    return f"已有 {points(found.rest.result['known']['exact'])}" if found.rest else ""


def ahead(found: Assessment) -> str:
    """How far the next level is, or what keeps the card from a level."""
    if found.errors:
        return f"有 {len(found.errors)} 处要改，改好才能算级别"
    if found.receipt is None:
        return EMPTY
    if found.graded is None:
        return f"还缺 {len(found.receipt.result['missing'])} 项"
    return gap_words(found.graded["next"][0]) if found.graded["next"] else "已经是最高级别"


def gauge(found: Assessment, rules: Rules) -> str:
    """A band for each level, equally wide, with the score and the tried-out score on it."""
    names = [FAILED, *(level.name for level in rules.levels)]
    held = found.graded["level"] if found.graded else None
    marks = ["", *(str(level.low) for level in rules.levels)]
    bands = "".join(
        element("span", element("b", mark), escape(name), css="band held" if name == held else "band")
        for name, mark in zip(names, marks, strict=True)
    )
    tried = pointer(found.trial.result, "pointer tried", rules) if found.trial else ""
    now = pointer(found.graded, "pointer", rules) if found.graded else ""
    return element("div", bands, tried, now, css="gauge")


def pointer(result: Json, css: str, rules: Rules) -> str:
    """A mark on the gauge where a score stands; scores outside the scale stand at its ends."""
    score = Fraction(result["score"]["exact"])
    return element(
        "i",
        css=css,
        style=f"left:{shown(position(score, rules), 3)}%",
        title=points(result["score"]["exact"]),
    )


def position(score: Fraction, rules: Rules) -> Fraction:
    """Where a score stands on the gauge, in percent of its width."""
    bounds = [Fraction(0), *(level.low for level in rules.levels), rules.full]
    inside = min(max(score, bounds[0]), bounds[-1])
    band = max(index for index, low in enumerate(bounds[:-1]) if inside >= low)
    share = (inside - bounds[band]) / (bounds[band + 1] - bounds[band])
    return (band + share) * 100 / (len(bounds) - 1)


def note(cell: str, found: Assessment) -> str:
    """What is said at a cell: its errors, or what it lacks, or its points."""
    kinds = {f"points:{cell}": "wrong points", cell: "wrong"}
    if wrong := [name for name in kinds if name in found.errors]:
        return "".join(element("span", escape(found.errors[name]), css=kinds[name]) for name in wrong)
    if cell in found.sums:
        gained, applicable = (points(found.sums[cell][name]["exact"]) for name in ("gained", "applicable"))
        return escape(f"{gained.removesuffix(' 分')} / {applicable}")
    lacking = dict(found.receipt.result.get("missing", [])) if found.receipt else {}
    return element("span", escape(lacking[cell]), css="lacking") if cell in lacking else ""


def trial(found: Assessment) -> str:
    """What the tried-out change would lead to."""
    filled = found.filled
    if found.trial is None:
        idle = Fraction(filled.extra_points) == 0 and filled.extra_specials == 0
        return "" if idle else element("p", "先把评分表填到能定级，再试算。", css="hint")
    tried = found.trial
    score, level = points(tried.result["score"]["exact"]), element("strong", escape(tried.result["level"]))
    basis = f"按实际得分 {points(tried.inputs['gained'])}、特别扣分项 {tried.inputs['specials']} 个算"
    return element("p", f"则评分 {score}，{level}", element("small", escape(basis))) + receipt_note(tried)


def details(found: Assessment, indicators: Sequence[Indicator]) -> str:
    """What is wrong or missing, what the rest must bring, the distances, receipts and downloads."""
    titles = {node.clause: f"{node.clause} {node.title}" for node in indicators} | CELLS
    if found.errors:
        places = list(titles)
        wrong = sorted(found.errors.items(), key=lambda item: places.index(item[0].removeprefix("points:")))
        return listing("要改的地方", wrong, titles)
    if found.receipt is None:
        return ""
    lacking = listing("还缺", found.receipt.result.get("missing", []), titles)
    rest = needed(found.rest, titles) if found.rest else ""
    shown = [receipt for receipt in (found.graded and found.receipt, found.rest) if receipt]
    return lacking + rest + distances(found) + "".join(map(receipt_note, shown)) + downloads()


def listing(title: str, said: Iterable[tuple[str, str]], titles: Mapping[str, str]) -> str:
    """What is said of cells, the name of each leading there; the first few of many."""
    items = [(name.removeprefix("points:"), text) for name, text in said]
    rows = [
        element("li", element("a", escape(titles.get(cell, cell)), href=f"#cell-{cell}"), escape(f"：{text}"))
        for cell, text in items[:MOST_NAMED]
    ]
    more = [element("li", f"另有 {len(items) - MOST_NAMED} 处")] if len(items) > MOST_NAMED else []
    return element("h4", title) + element("ul", *rows, *more) if rows else ""


def needed(receipt: Receipt, titles: Mapping[str, str]) -> str:
    """What the open parts must bring for each level."""
    names = "、".join(titles.get(clause, clause) for clause in receipt.result["open"])
    rows = (element("li", escape(f"{item['level']}：{bring(item)}")) for item in receipt.result["levels"])
    room = points(receipt.result["room"]["exact"])
    return element("h4", escape(f"{names} 要得多少（满分 {room}）")) + element("ul", *rows)


def bring(item: Json) -> str:
    """What a level asks of the open parts."""
    if not item["reachable"]:
        return "达不到"
    return "已经够了" if item["needs"]["exact"] == "0" else f"至少 {points(item['needs']['exact'], up=True)}"


def distances(found: Assessment) -> str:
    """The way to every higher level, and what hangs on an open point of the rules."""
    if found.graded is None or found.receipt is None:
        return ""
    rows = (element("li", escape(gap_words(gap))) for gap in found.graded["next"])
    way = element("h4", "离更高级别") + element("ul", *rows) if found.graded["next"] else ""
    doubt = doubts(found.receipt.inputs, found.graded)
    return way + (element("p", escape(doubt), css="doubt") if doubt else "")


def downloads() -> str:
    """Buttons that send the form once more and get a file back."""
    buttons = (
        element("button", label, type="submit", form="scorecard", formaction=address)
        for address, label in DOWNLOADS.items()
    )
    return element("div", *buttons, css="downloads")


def signed(value: str, unit: str) -> str:
    """A change with its sign."""
    number = Fraction(value)
    return f"{'+' if number > 0 else ''}{value} {unit}" if number else f"0 {unit}"


def standing_of_nothing(rules: Rules) -> str:
    """What an empty card shows."""
    return standing(Assessment(Filled("score.card", {}, {}), None, {}, {}), rules)
