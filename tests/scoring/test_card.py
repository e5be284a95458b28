"""The scorecard: filled from any depth, nothing guessed, every mistake named."""

from fractions import Fraction

import pytest

from assistant.errors import ScoringError
from assistant.scoring.card import Card, Mark, evaluate, tree_from
from assistant.scoring.compute import Points
from tests.scoring.sample_tree import full_tree, node, nodes, partial_tree

FULL, PARTIAL = full_tree(), partial_tree()


def gained(**points: str) -> Card:
    return Card(
        {
            clause.replace("_", ".").removeprefix("c"): Mark(gained=Fraction(value))
            for clause, value in points.items()
        }
    )


@pytest.mark.parametrize(
    ("card", "total"),
    [
        (gained(c5="92.5"), "92.5"),
        (gained(c5_1="38", c5_2="33", c5_3="22"), "93"),
        (gained(c5_1="38", c5_2="33", c5_3_1="13", c5_3_2="9.5"), "93.5"),
    ],
)
def test_a_card_is_filled_from_any_depth(card: Card, total: str):
    assert evaluate(card, PARTIAL).points == Points(Fraction(total), Fraction(100))


def test_unknown_points_are_named_and_not_guessed():
    evaluation = evaluate(Card({"5.1.1.1": Mark(met=True), "5.2": Mark(gained=Fraction(30))}), PARTIAL)
    assert evaluation.points is None
    assert ("5.1.1.1", "分值未知") in evaluation.missing
    assert ("5.3.1.1", "未填") in evaluation.missing
    assert "5.2" not in dict(evaluation.missing)


def test_lost_indicators_need_no_points_of_their_own():
    marks = {
        clause: Mark(met=False)
        for clause in PARTIAL.nodes
        if not PARTIAL.nodes[clause].children and clause.startswith("5.1")
    }
    evaluation = evaluate(
        Card({**marks, "5.2": Mark(gained=Fraction(35)), "5.3": Mark(gained=Fraction(25))}), PARTIAL
    )
    assert evaluation.points == Points(Fraction(60), Fraction(100))


def test_a_deletion_of_unknown_points_is_named():
    card = Card(
        {
            "5.1": Mark(gained=Fraction(38)),
            "5.1.1.1": Mark(deleted=True),
            "5.2": Mark(met=True),
            "5.3": Mark(met=True),
        }
    )
    assert evaluate(card, PARTIAL).missing == (("5.1.1.1", "删减的指标分值未知"),)


def test_a_deletion_below_a_given_sum_shrinks_what_applies():
    card = Card(
        {
            "5.1": Mark(gained=Fraction(36)),
            "5.1.1.1": Mark(deleted=True),
            "5.2": Mark(met=True),
            "5.3": Mark(met=True),
        },
        ("违规",),
        "领先",
    )
    assert evaluate(card, FULL).points == Points(Fraction(96), Fraction(97), 1, 1)


def test_samples_lose_in_proportion():
    card = Card(
        {
            "5.1.1.1": Mark(bad=4, samples=20),
            "5.1.1.2": Mark(met=True),
            **{
                clause: Mark(met=True)
                for clause in ("5.1.2", "5.1.3", "5.1.4", "5.1.5", "5.1.6", "5.1.7", "5.2", "5.3")
            },
        }
    )
    assert evaluate(card, FULL).points == Points(Fraction("99.4"), Fraction(100))


@pytest.mark.parametrize(
    ("card", "what"),
    [
        (gained(c5_9="1"), "5.9"),
        (gained(c5_1="41", c5_2="1", c5_3="1"), "5.1 得 41"),
        (gained(c5_1="38", c5_1_1="2"), "上级"),
        (gained(c5="-1"), "-1"),
        (Card({"5": Mark(deleted=True)}), "全部指标"),
    ],
)
def test_mistakes_name_the_indicator(card: Card, what: str):
    with pytest.raises(ScoringError, match=what):
        evaluate(card, FULL)


@pytest.mark.parametrize(
    "mark",
    [{}, {"met": True, "deleted": True}, {"bad": 3, "samples": 2}, {"samples": 3}, {"bad": -1, "samples": 3}],
)
def test_a_mark_says_one_possible_thing(mark: dict[str, object]):
    with pytest.raises(ScoringError):
        Mark(**mark)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "broken",
    [
        [node("5.1.1", "3")],
        [node("5.1", "40"), node("5.1.1", "41")],
        [node("5.1", "40"), node("5.1.1", "39")],
    ],
)
def test_a_tree_whose_parts_do_not_fit_is_refused(broken: list[object]):
    with pytest.raises(ScoringError):
        tree_from(broken)  # type: ignore[arg-type]


def test_the_sums_of_all_nodes_are_there():
    sums = evaluate(Card({clause: Mark(met=True) for clause in ("5.1", "5.2", "5.3")}), FULL).sums
    assert {clause: sums[clause].gained for clause in ("5", "5.1", "5.2", "5.3")} == {
        "5": 100,
        "5.1": 40,
        "5.2": 35,
        "5.3": 25,
    }
    assert len(nodes()) == 67
