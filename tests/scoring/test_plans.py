"""Planning against brute force; people and dates; receipts that were tampered with."""

from copy import deepcopy
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from assistant.errors import ScoringError
from assistant.scoring import Rules, run, to_json, to_text, verify_receipt
from assistant.scoring.compute import Options, Points, grade
from assistant.scoring.dates import add_months, certificate_dates
from assistant.scoring.planner import fewest_fixes, gaps, needed_on_rest, steps
from assistant.scoring.receipt import from_json
from assistant.scoring.staffing import staffing


def brute_force(
    points: Points, losses: dict[str, Fraction], low: Fraction, rules: Rules, options: Options
) -> int | None:
    """The least number of fixes over every subset of indicators and every number of specials."""
    best = None
    for size in range(len(losses) + 1):
        for chosen in combinations(losses, size):
            for rectified in range(points.specials + 1):
                fixed = Points(
                    points.gained + sum(losses[name] for name in chosen),
                    points.applicable,
                    points.specials - rectified,
                    points.bonus,
                )
                level = grade(fixed, rules, options).level
                if level is not None and level.low >= low:
                    best = min(size + rectified, best if best is not None else 99)
    return best


@pytest.mark.parametrize("seed", range(120))
def test_the_fewest_fixes_are_the_fewest(seed: int, rules: Rules):
    random = Random(seed)
    losses = {
        f"5.1.{index}": Fraction(random.randrange(0, 60), 10) for index in range(random.randrange(1, 6))
    }
    applicable = Fraction(random.choice((100, 94, 80)))
    gained = applicable - sum(losses.values()) - random.randrange(0, 8)
    points = Points(gained, applicable, random.randrange(0, 7), random.randrange(2))
    options = Options(random.choice(("none", "1", "0")), random.choice(("convert-first", "special-first")))
    level = random.choice(rules.levels)
    found = fewest_fixes(points, losses, level, rules, options)
    assert (found.count if found else None) == brute_force(points, losses, level.low, rules, options)
    if found:
        assert found.grade.level is not None
        assert found.grade.level.low >= level.low


@pytest.mark.parametrize("tenths", range(0, 1001, 13))
def test_the_gap_is_just_enough(tenths: int, rules: Rules):
    for specials in (0, 2, 6):
        points = Points(Fraction(tenths, 10), Fraction(94 if tenths <= 940 else 100), specials)
        for gap in gaps(points, rules):
            eased = Points(
                points.gained + max(gap.needs, Fraction(0)) * points.applicable / 100,
                points.applicable,
                specials - gap.specials,
            )
            reached = grade(eased, rules).level
            assert reached is not None
            assert reached.low >= gap.level.low


def test_the_rest_is_just_enough():
    assert needed_on_rest(Fraction(71), Fraction(95), Fraction(100)) == 24
    assert needed_on_rest(Fraction(96), Fraction(95), Fraction(100)) == 0


def test_a_range_is_cut_where_levels_change(rules: Rules):
    found = steps(Points(Fraction(85), Fraction(100)), Points(Fraction(95), Fraction(100)), True, rules)
    assert [(step.grade.name, step.low, step.high, step.high_included) for step in found] == [
        ("三星级", 85, 90, False),
        ("四星级", 90, 95, False),
        ("五星级", 95, 95, True),
    ]


@pytest.mark.parametrize(
    ("managers", "needed"), [(1, 1), (9, 1), (10, 1), (11, 2), (25, 3), (100, 10), (101, 11)]
)
def test_staffing(managers: int, needed: int, rules: Rules):
    assert staffing(managers, rules).needed == needed


def test_no_staff_is_refused(rules: Rules):
    with pytest.raises(ScoringError):
        staffing(0, rules)


def test_dates_of_every_day_of_nine_years(rules: Rules):
    day = date(2023, 1, 1)
    while day < date(2032, 1, 1):
        found = certificate_dates(day, rules)
        assert (found.expires.year, found.expires.month) == (day.year + 3, day.month)
        assert found.expires.day == (28 if (day.month, day.day) == (2, 29) else day.day)
        assert (
            day
            < found.surveillance[0][0]
            < found.surveillance[0][1]
            < found.surveillance[1][1]
            < found.expires
        )
        assert found.renew_by < found.expires
        day += timedelta(days=1)


def test_months_end_where_the_month_ends():
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 2, 29), 48) == date(2028, 2, 29)
    assert add_months(date(2026, 5, 31), -3) == date(2026, 2, 28)
    with pytest.raises(ScoringError):
        add_months(date(9999, 12, 1), 12)


CALLS = [
    ("score.level", {"gained": "90", "applicable": "94", "specials": 1}),
    ("score.range", {"low": "85", "high": "92", "high_included": True}),
    ("score.rest", {"known": {"5.1": "38", "5.2": "33"}}),
    ("score.compare", {"sides": [{"gained": "92", "owner": "甲"}, {"gained": "93.5", "owner": "乙"}]}),
    ("score.fix", {"gained": "91", "losses": {"5.1.1.1": "3", "5.2.4.3": "2"}, "target": "五星级"}),
    ("score.sample", {"points": "3", "samples": 20, "bad": 4}),
    ("score.staffing", {"managers": 25}),
    ("score.dates", {"issued": "2024-02-29", "today": "2026-11-22"}),
    (
        "score.card",
        {
            "tree": {"5.1": ["体系", "40"], "5.2": ["商品", "35"], "5.3": ["顾客", "25"]},
            "specials": ["违规"],
            "marks": {"5.1": {"gained": "38"}, "5.2": {"met": True}, "5.3": {"bad": 1, "samples": 5}},
        },
    ),
]


@pytest.mark.parametrize(("tool", "inputs"), CALLS, ids=[tool for tool, _ in CALLS])
def test_every_changed_digit_is_found(tool: str, inputs: dict[str, object], rules: Rules):
    receipt = run(tool, inputs, rules)
    text = to_json(receipt)
    assert verify_receipt(from_json(text), rules) == []
    assert to_text(receipt).startswith("评分回执")
    for index, char in enumerate(text):
        if char.isascii() and char.isdigit():
            changed = text[:index] + str((int(char) + 1) % 10) + text[index + 1 :]
            assert verify_receipt(from_json(changed), rules), (index, changed[index - 30 : index + 10])


def test_a_changed_level_or_a_missing_field_is_found(rules: Rules):
    receipt = run("score.level", {"gained": "92.5"}, rules).model_dump(mode="json")
    for path in (("result", "level"), ("trace", 0), ("inputs", "gained"), ("result", "digest")):
        changed = deepcopy(receipt)
        changed[path[0]][path[1]] = "五星级"
        assert verify_receipt(changed, rules)
    assert verify_receipt({"tool": "score.level"}, rules)
    assert verify_receipt({"tool": "score.none", "inputs": {}}, rules)


@pytest.mark.parametrize(
    ("tool", "inputs"),
    [
        ("score.level", {"gained": "abc"}),
        ("score.level", {}),
        ("score.level", {"gained": "1", "rounding": "7"}),
        ("score.range", {"low": "9", "high": "1"}),
        ("score.rest", {"known": {"5.1": "41"}}),
        ("score.rest", {"known": {"5.9": "1"}}),
        ("score.fix", {"gained": "91", "losses": {"5.1.1.1": "30"}, "target": "五星级"}),
        ("score.fix", {"gained": "91", "losses": {}, "target": "六星级"}),
        ("score.sample", {"points": "3", "samples": 2, "bad": 3}),
        ("score.dates", {"issued": "2023-02-30"}),
    ],
)
def test_unusable_inputs_are_one_error(tool: str, inputs: dict[str, object], rules: Rules):
    with pytest.raises(ScoringError):
        run(tool, inputs, rules)
