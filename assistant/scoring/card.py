"""A scorecard over the indicator tree, filled in from any depth; unknown points are never guessed.

The tree is data: our own (where most points are unknown) or a user's copy of the standard with
all of them. A mark may stand on any node; the root ``5`` stands for the whole card.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Protocol

from assistant.errors import ScoringError
from assistant.scoring.compute import Points
from assistant.scoring.numerals import show

ROOT = "5"


class IndicatorLike(Protocol):
    """What a node of the tree must offer: clause, title, and points as text or None."""

    @property
    def clause(self) -> str:
        """The clause number: 5.1, 5.1.2 or 5.1.2.2."""

    @property
    def title(self) -> str:
        """The name shown to people."""

    @property
    def points(self) -> str | None:
        """The points as an exact number in text, None where they are not known."""


@dataclass(frozen=True, slots=True)
class Node:
    """An indicator (评价指标) with its points, None where they are not known."""

    clause: str
    title: str
    points: Fraction | None
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """The indicators by clause, the root ``5`` included.

    ``order`` lists children before their parents; ``units`` holds the points as whole numbers of
    1/``scale``, so that a card is worked out in integers: exact, and many times faster.
    """

    nodes: dict[str, Node]
    order: tuple[str, ...]
    scale: int
    units: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """What was found at one indicator; it says exactly one thing.

    ``gained``: points as given. ``met``: True keeps all points, False loses all (定性指标).
    ``bad`` of ``samples`` loses in proportion. ``deleted``: does not count (删减).

    Raises:
        ScoringError: nothing or more than one thing is said, or more samples are bad than drawn.
    """

    gained: Fraction | None = None
    met: bool | None = None
    bad: int | None = None
    samples: int | None = None
    deleted: bool = False

    def __post_init__(self) -> None:
        said = (self.gained is not None) + (self.met is not None) + (self.samples is not None) + self.deleted
        if said != 1:
            raise ScoringError(
                "一项指标要么填得分，要么填是否符合、抽样或删减，只能填一种", next_step="请核对评分表"
            )
        if self.samples is not None and (
            self.bad is None or not 0 <= self.bad <= self.samples or not self.samples
        ):
            raise ScoringError(
                f"抽样数不合理：{self.samples} 个样本、{self.bad} 个不符合", next_step="请核对样本数"
            )


@dataclass(frozen=True, slots=True)
class Card:
    """Marks by clause, special deductions with their reasons, the bonus with its reason."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    specials: tuple[str, ...] = ()
    bonus: str | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Gained and applicable points of one node of the card."""

    gained: Fraction
    applicable: Fraction


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A card worked out. ``points`` is there when nothing is missing; ``missing`` says clause by
    clause what is. Gained and applicable units are of 1/``scale``, None where not known.
    """

    scale: int
    gained: dict[str, int | None]
    applicable: dict[str, int | None]
    missing: tuple[tuple[str, str], ...]
    points: Points | None

    @property
    def sums(self) -> dict[str, Sum]:
        """The sums of every node that could be computed."""
        return {
            clause: Sum(Fraction(units, self.scale), Fraction(whole, self.scale))
            for clause, units in self.gained.items()
            if units is not None and (whole := self.applicable[clause]) is not None
        }


def tree_from(indicators: Iterable[IndicatorLike], full: Fraction = Fraction(100)) -> Tree:
    """The tree of a list of indicators, under the root ``5`` that holds all points.

    Raises:
        ScoringError: a node's parent is missing, or parts have more points than their whole.
    """
    listed = {item.clause: item for item in indicators if item.clause != ROOT}
    children: dict[str, list[str]] = {ROOT: []}
    for clause in sorted(listed, key=clause_key):
        parent = clause.rpartition(".")[0]
        if parent != ROOT and parent not in listed:
            raise ScoringError(f"指标 {clause} 的上级 {parent} 不在表中", next_step="请补上上级指标")
        children.setdefault(parent, []).append(clause)
    nodes = {ROOT: Node(ROOT, "评价指标", full, tuple(children[ROOT]))}
    for clause, item in listed.items():
        points = None if item.points is None else Fraction(item.points)
        nodes[clause] = Node(clause, item.title, points, tuple(children.get(clause, ())))
    check_points(nodes)
    scale = lcm(*(node.points.denominator for node in nodes.values() if node.points is not None))
    units = {
        clause: None if node.points is None else int(node.points * scale) for clause, node in nodes.items()
    }
    return Tree(nodes, tuple(sorted(nodes, key=clause_key, reverse=True)), scale, units)


def clause_key(clause: str) -> tuple[int, ...]:
    """Clauses in the order of the standard: 5.1.2 before 5.1.10. Reversed, children come first."""
    return tuple(int(part) for part in clause.split("."))


def check_points(nodes: Mapping[str, Node]) -> None:
    """Parts never have more points than their whole, and exactly as many where all are known."""
    for node in nodes.values():
        parts = [nodes[clause].points for clause in node.children]
        known = [part for part in parts if part is not None]
        if node.points is None or not known:
            continue
        total = sum(known, Fraction(0))
        if total > node.points or (len(known) == len(parts) and total != node.points):
            raise ScoringError(
                f"指标 {node.clause} 占 {show(node.points)} 分，下级合计 {show(total)} 分",
                next_step="请核对分值",
            )


def evaluate(card: Card, tree: Tree) -> Evaluation:
    """Work the card out from the leaves up (facts 2.1.1, 2.1.2, 2.1.5).

    Raises:
        ScoringError: a mark stands on no indicator; two marks speak of the same points; gained is
            below 0 or more than what applies; everything is deleted.
    """
    check_marks(card.marks, tree)
    factor = lcm(
        *{mark.gained.denominator for mark in card.marks.values() if mark.gained is not None},
        *{mark.samples for mark in card.marks.values() if mark.samples},
    )
    gained: dict[str, int | None] = {}
    applicable: dict[str, int | None] = {}
    removed: dict[str, int | None] = {}
    for clause in tree.order:
        units, mark, children = tree.units[clause], card.marks.get(clause), tree.nodes[clause].children
        whole = None if units is None else units * factor
        out = total([removed[child] for child in children]) if children else 0
        left = None if whole is None or out is None else whole - out
        if mark is None:
            gained[clause] = total([gained[child] for child in children]) if children else None
            if whole is None and children:
                left = total([applicable[child] for child in children])
        elif mark.deleted:
            gained[clause], left, out = 0, 0, whole
        else:
            gained[clause] = marked(mark, left, tree.scale * factor)
        applicable[clause], removed[clause] = left, out
        if (found := gained[clause]) is not None and not 0 <= found <= (found if left is None else left):
            raise out_of_range(clause, Fraction(found, tree.scale * factor), left, tree.scale * factor)
    return conclude(card, tree, tree.scale * factor, gained, applicable)


def total(parts: list[int | None]) -> int | None:
    """The sum, or None where a part is not known."""
    return None if None in parts else sum(parts)  # type: ignore[arg-type]


def marked(mark: Mark, units: int | None, scale: int) -> int | None:
    """Units gained at an indicator worth ``units``: as given, all or nothing, or in proportion."""
    if mark.gained is not None:
        return mark.gained.numerator * (scale // mark.gained.denominator)
    if mark.met is False:
        return 0
    if units is None or mark.samples is None or mark.bad is None:
        return units
    return units * (mark.samples - mark.bad) // mark.samples


def out_of_range(clause: str, found: Fraction, left: int | None, scale: int) -> ScoringError:
    """The error for points that an indicator cannot have."""
    most = "" if left is None else f"、不超过 {show(Fraction(left, scale))} 分"
    return ScoringError(f"指标 {clause} 得 {show(found)} 分，应不少于 0 分{most}", next_step="请核对得分")


def conclude(
    card: Card, tree: Tree, scale: int, gained: dict[str, int | None], applicable: dict[str, int | None]
) -> Evaluation:
    """The whole card's points, or what is missing for them."""
    units, whole = gained[ROOT], applicable[ROOT]
    if units is None or whole is None:
        missing = tuple(lacking(ROOT, card.marks, tree, gained, applicable))
        return Evaluation(scale, gained, applicable, missing, None)
    if whole <= 0:
        raise ScoringError("全部指标都删减了，没有可以评分的内容", next_step="请至少保留一项指标")
    points = Points(
        Fraction(units, scale), Fraction(whole, scale), len(card.specials), int(card.bonus is not None)
    )
    return Evaluation(scale, gained, applicable, (), points)


def lacking(
    clause: str,
    marks: Mapping[str, Mark],
    tree: Tree,
    gained: Mapping[str, int | None],
    applicable: Mapping[str, int | None],
) -> Iterator[tuple[str, str]]:
    """What stands in the way of the sum of ``clause``, leaf by leaf."""
    mark, node = marks.get(clause), tree.nodes[clause]
    if mark is not None:
        if tree.units[clause] is None and not mark.deleted:
            yield clause, "分值未知"
        yield from removed_unknown(clause, marks, tree)
    elif not node.children:
        yield clause, "未填"
    else:
        for child in node.children:
            if gained[child] is None or (tree.units[clause] is None and applicable[child] is None):
                yield from lacking(child, marks, tree, gained, applicable)
            else:
                yield from removed_unknown(child, marks, tree)


def removed_unknown(clause: str, marks: Mapping[str, Mark], tree: Tree) -> Iterator[tuple[str, str]]:
    """Deletions at or below ``clause`` whose points are not known."""
    for other, mark in marks.items():
        if mark.deleted and tree.units[other] is None and (other == clause or other.startswith(f"{clause}.")):
            yield other, "删减的指标分值未知"


def check_marks(marks: Mapping[str, Mark], tree: Tree) -> None:
    """Every mark stands on an indicator; below a marked one only deletions may stand."""
    if unknown := marks.keys() - tree.nodes.keys():
        raise ScoringError(f"指标 {min(unknown)} 不在指标表中", next_step="请核对条款号")
    for clause in (clause for clause in marks if tree.nodes[clause].children):
        for other, mark in marks.items():
            if (
                other != clause
                and other.startswith(f"{clause}.")
                and (not mark.deleted or marks[clause].deleted)
            ):
                raise ScoringError(f"指标 {other} 和它的上级 {clause} 都填了", next_step="只保留一处")
