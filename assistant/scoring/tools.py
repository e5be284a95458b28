"""The tools by name: plain JSON inputs to a JSON result and the trace of rules applied."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

from assistant.errors import ScoringError
from assistant.scoring.card import Card, Mark, clause_key, evaluate, tree_from
from assistant.scoring.compute import Points, check_points, grade
from assistant.scoring.dates import certificate_dates
from assistant.scoring.grading import (
    Json,
    Outcome,
    applied,
    equals,
    figure,
    level_result,
    level_tool,
    level_trace,
    options_of,
    points_of,
    verdict_line,
)
from assistant.scoring.numerals import show
from assistant.scoring.planner import fewest_fixes, needed_on_rest, proportional_loss, steps
from assistant.scoring.rules import Rules
from assistant.scoring.staffing import staffing


def rounding_tool(inputs: Json, rules: Rules) -> Outcome:
    """The level of a score as it is, and what it would be under each rounding (取整)."""
    result, trace = level_tool(inputs, rules)
    points, options = points_of(inputs), options_of(inputs, rules)
    rounded = []
    for places in sorted(set(rules.value("rounding", "choices")) - {"none"}):
        other = grade(points, rules, replace(options, rounding=places))
        rounded.append({"rounding": places, "score": figure(other.score), "level": other.name})
        trace.append(applied(rules, "rounding", f"取 {places} 位小数：{show(other.score)}，{other.name}"))
    return {**result, "rounded": rounded}, trace


def range_tool(inputs: Json, rules: Rules) -> Outcome:
    """Worst and best case of a range of points (区间)."""
    options = options_of(inputs, rules)
    low = points_of({**inputs, "gained": inputs["low"]})
    high = points_of({**inputs, "gained": inputs["high"]})
    check_points(low, rules)
    check_points(high, rules)
    if low.gained > high.gained:
        raise ScoringError("区间的下限大于上限", next_step="请核对分数")
    found = steps(low, high, bool(inputs.get("high_included", True)), rules, options)
    result = {
        "worst": found[0].grade.name,
        "best": found[-1].grade.name,
        "steps": [
            {
                "level": step.grade.name,
                "from": figure(step.low),
                "to": figure(step.high),
                "to_included": step.high_included,
            }
            for step in found
        ],
    }
    return result, [verdict_line(step.grade, low, rules) for step in found]


def rest_tool(inputs: Json, rules: Rules) -> Outcome:
    """What the open first-level parts must bring for each level (其余部分需要的分)."""
    parts = {clause: Fraction(points) for clause, points in rules.value("parts", "points").items()}
    known = {clause: Fraction(points) for clause, points in inputs["known"].items()}
    for clause, points in known.items():
        if not 0 <= points <= parts[clause]:
            raise ScoringError(
                f"{clause} 满分 {show(parts[clause])} 分，{show(points)} 分超出范围", next_step="请核对"
            )
    specials, bonus = int(inputs.get("specials", 0)), int(inputs.get("bonus", 0))
    total, room = sum(known.values(), Fraction(0)), sum(parts.values()) - sum(parts[key] for key in known)
    needs = []
    for level in rules.levels:
        need = needed_on_rest(total, level.low + specials - bonus, rules.full)
        reachable = need <= room and specials < rules.fail_at
        needs.append({"level": level.name, "needs": figure(need), "reachable": reachable})
    result = {
        "open": [clause for clause in parts if clause not in known],
        "known": figure(total),
        "room": figure(Fraction(room)),
        "levels": needs,
        "worst": grade(Points(total, rules.full, specials, bonus), rules).name,
        "best": grade(Points(total + room, rules.full, specials, bonus), rules).name,
    }
    trace = [
        applied(rules, level.name, f"{show(level.low)} - {show(total)} = {show(level.low - total)}")
        for level in rules.levels
    ]
    return result, trace


def compare_tool(inputs: Json, rules: Rules) -> Outcome:
    """Two standings side by side (比较): who is higher, by how much, and the level of each."""
    results, traces = [], []
    for side in inputs["sides"]:
        result, trace = level_tool(side, rules)
        results.append({"owner": side.get("owner", ""), **result})
        traces += trace
    scores = [Fraction(item["score"]["exact"]) for item in results]
    best = max(range(len(scores)), key=scores.__getitem__)
    return {
        "sides": results,
        "difference": figure(max(scores) - min(scores)),
        "higher": None if len(set(scores)) == 1 else best,
    }, traces


def fix_tool(inputs: Json, rules: Rules) -> Outcome:
    """The fewest indicators to mend to reach a level (最少整改项)."""
    points, options = points_of(inputs), options_of(inputs, rules)
    check_points(points, rules)
    losses = {clause: Fraction(loss) for clause, loss in inputs["losses"].items()}
    lost = sum(losses.values(), Fraction(0))
    if any(loss < 0 for loss in losses.values()) or lost > points.applicable - points.gained:
        raise ScoringError(
            "各指标丢的分与总分不符",
            next_step="请核对",
            reason=f"合计 {show(lost)} 分，总共只丢 {show(points.applicable - points.gained)} 分",
        )
    level = rules.level(inputs["target"])
    fixes = fewest_fixes(points, losses, level, rules, options)
    line = applied(rules, level.name, f"目标 {show(level.low)} 分")
    if fixes is None:
        return {"target": level.name, "reachable": False}, [line]
    return {
        "target": level.name,
        "reachable": True,
        "indicators": list(fixes.indicators),
        "specials": fixes.specials,
        "count": fixes.count,
        "score": figure(fixes.grade.score),
        "level": fixes.grade.name,
    }, [line]


def card_tool(inputs: Json, rules: Rules) -> Outcome:
    """A scorecard over the indicator tree (评分表)."""
    nodes = [
        SimpleNamespace(clause=key, title=title, points=points)
        for key, (title, points) in inputs["tree"].items()
    ]
    tree = tree_from(nodes, rules.full)
    card = Card(
        {clause: mark_from(mark) for clause, mark in inputs["marks"].items()},
        tuple(inputs.get("specials", ())),
        inputs.get("bonus"),
    )
    evaluation = evaluate(card, tree)
    sums = {
        key: {"gained": figure(item.gained), "applicable": figure(item.applicable)}
        for key, item in sorted(evaluation.sums.items(), key=lambda pair: clause_key(pair[0]))
    }
    result: Json = {"sums": sums, "missing": [list(item) for item in evaluation.missing]}
    if evaluation.points is None:
        return {**result, "level": None}, []
    options = options_of(inputs, rules)
    check_points(evaluation.points, rules)
    trace = mark_trace(card, rules) + level_trace(evaluation.points, options, rules)
    return {**result, **level_result(evaluation.points, options, rules)}, trace


def mark_from(data: Json) -> Mark:
    """A mark from its JSON form."""
    gained = data.get("gained")
    return Mark(**{**data, "gained": None if gained is None else Fraction(gained)})


def mark_trace(card: Card, rules: Rules) -> list[Json]:
    """Which rule turned each mark into points."""
    lines = []
    for clause, mark in card.marks.items():
        if mark.met is False:
            lines.append(applied(rules, "full_loss", f"{clause} 不符合，全扣"))
        elif mark.samples is not None:
            lines.append(
                applied(rules, "proportional_loss", f"{clause}：{mark.samples} 个样本有 {mark.bad} 个不符合")
            )
        elif mark.deleted:
            lines.append(applied(rules, "conversion", f"{clause} 删减，不计分"))
    return lines


def sample_tool(inputs: Json, rules: Rules) -> Outcome:
    """Points lost at one sampled indicator (抽样扣分); their share alone where its points are not known."""
    points, bad, samples = Fraction(inputs.get("points", 1)), int(inputs["bad"]), int(inputs["samples"])
    if not (0 <= bad <= samples and samples >= 1 and 0 < points <= rules.full):
        raise ScoringError(
            "抽样数据不合理", reason=f"{samples} 个样本、{bad} 个不符合", next_step="请核对样本数"
        )
    lost = proportional_loss(points, bad, samples)
    if "points" not in inputs:
        share = applied(rules, "proportional_loss", f"{bad} ÷ {samples} = {equals(lost)}")
        return {"share": figure(lost)}, [share]
    line = applied(rules, "proportional_loss", f"{show(points)} × {bad} ÷ {samples} = {equals(lost)}")
    return {"lost": figure(lost), "gained": figure(points - lost)}, [line]


def staffing_tool(inputs: Json, rules: Rules) -> Outcome:
    """How many 售后服务管理师 (管理师人数)."""
    found = staffing(int(inputs["managers"]), rules)
    line = applied(
        rules,
        "staffing",
        f"{inputs['managers']} × 10% = {equals(found.exact)}，向上取整且至少 1 人：{found.needed} 人",
    )
    return {"exact": figure(found.exact), "needed": found.needed}, [line]


def dates_tool(inputs: Json, rules: Rules) -> Outcome:
    """Expiry, surveillance windows and renewal of a certificate (证书日期)."""
    found = certificate_dates(date.fromisoformat(inputs["issued"]), rules)
    today = inputs.get("today")
    return {
        "expires": found.expires.isoformat(),
        "surveillance": [[first.isoformat(), last.isoformat()] for first, last in found.surveillance],
        "renew_by": found.renew_by.isoformat(),
        "expired": None if today is None else date.fromisoformat(today) > found.expires,
    }, [applied(rules, "dates", f"{found.issued.isoformat()} 起满 {rules.value('dates', 'valid_years')} 年")]


TOOLS: dict[str, Callable[[Json, Rules], Outcome]] = {
    "score.level": level_tool,
    "score.rounding": rounding_tool,
    "score.range": range_tool,
    "score.rest": rest_tool,
    "score.compare": compare_tool,
    "score.fix": fix_tool,
    "score.card": card_tool,
    "score.sample": sample_tool,
    "score.staffing": staffing_tool,
    "score.dates": dates_tool,
}
