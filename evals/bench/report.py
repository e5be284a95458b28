"""Figures beside their targets, as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.bench.ratios import Ratio, Rounds, Statistic, ratio


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what was measured, the figures, the target, and whether it is met (None: no target)."""

    what: str
    figures: str
    value: str
    target: str = ""
    met: bool | None = None


def relative(what: str, unit: str, ours: Rounds, theirs: Rounds, of: Statistic, most: float | None) -> Row:
    """One arm over another; the target is the most that their ratio may be."""
    found: Ratio = ratio(ours, theirs, of)
    value = f"{found.value:.3f} [{found.interval.low:.3f}, {found.interval.high:.3f}]"
    return Row(
        what,
        f"{found.ours:.4g} : {found.theirs:.4g} {unit}",
        value,
        f"≤ {most}" if most is not None else "",
        found.value <= most if most is not None else None,
    )


def absolute(
    what: str, value: float, unit: str, *, least: float | None = None, most: float | None = None
) -> Row:
    """A figure by itself, with what it must reach or may not pass."""
    bounds = [f"{sign} {bound:g}" for sign, bound in (("≥", least), ("≤", most)) if bound is not None]
    met = (least is None or value >= least) and (most is None or value <= most)
    return Row(what, f"{value:,.4g} {unit}", "", " ".join(bounds), met if bounds else None)


def table(rows: Sequence[Row]) -> str:
    """The lines as a Markdown table."""
    marks = {True: "yes", False: "**no**", None: ""}
    lines = ["| what | figures | ratio [95 %] | target | met |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.what} | {row.figures} | {row.value} | {row.target} | {marks[row.met]} |" for row in rows
    ]
    return "\n".join(lines)


def missed(rows: Sequence[Row]) -> list[Row]:
    """The lines whose target is not met."""
    return [row for row in rows if row.met is False]
