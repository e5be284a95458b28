"""Exactness: every one-decimal case, a second implementation, and what must always hold."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ScoringError
from assistant.scoring import Rules, run, verify_receipt
from assistant.scoring.card import Card, Mark, evaluate
from assistant.scoring.compute import LITERAL, Options, Points, check_points, grade, score_of
from tests.scoring.sample_tree import full_tree, leaves

BOUNDARIES = (70, 80, 90, 95)
NAMES = {70: "达标级", 80: "三星级", 90: "四星级", 95: "五星级"}
FAILED = "评价不合格"
TREE = full_tree()
LEAVES = leaves(TREE)


def reference(gained: Fraction, applicable: Fraction, specials: int, bonus: int) -> str:
    """The rules once more, written independently: the level of a card."""
    score = gained / applicable * 100 - specials + bonus
    reached = [boundary for boundary in BOUNDARIES if score >= boundary]
    return NAMES[reached[-1]] if reached and specials < 5 else FAILED


@pytest.mark.slow
def test_every_one_decimal_score_of_every_applicable_total(rules: Rules):
    """All 202,400 (score, applicable, boundary) cases, against whole-number arithmetic."""
    wrong = cases = 0
    for applicable in range(1, 101):
        for tenths in range(applicable * 10 + 1):
            name = grade(Points(Fraction(tenths, 10), Fraction(applicable)), rules).name
            for boundary in BOUNDARIES:
                cases += 1
                reached = tenths * 10 >= boundary * applicable
                wrong += reached != (name != FAILED and boundary <= {v: k for k, v in NAMES.items()}[name])
    assert cases == 202_400
    assert wrong == 0


@pytest.mark.parametrize(
    ("gained", "applicable"),
    [("55.8", "62"), ("60.3", "67"), ("64.8", "72"), ("66.6", "74"), ("69.3", "77"), ("71.1", "79")],
)
def test_what_floats_get_wrong_is_exactly_ninety(gained: str, applicable: str, rules: Rules):
    reached = grade(Points(Fraction(gained), Fraction(applicable)), rules)
    assert (reached.score, reached.name) == (90, "四星级")


@pytest.mark.parametrize(
    ("score", "level"),
    [
        ("94.999", "四星级"),
        ("79.995", "达标级"),
        ("95", "五星级"),
        ("69.999999", FAILED),
        ("70", "达标级"),
        ("0", FAILED),
        ("100", "五星级"),
    ],
)
def test_nothing_is_rounded_up_into_a_level(score: str, level: str, rules: Rules):
    assert grade(Points(Fraction(score), Fraction(100)), rules).name == level


@pytest.mark.slow
def test_a_second_implementation_agrees_on_random_cards(rules: Rules):
    """100,000 random cards: marks on all 49 leaves, drawn anew by swapping some of them each time."""
    random = Random(2011)
    worth = {clause: TREE.nodes[clause].points or Fraction(0) for clause in LEAVES}
    pool = {clause: options(clause, worth[clause], random) for clause in LEAVES}
    chosen = {clause: random.choice(pool[clause]) for clause in LEAVES}
    gained = sum((pair[1] for pair in chosen.values()), Fraction(0))
    applicable = sum((pair[2] for pair in chosen.values()), Fraction(0))
    for _ in range(100_000):
        for clause in random.sample(LEAVES, 2):
            old, new = chosen[clause], random.choice(pool[clause])
            gained, applicable, chosen[clause] = gained - old[1] + new[1], applicable - old[2] + new[2], new
        specials, bonus = random.choice((0, 0, 1, 2, 4, 5, 6)), random.randrange(2)
        card = Card(
            {clause: item[0] for clause, item in chosen.items()},
            ("原因",) * specials,
            "优势" if bonus else None,
        )
        points = evaluate(card, TREE).points
        assert points == Points(gained, applicable, specials, bonus)
        assert grade(points, rules).name == reference(gained, applicable, specials, bonus)


def options(clause: str, worth: Fraction, random: Random) -> list[tuple[Mark, Fraction, Fraction]]:
    """Marks of an indicator, each with what it gains and what applies, worked out by hand."""
    samples, bad = random.choice((5, 7, 20)), random.randrange(5)
    half = worth / 2
    return [
        (Mark(met=True), worth, worth),
        (Mark(met=True), worth, worth),
        (Mark(met=True), worth, worth),
        (Mark(met=False), Fraction(0), worth),
        (Mark(bad=bad, samples=samples), worth - worth * Fraction(bad, samples), worth),
        (Mark(gained=half), half, worth),
        (Mark(deleted=True), Fraction(0), Fraction(0)),
    ]


tenths = st.integers(0, 1000).map(lambda value: Fraction(value, 10))
exact = st.fractions(0, 100, max_denominator=10_000)
specials = st.integers(0, 7)
readings = st.builds(
    Options, st.sampled_from(("none", "2", "1", "0")), st.sampled_from(("convert-first", "special-first"))
)


def height(points: Points, rules: Rules, options: Options = LITERAL) -> int:
    level = grade(points, rules, options).level
    return 0 if level is None else 1 + rules.levels.index(level)


@given(exact, exact, specials, readings)
@settings(max_examples=300, deadline=None)
def test_more_points_never_lower_the_level(
    rules: Rules, one: Fraction, other: Fraction, count: int, reading: Options
):
    low, high = sorted((one, other))
    assert height(Points(low, Fraction(100), count), rules, reading) <= height(
        Points(high, Fraction(100), count), rules, reading
    )


@given(exact)
@settings(max_examples=300, deadline=None)
def test_every_score_has_exactly_one_level_or_fails(rules: Rules, score: Fraction):
    holding = [level for level in rules.levels if score in level]
    assert len(holding) == (score >= 70)
    assert rules.level_of(score) == (holding[0] if holding else None)


@given(exact, specials, readings)
@settings(max_examples=300, deadline=None)
def test_one_more_special_deduction_never_helps(rules: Rules, gained: Fraction, count: int, reading: Options):
    points, worse = Points(gained, Fraction(100), count), Points(gained, Fraction(100), count + 1)
    assert height(worse, rules, reading) <= height(points, rules, reading)
    assert score_of(worse, rules, reading) < score_of(points, rules, reading)


@given(st.integers(1, 99), tenths)
@settings(max_examples=300, deadline=None)
def test_deleting_what_was_lost_in_full_never_lowers_the_score(rules: Rules, deleted: int, gained: Fraction):
    whole, rest = (
        Points(min(gained, Fraction(100 - deleted)), Fraction(100)),
        Points(min(gained, Fraction(100 - deleted)), Fraction(100 - deleted)),
    )
    assert score_of(rest, rules) >= score_of(whole, rules)


@given(exact, exact, specials, st.integers(0, 1), readings)
@settings(max_examples=150, deadline=None)
def test_a_receipt_survives_the_round_trip(
    rules: Rules, one: Fraction, other: Fraction, count: int, bonus: int, reading: Options
):
    gained, applicable = sorted((one, max(other, Fraction(1))))
    inputs = {
        "gained": str(gained),
        "applicable": str(applicable),
        "specials": count,
        "bonus": bonus,
        "rounding": reading.rounding,
        "order": reading.order,
    }
    receipt = run("score.level", inputs, rules)
    assert verify_receipt(receipt.model_dump(mode="json"), rules) == []
    assert receipt == run("score.level", dict(reversed(inputs.items())), rules)


@given(st.permutations(LEAVES))
@settings(max_examples=30, deadline=None)
def test_the_order_of_marks_does_not_matter(order: list[str]):
    marks = {clause: Mark(met=index % 3 > 0) for index, clause in enumerate(LEAVES)}
    assert (
        evaluate(Card({clause: marks[clause] for clause in order}), TREE).points
        == evaluate(Card(marks), TREE).points
    )


@given(exact, st.integers(0, 4))
@settings(max_examples=200, deadline=None)
def test_without_deletions_the_order_of_special_points_does_not_matter(
    rules: Rules, gained: Fraction, count: int
):
    points = Points(gained, Fraction(100), count)
    assert score_of(points, rules) == score_of(points, rules, Options(order="special-first"))


@pytest.mark.parametrize(
    "points",
    [
        Points(Fraction(-1), Fraction(100)),
        Points(Fraction(101), Fraction(100)),
        Points(Fraction(0), Fraction(0)),
        Points(Fraction(1), Fraction(101)),
        Points(Fraction(1), Fraction(100), -1),
        Points(Fraction(1), Fraction(100), 0, 2),
    ],
)
def test_impossible_points_are_refused(points: Points, rules: Rules):
    with pytest.raises(ScoringError):
        check_points(points, rules)
