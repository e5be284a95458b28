"""How many 售后服务管理师 a company needs (clause 5.1.2.2; facts 1.3, 3.6)."""

from dataclasses import dataclass
from fractions import Fraction

from assistant.errors import ScoringError
from assistant.scoring.numerals import up
from assistant.scoring.rules import Rules


@dataclass(frozen=True, slots=True)
class Staffing:
    """The exact share of the service-management staff, and the whole number of people needed."""

    exact: Fraction
    needed: int


def staffing(managers: int, rules: Rules) -> Staffing:
    """10 % of ``managers`` (服务管理人员, not all staff), rounded up, at least one.

    Raises:
        ScoringError: ``managers`` is below 1.
    """
    if managers < 1:
        raise ScoringError("服务管理人员至少要有 1 人", next_step="请填写服务管理人员的人数")
    exact = managers * Fraction(rules.value("staffing", "share"))
    return Staffing(exact, max(up(exact), int(rules.value("staffing", "least"))))
