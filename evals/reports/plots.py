"""Plots as inline SVG, drawn from plain figures; colours come from the page's style."""

from collections.abc import Mapping, Sequence
from html import escape

from evals.summary import Figure

WIDTH = 640
LEFT = 150
RIGHT = 60
ROW = 26
SQUARE = 340
MARGIN = 46
BINS = 24
FAR = 2.5  # times the last mark
Pair = tuple[float, float]


def svg(width: float, height: float, body: str, title: str) -> str:
    """A drawing that scales with the page."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title)}"'
        f' style="max-width:{width:g}px">{body}</svg>'
    )


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> str:
    """A label."""
    style = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{style}>{escape(words)}</text>'


def line(start: Pair, end: Pair, kind: str) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def intervals(figures: Mapping[str, Figure], title: str) -> str:
    """Shares with their intervals, one row each, worst first; a class without items says none."""
    known = sorted(figures.items(), key=lambda pair: (pair[1].value is None, pair[1].value or 0.0, pair[0]))
    height = ROW * len(known) + 30
    grid = "".join(
        line((_across(tick), 8), (_across(tick), height - 22), "grid")
        + text(_across(tick), height - 6, f"{tick:.0%}", "middle", "tick")
        for tick in (0, 0.25, 0.5, 0.75, 1)
    )
    rows = "".join(_interval(row, name, found) for row, (name, found) in enumerate(known))
    return svg(WIDTH, height, grid + rows, title)


def _across(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _interval(row: int, name: str, found: Figure) -> str:
    y = 22 + row * ROW
    label = text(LEFT - 10, y + 4, name if len(name) <= 11 else f"{name[:10]}…", "end")
    if found.value is None or found.low is None or found.high is None:
        return label + text(LEFT + 6, y + 4, "无 / none", kind="tick")
    told = f"{name}：{found.value:.1%}（{found.low:.1%}–{found.high:.1%}，n = {found.items}）"
    return (
        f"<g><title>{escape(told)}</title>{label}"
        f"{line((_across(found.low), y), (_across(found.high), y), 'range')}"
        f'<circle class="dot" cx="{_across(found.value):.1f}" cy="{y}" r="5"/>'
        f"{text(WIDTH - RIGHT + 10, y + 4, f'n={found.items}', kind='tick')}</g>"
    )


def curve(points: Sequence[tuple[float, float, float]], now: Pair, names: tuple[str, str], title: str) -> str:
    """A trade-off: (threshold, x, y) along the curve, and where the answerer stands now."""
    axes = "".join(
        line((_right(tick), _up(0)), (_right(tick), _up(1)), "grid")
        + line((_right(0), _up(tick)), (_right(1), _up(tick)), "grid")
        + text(_right(tick), _up(0) + 16, f"{tick:.0%}", "middle", "tick")
        + text(_right(0) - 6, _up(tick) + 4, f"{tick:.0%}", "end", "tick")
        for tick in (0, 0.25, 0.5, 0.75, 1)
    )
    path = " ".join(f"{_right(x):.1f},{_up(y):.1f}" for _, x, y in points)
    dots = "".join(
        f'<circle class="small" cx="{_right(x):.1f}" cy="{_up(y):.1f}" r="3">'
        f"<title>≥ {threshold:.3g}：{x:.1%} / {y:.1%}</title></circle>"
        for threshold, x, y in points
    )
    here = (
        f'<circle class="here" cx="{_right(now[0]):.1f}" cy="{_up(now[1]):.1f}" r="6">'
        f"<title>{now[0]:.1%} / {now[1]:.1%}</title></circle>"
    )
    labels = text(SQUARE / 2 + 20, SQUARE - 4, names[0], "middle") + (
        f'<g transform="rotate(-90 12 {SQUARE / 2:g})">{text(12, SQUARE / 2, names[1], "middle")}</g>'
    )
    return svg(SQUARE, SQUARE, f'{axes}<polyline class="curve" points="{path}"/>{dots}{here}{labels}', title)


def _right(share: float) -> float:
    return MARGIN + 10 + share * (SQUARE - MARGIN - 30)


def _up(share: float) -> float:
    return SQUARE - MARGIN - share * (SQUARE - MARGIN - 16)


def histogram(values: Sequence[float], marks: Mapping[str, float], unit: str, title: str) -> str:
    """How often values fall where, with named marks (median, 95th percentile).

    What lies far beyond the marks is counted in the last bar.
    """
    top = min(max(values), FAR * max(marks.values(), default=0.0)) or 1.0
    counts = [0] * BINS
    for value in values:
        counts[min(int(value / top * BINS), BINS - 1)] += 1
    height, step = 200.0, (WIDTH - 60) / BINS
    bars = "".join(
        f'<rect class="bar" x="{30 + place * step:.1f}" y="{height - 40 - count / max(counts) * 120:.1f}"'
        f' width="{step - 2:.1f}" height="{count / max(counts) * 120:.1f}">'
        f"<title>{place * top / BINS:.1f}–{(place + 1) * top / BINS:.1f} {unit}：{count}</title></rect>"
        for place, count in enumerate(counts)
        if count
    )
    base = line((30, height - 40), (WIDTH - 30, height - 40), "axis")
    ends = text(30, height - 22, "0", "middle", "tick") + text(
        WIDTH - 30, height - 22, f"{'≥ ' if max(values) > top else ''}{top:.1f} {unit}", "end", "tick"
    )
    lines = "".join(
        line(
            (30 + value / top * (WIDTH - 60), 20 + 14 * row),
            (30 + value / top * (WIDTH - 60), height - 40),
            "mark",
        )
        + text(34 + value / top * (WIDTH - 60), 28 + 14 * row, f"{name} {value:.1f}", kind="tick")
        for row, (name, value) in enumerate(marks.items())
    )
    return svg(WIDTH, height, bars + base + ends + lines, title)


def confusion(counts: Mapping[tuple[str, str], int], names: Mapping[str, str], title: str) -> str:
    """Expected status (rows) against the status given (columns)."""
    kinds = list(names)
    cell, left, top = 98, 124, 34
    totals = {row: sum(counts.get((row, column), 0) for column in kinds) for row in kinds}
    heads = "".join(
        text(left + (place + 0.5) * cell, top - 10, names[kind], "middle")
        + text(left - 10, top + place * 44 + 27, names[kind], "end")
        for place, kind in enumerate(kinds)
    )
    cells = "".join(
        f'<rect class="cell{" right" if row == column else ""}" x="{left + x * cell}" y="{top + y * 44}"'
        f' width="{cell - 3}" height="41" rx="4"'
        f' fill-opacity="{0.7 * counts.get((row, column), 0) / (totals[row] or 1):.3f}"/>'
        + text(left + (x + 0.5) * cell, top + y * 44 + 27, str(counts.get((row, column), 0)), "middle")
        for y, row in enumerate(kinds)
        for x, column in enumerate(kinds)
    )
    return svg(left + cell * len(kinds) + 10, top + 44 * len(kinds) + 8, cells + heads, title)
