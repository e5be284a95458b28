"""What would have to change: distances, what the rest must bring, the fewest fixes, ranges."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from assistant.scoring.compute import LITERAL, Grade, Options, Points, grade, score_of
from assistant.scoring.rules import Level, Rules


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a level is: ``needs`` on the scale of 100 (0 or less: reached), ``specials`` to
    rectify first. With rounding the need is to the exact boundary of the literal reading.
    """

    level: Level
    needs: Fraction
    specials: int


@dataclass(frozen=True, slots=True)
class Fixes:
    """A smallest set of changes that reaches a level: indicators to mend, special deductions to
    rectify, and the grade they lead to.
    """

    indicators: tuple[str, ...]
    specials: int
    grade: Grade

    @property
    def count(self) -> int:
        """How many things there are to fix."""
        return len(self.indicators) + self.specials


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of a range with one level: from ``low`` to ``high``, ends included as marked."""

    grade: Grade
    low: Fraction
    high: Fraction
    high_included: bool


def gap(points: Points, level: Level, rules: Rules, options: Options = LITERAL) -> Gap:
    """The distance to ``level``; rectifying a special deduction also gives its point back."""
    too_many = max(0, points.specials - rules.fail_at + 1)
    eased = replace(points, specials=points.specials - too_many)
    return Gap(level, level.low - score_of(eased, rules, options), too_many)


def gaps(points: Points, rules: Rules, options: Options = LITERAL) -> list[Gap]:
    """The distance to every level above the one held, nearest first."""
    held = grade(points, rules, options).level
    return [
        gap(points, level, rules, options) for level in rules.levels if held is None or level.low > held.low
    ]


def needed_on_rest(
    known: Fraction, target: Fraction, applicable: Fraction, full: Fraction = Fraction(100)
) -> Fraction:
    """Points the open parts must bring so that ``(known + rest) / applicable x full`` is ``target``."""
    return max(Fraction(0), target * applicable / full - known)


def fewest_fixes(
    points: Points, losses: Mapping[str, Fraction], level: Level, rules: Rules, options: Options = LITERAL
) -> Fixes | None:
    """The smallest number of fixes that reaches ``level``; None when all of them do not.

    Mending an indicator gives back the points it lost; rectifying a special deduction gives back
    its point. Taking the greatest gains first is exact for the *number* of fixes: no other set of
    the same size gains more. Ties go to the clause that comes first.
    """
    rectified = max(0, points.specials - rules.fail_at + 1)
    now = replace(points, specials=points.specials - rectified)
    gains = [(gain_of_special(now, rules, options), 1, "")] * now.specials
    gains += [
        (loss * rules.full / points.applicable, 0, clause) for clause, loss in losses.items() if loss > 0
    ]
    gains.sort(key=lambda item: (-item[0], item[1], item[2]))
    chosen: list[str] = []
    for gain in (None, *gains):
        if gain is not None and gain[1]:
            rectified, now = rectified + 1, replace(now, specials=now.specials - 1)
        elif gain is not None:
            chosen.append(gain[2])
            now = replace(now, gained=now.gained + losses[gain[2]])
        reached = grade(now, rules, options)
        if reached.level is not None and reached.level.low >= level.low:
            return Fixes(tuple(sorted(chosen)), rectified, reached)
    return None


def gain_of_special(points: Points, rules: Rules, options: Options) -> Fraction:
    """What rectifying one special deduction adds, before any rounding."""
    if not points.specials:
        return Fraction(0)
    unrounded = replace(options, rounding="none")
    eased = replace(points, specials=points.specials - 1)
    return score_of(eased, rules, unrounded) - score_of(points, rules, unrounded)


def steps(
    low: Points, high: Points, high_included: bool, rules: Rules, options: Options = LITERAL
) -> list[Step]:
    """The levels a range of gained points runs through, lowest first."""
    start, end = score_of(low, rules, options), score_of(high, rules, options)
    cuts = [
        level.low
        for level in rules.levels
        if start < level.low and (level.low < end or (high_included and level.low == end))
    ]
    if low.specials >= rules.fail_at:
        cuts = []
    edges = [start, *cuts, end]
    found = []
    for index, edge in enumerate(edges[:-1]):
        last = index == len(edges) - 2
        level = None if low.specials >= rules.fail_at else rules.level_of(edge)
        found.append(Step(Grade(edge, level), edge, edges[index + 1], last and high_included))
    return found


def proportional_loss(points: Fraction, bad: int, samples: int) -> Fraction:
    """Points lost at a sampled indicator: in proportion to the bad samples (facts 2.1.2)."""
    return points * bad / samples
