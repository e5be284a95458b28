"""The level tool: points to a level, with the trace of every rule that was applied.

Numbers go in as exact text ("92.5", "4500/47"); they come out as ``{"exact", "decimal"}``.
"""

from fractions import Fraction
from typing import Any

from assistant.errors import ScoringError
from assistant.scoring.compute import Grade, Options, Points, check_points, grade, other_readings, score_of
from assistant.scoring.numerals import show, shown
from assistant.scoring.planner import gaps
from assistant.scoring.rules import FAILED, Rules

Json = dict[str, Any]
Outcome = tuple[Json, list[Json]]


def figure(value: Fraction) -> dict[str, str]:
    """A number in a receipt: exact, and as a decimal of at most six places (cut, not rounded)."""
    return {"exact": show(value), "decimal": shown(value, 6)}


def applied(rules: Rules, name: str, arithmetic: str) -> Json:
    """A line of the trace: the rule with its clause and sources, and what was calculated."""
    rule = rules.by_name[name]
    return {
        "rule": rule.id,
        "text": rule.text,
        "clause": rule.clause,
        "confidence": rule.confidence,
        "sources": list(rule.sources),
        "arithmetic": arithmetic,
    }


def points_of(inputs: Json) -> Points:
    """The points a tool was given; what applies is all 100 unless stated."""
    return Points(
        Fraction(inputs["gained"]),
        Fraction(inputs.get("applicable", "100")),
        int(inputs.get("specials", 0)),
        int(inputs.get("bonus", 0)),
    )


def options_of(inputs: Json, rules: Rules) -> Options:
    """How the open points are to be read; a choice the rules do not offer is an error."""
    chosen = {name: inputs.get(name, rules.value(name, "default")) for name in ("rounding", "order")}
    for name, choice in chosen.items():
        if choice not in rules.value(name, "choices"):
            raise ScoringError(
                f"{name} 没有 {choice!r} 这个选项", next_step=str(rules.value(name, "choices"))
            )
    return Options(**chosen)


def level_tool(inputs: Json, rules: Rules) -> Outcome:
    """The level of a score, or of points gained out of what applies (定级)."""
    points, options = points_of(inputs), options_of(inputs, rules)
    check_points(points, rules)
    return level_result(points, options, rules), level_trace(points, options, rules)


def level_result(points: Points, options: Options, rules: Rules) -> Json:
    """Score, level, distance to every higher level, and the readings that would change the level."""
    reached = grade(points, rules, options)
    return {
        "score": figure(reached.score),
        "level": reached.name,
        "stars": reached.level.stars if reached.level else None,
        "graded": reached.level is not None,
        "next": [
            {
                "level": gap.level.name,
                "from": show(gap.level.low),
                "needs": figure(max(gap.needs, Fraction(0))),
                "rectify": gap.specials,
            }
            for gap in gaps(points, rules, options)
        ],
        "uncertain": [
            {
                "rounding": reading.rounding,
                "order": reading.order,
                "score": figure(other.score),
                "level": other.name,
            }
            for reading, other in other_readings(points, rules, options)
        ],
    }


def level_trace(points: Points, options: Options, rules: Rules) -> list[Json]:
    """Each rule that was applied, in the order of application."""
    full = rules.full
    trace = []
    if points.applicable != full:
        converted = points.gained * full / points.applicable
        trace.append(
            applied(
                rules,
                "conversion",
                f"{show(points.gained)} ÷ {show(points.applicable)} × {show(full)} = {equals(converted)}",
            )
        )
    score = score_of(points, rules, options)
    if points.specials:
        trace.append(
            applied(rules, "special_deduction", f"特别扣分项 {points.specials} 个，扣 {points.specials} 分")
        )
    if points.bonus:
        trace.append(applied(rules, "special_bonus", f"特别加分项 {points.bonus} 个，加 {points.bonus} 分"))
    if points.applicable != full and (points.specials or points.bonus):
        trace.append(applied(rules, "order", f"{options.order}：{equals(score)}"))
    if options.rounding != "none":
        trace.append(applied(rules, "rounding", f"取 {options.rounding} 位小数：{equals(score)}"))
    return [*trace, verdict_line(Grade(score, grade(points, rules, options).level), points, rules)]


def equals(value: Fraction) -> str:
    """A value in the arithmetic: exact, with its decimal when that was cut."""
    exact, decimal = show(value), shown(value, 6)
    return exact if exact == decimal else f"{exact} ≈ {decimal}"


def verdict_line(reached: Grade, points: Points, rules: Rules) -> Json:
    """The line of the trace that gives the level, or says why there is none."""
    if points.specials >= rules.fail_at:
        return applied(rules, "grading", f"特别扣分项 {points.specials} 个 ≥ {rules.fail_at} 个：{FAILED}")
    if reached.level is None:
        return applied(rules, "grading", f"{equals(reached.score)} < {show(rules.levels[0].low)}：{FAILED}")
    level = reached.level
    upper = "" if level.below is None else f" < {show(level.below)}"
    return applied(rules, level.name, f"{show(level.low)} ≤ {equals(reached.score)}{upper}：{level.name}")
