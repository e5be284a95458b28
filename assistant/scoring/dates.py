"""Dates of a certificate from its issue date, calendar-correct (facts 3.4: validity, surveillance)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from assistant.errors import ScoringError
from assistant.scoring.rules import Rules


@dataclass(frozen=True, slots=True)
class CertificateDates:
    """``expires``: three full years after issue. ``surveillance``: window of each yearly audit,
    first day and last. ``renew_by``: when the renewal should be applied for.
    """

    issued: date
    expires: date
    surveillance: tuple[tuple[date, date], ...]
    renew_by: date


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (or earlier); the month's last day where there is no such day.

    Raises:
        ScoringError: the result lies outside the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError) as error:
        raise ScoringError("日期超出了日历范围", next_step="请核对发证日期") from error


def certificate_dates(issued: date, rules: Rules) -> CertificateDates:
    """All dates that follow from the issue date; counted from it each time, so that nothing drifts."""
    years = int(rules.value("dates", "valid_years"))
    first, last = rules.value("dates", "surveillance_months")
    expires = add_months(issued, 12 * years)
    return CertificateDates(
        issued=issued,
        expires=expires,
        surveillance=tuple(
            (add_months(issued, 12 * year + first), add_months(issued, 12 * year + last))
            for year in range(years - 1)
        ),
        renew_by=add_months(expires, -int(rules.value("dates", "renewal_months"))),
    )
