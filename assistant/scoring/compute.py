"""From points to a score, from a score to a level: exact, nothing rounded unless asked for.

Sources: facts 2.1.3 to 2.1.8 and 2.2; the clauses stand with the rules in ``scoring.yaml``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from assistant.errors import ScoringError
from assistant.scoring.numerals import half_up, show
from assistant.scoring.rules import FAILED, Level, Rules


@dataclass(frozen=True, slots=True)
class Options:
    """How the two open points of the rules are read; the defaults are the literal reading.

    ``rounding``: ``none``, or the number of decimals the score is rounded to (half up) before it
    is compared. ``order``: ``convert-first`` or ``special-first``.
    """

    rounding: str = "none"
    order: str = "convert-first"


@dataclass(frozen=True, slots=True)
class Points:
    """What a company gained (实际得分) of what applies to it (涉及项总分值).

    ``specials`` counts its 特别扣分项, ``bonus`` is 1 with a 特别加分项. A plain score is so many
    of 100.
    """

    gained: Fraction
    applicable: Fraction
    specials: int = 0
    bonus: int = 0


@dataclass(frozen=True, slots=True)
class Grade:
    """A score on the scale of 100 and the level it earns; ``level`` None means 评价不合格."""

    score: Fraction
    level: Level | None

    @property
    def name(self) -> str:
        """The level's name, or 评价不合格."""
        return self.level.name if self.level else FAILED


LITERAL = Options()


def check_points(points: Points, rules: Rules) -> None:
    """Refuse what no card can hold.

    Raises:
        ScoringError: applicable not above 0 or above full marks, gained below 0 or above
            applicable, a negative count, or more than the one bonus there is.
    """
    most = int(rules.value("special_bonus", "most"))
    problems = (
        (not 0 < points.applicable <= rules.full, f"涉及项总分值须大于 0、不超过 {rules.full}"),
        (not 0 <= points.gained <= points.applicable, f"得分须在 0 到 {show(points.applicable)} 之间"),
        (points.specials < 0, "特别扣分项的个数不能是负数"),
        (not 0 <= points.bonus <= most, f"特别加分项最多 {most} 个"),
    )
    for broken, reason in problems:
        if broken:
            raise ScoringError("评分数据不合理", reason=reason, next_step="请核对后重新填写")


def score_of(points: Points, rules: Rules, options: Options = LITERAL) -> Fraction:
    """The score on the scale of 100, special points included (facts 2.1.3 to 2.1.5, 2.1.7)."""
    special = points.bonus * Fraction(rules.value("special_bonus", "points")) - points.specials * Fraction(
        rules.value("special_deduction", "points")
    )
    if options.order == "special-first":
        score = (points.gained + special) * rules.full / points.applicable
    else:
        score = points.gained * rules.full / points.applicable + special
    return score if options.rounding == "none" else half_up(score, int(options.rounding))


def grade(points: Points, rules: Rules, options: Options = LITERAL) -> Grade:
    """Score and level; five or more special deductions earn no level (facts 2.1.8)."""
    score = score_of(points, rules, options)
    if points.specials >= rules.fail_at:
        return Grade(score, None)
    return Grade(score, rules.level_of(score))


def other_readings(
    points: Points, rules: Rules, options: Options = LITERAL
) -> Iterator[tuple[Options, Grade]]:
    """Readings of the open points, one changed at a time, under which the level would differ."""
    level = grade(points, rules, options).level
    for name in ("rounding", "order"):
        for choice in rules.value(name, "choices"):
            reading = replace(options, **{name: choice})
            other = grade(points, rules, reading)
            if other.level != level:
                yield reading, other


def is_open(points: Points, rules: Rules, options: Options = LITERAL) -> bool:
    """Whether the level depends on how an open point is read."""
    return next(other_readings(points, rules, options), None) is not None
