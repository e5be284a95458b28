"""What stands in the form, read into the inputs of a scoring tool; what cannot be read is named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assistant.errors import ScoringError
from assistant.knowledge.entries import Indicator
from assistant.scoring.card import Mark
from assistant.scoring.numerals import normalise, parse_number, show

Json = dict[str, Any]
Form = Mapping[str, str]

LONGEST_NUMBER = 20
MOST_COUNTED = 100_000
MOST_SPECIALS = 50
NO_REASON = "事由未写"
KINDS = {"gained": "得分", "met": "符合", "unmet": "不符合", "sample": "抽样", "deleted": "删减"}
PLAIN_MARKS: dict[str, Json] = {"met": {"met": True}, "unmet": {"met": False}, "deleted": {"deleted": True}}
OPTIONS = ("rounding", "order")
SLID = re.compile(r"-?\d{1,3}(?:\.\d{1,2})?")
SLID_COUNT = re.compile(r"-?\d{1,2}")


class CellError(Exception):
    """A cell holds what it cannot hold; the text says what it takes."""


@dataclass(frozen=True)
class Filled:
    """A form as read.

    Attributes:
        tool: the scoring tool it is meant for.
        inputs: the tool's inputs; empty where nothing is filled in.
        errors: name of a cell (a clause, ``points:`` and a clause, ``total``, ``applicable``,
            ``specials``) -> what is wrong with what stands there.
        extra_points: points to be tried out in addition (试算), as exact text.
        extra_specials: special deductions to be tried out in addition; may be negative.
    """

    tool: str
    inputs: Json
    errors: Mapping[str, str]
    extra_points: str = "0"
    extra_specials: int = 0


def read_form(form: Form, indicators: Sequence[Indicator]) -> Filled:
    """Read a form as the page sends it: text by the name of its field; never an exception."""
    reader = Reader(form)
    total_only = form.get("mode") == "total"
    inputs = reader.total() if total_only else reader.card(indicators)
    options = {name: form[name] for name in OPTIONS if form.get(name)}
    return Filled(
        tool="score.level" if total_only else "score.card",
        inputs=inputs and inputs | options,
        errors=reader.errors,
        extra_points=slid(form.get("extra-points", "0")),
        extra_specials=int(slid(form.get("extra-specials", "0"), SLID_COUNT)),
    )


class Reader:
    """Reads one form, gathering what is wrong in which cell."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.errors: dict[str, str] = {}

    def total(self) -> Json:
        """The inputs of ``score.level``: points gained of what applies; the reasons are kept."""
        gained = self.number("total", "total")
        applicable = self.number("applicable", "applicable") or "100"
        reasons, bonus = self.specials(), self.bonus()
        said = {"reasons": reasons} if reasons else {}
        if gained is None:
            return {}
        special = {"specials": len(reasons), "bonus": int(bonus is not None)}
        return {"gained": gained, "applicable": applicable} | special | said

    def card(self, indicators: Sequence[Indicator]) -> Json:
        """The inputs of ``score.card``: the part of the tree that the marks reach, and the marks."""
        found = {node.clause: self.mark(node.clause) for node in indicators}
        marks = {clause: mark for clause, mark in found.items() if mark}
        points = {node.clause: self.number(name := f"points:{node.clause}", name) for node in indicators}
        specials, bonus = self.specials(), self.bonus()
        if not marks:
            return {}
        tree = {
            node.clause: [node.title, points[node.clause]]
            for node in indicators
            if any(clause.startswith(f"{node.parent}.") for clause in marks)
        }
        return {"tree": tree, "marks": marks, "specials": specials, "bonus": bonus}

    def mark(self, clause: str) -> Json | None:
        """The mark at an indicator; None where nothing is filled in or what is there is wrong."""
        kind = self.form.get(f"kind:{clause}", "gained")
        if kind == "sample":
            return self.sample(clause)
        if kind == "gained":
            gained = self.number(f"gained:{clause}", clause)
            return None if gained is None else {"gained": gained}
        return PLAIN_MARKS.get(kind)

    def sample(self, clause: str) -> Json | None:
        """So many bad samples of so many; one without the other is wrong."""
        names = ("bad", "samples")
        counts = {name: self.count(f"{name}:{clause}", clause) for name in names}
        if None not in counts.values():
            return self.possible(clause, dict(counts))
        if any(self.form.get(f"{name}:{clause}") for name in names):
            self.errors.setdefault(clause, "抽样要填两个数：不符合的样本数和样本总数")
        return None

    def possible(self, clause: str, mark: Json) -> Json | None:
        """The mark, unless the tool refuses it by itself."""
        try:
            Mark(**mark)
        except ScoringError as error:
            self.errors[clause] = said(error)
            return None
        return mark

    def specials(self) -> list[str]:
        """The reasons of the special deductions, one for each that is counted."""
        reasons = [line.strip() for line in self.form.get("reasons", "").splitlines() if line.strip()]
        count = self.count("specials", "specials")
        if count is not None and count < len(reasons):
            self.errors["specials"] = f"写了 {len(reasons)} 条事由，个数却是 {count}"
        if max(count or 0, len(reasons)) > MOST_SPECIALS:
            self.errors["specials"] = f"最多填 {MOST_SPECIALS} 个"
            return []
        return reasons + [NO_REASON] * ((count or 0) - len(reasons))

    def bonus(self) -> str | None:
        """The reason of the special bonus; None where there is no bonus."""
        return (self.form.get("bonus-reason", "").strip() or NO_REASON) if "bonus" in self.form else None

    def number(self, field: str, cell: str) -> str | None:
        """The number in a field as exact text; None where it is empty or wrong."""
        text = self.form.get(field, "").strip()
        try:
            return exact(text) if text else None
        except CellError as error:
            self.errors[cell] = str(error)
            return None

    def count(self, field: str, cell: str) -> int | None:
        """The whole number in a field; None where it is empty or wrong."""
        value = self.number(field, cell)
        if value is None:
            return None
        if Fraction(value).denominator != 1 or Fraction(value) > MOST_COUNTED:
            self.errors[cell] = f"“{value}”不是个数，请填整数，例如 2"
            return None
        return int(value)


def said(error: ScoringError) -> str:
    """What the tool refuses and what to do, as one Chinese sentence."""
    return "，".join(part for part in (error.reason or error.message, error.next_step) if part)


def exact(text: str) -> str:
    """A number as people write it (94.5, ９４．５, 九十四点五, 94.5 分) as exact text.

    Raises:
        CellError: it is no number.
    """
    plain = normalise(text).removesuffix("分").strip()
    value = parse_number(plain) if len(plain) <= LONGEST_NUMBER else None
    if value is None:
        shown = text if len(text) <= LONGEST_NUMBER else f"{text[:LONGEST_NUMBER]}…"
        raise CellError(f"“{shown}”不是数字，请填 0 或大于 0 的数，例如 4.5")
    return show(value)


def slid(text: str, form: re.Pattern[str] = SLID) -> str:
    """What a slider says; ``0`` for anything that no slider says."""
    return text if form.fullmatch(text) else "0"
