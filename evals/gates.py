"""What a release must reach; every broken gate says why (门禁).

A gate is a table ``[[gate]]`` of a TOML file::

    [[gate]]
    metric = "point_recall"     # a metric, or one of COSTS: work_ratio, memory_mb …
    at_least = 0.90             # or at_most
    bound = "low"               # which end of the interval must reach it: value (default), low, high
    by = "topic"                # each topic (or tag) by itself; default: all items together
    fewest = 5                  # with by: groups of fewer items are not judged
    why = "…"                   # what a failure means, for the reader

    [[gate]]
    metric = "correct"
    not_worse = true            # against the baseline: no significant loss, Holm over these gates

    [[gate]]
    metric = "clarify_right"
    at_most_worse = 0.1         # against the baseline: worse by so much at most, significant or not

    [[gate]]
    metric = "work_ratio"
    at_most_times = 2.0         # against the baseline: at most so many times its value
    slack = 20                  # … and at least so much more, lest noise be judged
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from assistant.errors import UsageError
from evals.compare import Comparison, Pair, compare, pair_of
from evals.items import Item, Strict
from evals.records import Run, Timings
from evals.summary import LABELS, Figure, figure, grouped, percentile, tags, topics

GATES = Path(__file__).parent / "gates.toml"
COSTS: Mapping[str, tuple[str, str]] = {
    "latency_p50_ms": ("答题耗时中位数（毫秒）", "median latency (ms)"),
    "latency_p95_ms": ("答题耗时 95 分位（毫秒）", "95th percentile latency (ms)"),
    "work_ratio": ("每题的计算量（关键词扫描的倍数）", "work an answer (times a keyword scan)"),
    "memory_mb": ("内存峰值（MiB）", "peak memory (MiB)"),
}
UNMEASURED = "未测量 / not measured"
GROUPS = {"topic": topics, "tag": tags}
RULES = ("at_least", "at_most", "not_worse", "at_most_worse", "at_most_times")
OF_ITEMS = ("not_worse", "at_most_worse", "by")  # what cannot be asked of a figure of the whole run


class Gate(Strict):
    """A rule that a run must keep: exactly one of ``RULES``."""

    metric: str
    at_least: float | None = None
    at_most: float | None = None
    not_worse: bool | None = None
    at_most_worse: float | None = None
    at_most_times: float | None = None
    slack: float = 0.0
    bound: Literal["value", "low", "high"] = "value"
    by: Literal["", "topic", "tag"] = ""
    fewest: int = Field(default=1, ge=1)
    suites: tuple[str, ...] = ()
    why: str = ""

    @model_validator(mode="after")
    def check(self) -> "Gate":
        """One rule, about something that is measured."""
        if sum(getattr(self, rule) is not None for rule in RULES) != 1:
            raise ValueError(f"{'、'.join(RULES)} 要有且只有一个")
        if self.metric not in LABELS and self.metric not in COSTS:
            raise ValueError(f"没有指标 {self.metric!r}")
        if self.metric in COSTS and any(getattr(self, rule) for rule in OF_ITEMS):
            raise ValueError(f"{self.metric} 不分题，不能这样要求")
        return self

    @property
    def needs_baseline(self) -> bool:
        """Whether the rule is about a change."""
        return any(getattr(self, rule) is not None for rule in RULES[2:])


class GateFile(Strict):
    """A TOML file of gates."""

    gate: tuple[Gate, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Check:
    """A gate as it was judged: ``passed`` is None where the suite holds nothing for it.

    ``reason`` is the figure and its limit, in signs that need no translation. ``room`` is how far the
    figure is within the limit, below zero where it is beyond.
    """

    gate: Gate
    passed: bool | None
    reason: str
    group: str = ""
    room: float | None = None


def load_gates(path: Path = GATES) -> tuple[Gate, ...]:
    """Read gates.

    Raises:
        UsageError: the file is missing or wrong; names the gate and the field.
    """
    try:
        return GateFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).gate
    except ValidationError as error:
        detail = error.errors()[0]
        place = ".".join(map(str, detail["loc"]))
        raise UsageError(
            f"{path.name}：{place}：{detail['msg']}", next_step="写法见 evals/gates.py"
        ) from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"门禁文件 {path} 读不了", reason=str(error)) from error


def judge(run: Run, gates: tuple[Gate, ...], baseline: Run | None = None) -> list[Check]:
    """Every gate that is about this suite, judged; gates on a change only with a baseline."""
    watched = frozenset(gate.metric for gate in gates if gate.not_worse is not None)
    comparison = compare(baseline, run, watched) if baseline else None
    suite = run.header.suite.partition(".")[0]
    return [
        check
        for gate in gates
        if not gate.suites or suite in gate.suites
        if comparison or not gate.needs_baseline
        for check in _checks(gate, run, comparison)
    ]


def broken(checks: list[Check]) -> list[Check]:
    """The checks that failed."""
    return [check for check in checks if check.passed is False]


def _checks(gate: Gate, run: Run, comparison: Comparison | None) -> Iterator[Check]:
    if gate.metric in COSTS:
        yield _check_cost(gate, run.timings, comparison)
    elif gate.not_worse is not None and comparison:
        yield _check_change(gate, comparison)
    else:
        for group, items in _groups(gate, run).items():
            if gate.at_most_worse is None:
                yield _check_figure(gate, run, figure(gate.metric, items, run.scores), group)
            elif comparison:
                yield _check_loss(gate, pair_of(gate.metric, items, comparison.before, run), group)


def _groups(gate: Gate, run: Run) -> dict[str, list[Item]]:
    """The items that are judged together, by the group's name."""
    if not gate.by:
        return {"": list(run.items)}
    asked = [item for item in run.items if gate.metric in run.scores[item.id]]
    return {
        name: items for name, items in grouped(GROUPS[gate.by], asked).items() if len(items) >= gate.fewest
    }


def _check_figure(gate: Gate, run: Run, found: Figure, group: str = "") -> Check:
    value = getattr(found, gate.bound)
    if value is None:
        measured = "." not in gate.metric or not any(item.expect.passages for item in run.items)
        return Check(gate, None if measured else False, "n = 0" if measured else UNMEASURED, group)
    room = _room(gate, value)
    return Check(gate, room >= 0, _reason(gate, value, found.items), group, room)


def _room(gate: Gate, value: float) -> float:
    return value - gate.at_least if gate.at_least is not None else (gate.at_most or 0.0) - value


def _reason(gate: Gate, value: float, items: int | None = None) -> str:
    limit = f"≥ {gate.at_least:g}" if gate.at_least is not None else f"≤ {gate.at_most or 0:g}"
    bound = {"value": "", "low": "95% ↓ ", "high": "95% ↑ "}[gate.bound]
    return f"{bound}{value:.4g} ({limit}{f', n = {items}' if items is not None else ''})"


def _check_change(gate: Gate, comparison: Comparison) -> Check:
    change = next((change for change in comparison.changes if change.metric == gate.metric), None)
    if change is None:
        lost = _measured(gate.metric, comparison.before) and not _measured(gate.metric, comparison.after)
        return Check(gate, False if lost else None, UNMEASURED if lost else "n = 0")
    before, after = change.before, change.after
    told = f"{before.value:.4g} → {after.value:.4g} (p = {change.p_holm:.3g}, n = {after.items})"
    return Check(gate, change.verdict != "worse", told)


def _check_loss(gate: Gate, pair: Pair | None, group: str) -> Check:
    if pair is None:
        return Check(gate, None, "n = 0", group)
    told = f"▼ {pair.loss:.4g} (≤ {gate.at_most_worse:g}, n = {len(pair.items)})"
    room = (gate.at_most_worse or 0.0) - pair.loss
    return Check(gate, room >= 0, told, group, room)


def _measured(metric: str, run: Run) -> bool:
    return any(metric in scores for scores in run.scores.values())


def _check_cost(gate: Gate, timings: Timings | None, comparison: Comparison | None) -> Check:
    value = cost(gate.metric, timings)
    if value is None:
        return Check(gate, False, UNMEASURED)
    if gate.at_most_times is None:
        room = _room(gate, value)
        return Check(gate, room >= 0, _reason(gate, value), "", room)
    before = cost(gate.metric, comparison.before.timings if comparison else None)
    if before is None:
        return Check(gate, None, UNMEASURED)
    limit = max(before * gate.at_most_times, before + gate.slack)
    told = f"{before:.4g} → {value:.4g} (≤ {limit:.4g})"
    return Check(gate, value <= limit, told, "", limit - value)


def cost(metric: str, timings: Timings | None) -> float | None:
    """Latency (ms), work (times the yardstick's) or memory (MiB) of a run; None where it was not kept."""
    if timings is None:
        return None
    if metric == "memory_mb":
        return timings.memory_mb
    if metric == "work_ratio":
        work, scan = (percentile(list(ms.values()), 0.5) for ms in (timings.work_ms, timings.scan_ms))
        return round(work / scan, 3) if work is not None and scan else None
    return percentile(list(timings.answer_ms.values()), 0.95 if "p95" in metric else 0.5)
