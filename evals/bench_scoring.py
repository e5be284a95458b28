"""How fast the scoring core is: one level question, full cards, whole messages, the guard.

Run with ``python -m evals.bench_scoring``; exits 1 when a promise of the project is missed.
"""

import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

from assistant.scoring import answer_message, guard, load_rules, run
from assistant.scoring.card import Card, Mark, Tree, evaluate, tree_from
from assistant.scoring.compute import Points, grade

RULES = load_rules(Path(__file__).parents[1] / "corpus" / "standard" / "scoring.yaml")
SECOND = {"5.1": (40, 7, 3), "5.2": (35, 6, 4), "5.3": (25, 2, 5)}
LEVEL_LIMIT_US, CARD_LIMIT_US = 50.0, 100.0


def invented_tree() -> Tree:
    """A full tree of 55 third-level indicators; the points below the first level are invented."""
    nodes = []
    for first, (points, seconds, thirds) in SECOND.items():
        nodes.append((first, Fraction(points)))
        for second in range(1, seconds + 1):
            nodes.append((f"{first}.{second}", Fraction(points, seconds)))
            nodes += [
                (f"{first}.{second}.{third}", Fraction(points, seconds * thirds))
                for third in range(1, thirds + 1)
            ]
    return tree_from(SimpleNamespace(clause=clause, title="", points=str(value)) for clause, value in nodes)


def full_card(tree: Tree) -> Card:
    """Every third-level indicator marked in one of the ways there are."""
    ways = (Mark(met=True), Mark(met=True), Mark(met=False), Mark(bad=1, samples=20), Mark(deleted=True))
    leaves = [clause for clause, node in tree.nodes.items() if not node.children]
    return Card({clause: ways[index % len(ways)] for index, clause in enumerate(leaves)}, ("原因",))


def microseconds(work: Callable[[], object], seconds: float = 0.4) -> float:
    """The best time of one call, over repeated batches."""
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(100):
            work()
        best = min(best, (time.perf_counter() - start) / 100 * 1e6)
    return best


def main() -> int:
    """Print the table; 0 when every promise is kept."""
    tree = invented_tree()
    card = full_card(tree)
    points = Points(Fraction("92.5"), Fraction(100))
    receipt = run("score.level", {"gained": "92.5"}, RULES)
    rows = [
        ("level of a score", microseconds(lambda: grade(points, RULES)), LEVEL_LIMIT_US),
        (
            f"full card, {len(card.marks)} indicators",
            microseconds(lambda: grade(evaluated(card, tree), RULES)),
            CARD_LIMIT_US,
        ),
        ("level with its receipt", microseconds(lambda: run("score.level", {"gained": "92.5"}, RULES)), None),
        ("message to answer", microseconds(lambda: answer_message("92.5分是几星", RULES)), None),
        (
            "guard on one sentence",
            microseconds(lambda: guard("92.5 分是四星级。", RULES, receipts=[receipt])),
            None,
        ),
    ]
    print(f"{'what':36}{'µs':>10}{'per second':>14}{'limit µs':>10}")
    for name, taken, limit in rows:
        print(f"{name:36}{taken:10.1f}{1e6 / taken:14,.0f}{limit or '':>10}")
    return int(any(limit is not None and taken > limit for _, taken, limit in rows))


def evaluated(card: Card, tree: Tree) -> Points:
    """The points of a complete card."""
    points = evaluate(card, tree).points
    assert points is not None, "the card of the benchmark is complete"
    return points


if __name__ == "__main__":
    sys.exit(main())
