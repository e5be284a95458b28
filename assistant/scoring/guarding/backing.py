"""What the receipts of an answer back: standings by owner, distances by level, figures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from typing import Any

from assistant.scoring.guarding.mentions import PointsMention
from assistant.scoring.numerals import rounded
from assistant.scoring.patterns import lazy
from assistant.scoring.wording import addressed
from assistant.types import Receipt

CONDITIONAL = lazy(r"如果|若|\bif\b", re.IGNORECASE)
SCORE_KEYS = frozenset(
    {"score", "gained", "applicable", "low", "high", "known", "room", "lost", "points", "from", "to", "sums"}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A company's score and level as computed; ``shown`` are the figures that belong to it."""

    owner: str
    level: str
    score: Fraction
    shown: frozenset[Fraction]


@dataclass(slots=True)
class Backing:
    """Everything the receipts say, by the part it may play in a sentence."""

    standings: list[Standing] = field(default_factory=list)
    needs: set[tuple[str, Fraction]] = field(default_factory=set)
    figures: set[Fraction] = field(default_factory=set)
    otherwise: set[Fraction] = field(default_factory=set)
    readings: set[tuple[Fraction, str]] = field(default_factory=set)
    levels: set[str] = field(default_factory=set)
    differences: set[Fraction] = field(default_factory=set)
    reachable: dict[str, bool] = field(default_factory=dict)
    stretches: dict[str, set[Fraction]] = field(default_factory=dict)
    worst: str = ""
    best: str = ""
    specials: int = 0


def backing_of(receipts: Iterable[Receipt]) -> Backing:
    """Collect what ``receipts`` back."""
    backing = Backing()
    for receipt in receipts:
        for inputs, result in sides(receipt):
            add_side(backing, inputs, result)
        add_plan(backing, receipt)
    if len(backing.standings) == 2 and not any(item.owner for item in backing.standings):
        named = zip(backing.standings, ("前者", "后者"), strict=True)
        backing.standings = [replace(item, owner=name) for item, name in named]
    return backing


def sides(receipt: Receipt) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The standings in a receipt: one, or two of a comparison."""
    if receipt.tool == "score.compare":
        yield from zip(receipt.inputs["sides"], receipt.result["sides"], strict=True)
    elif receipt.result.get("level") and "score" in receipt.result and "graded" in receipt.result:
        yield receipt.inputs, receipt.result


def add_side(backing: Backing, inputs: dict[str, Any], result: dict[str, Any]) -> None:
    """One standing with its figures, distances and other readings."""
    score = Fraction(result["score"]["exact"])
    shown = {
        score,
        *(Fraction(inputs[key]) for key in ("gained", "applicable") if isinstance(inputs.get(key), str)),
    }
    owner = addressed(str(inputs.get("owner", "")))
    backing.standings.append(Standing(owner, result["level"], score, frozenset(shown)))
    backing.levels.add(result["level"])
    for ahead in result["next"]:
        backing.needs.add((ahead["level"], Fraction(ahead["needs"]["exact"])))
    for other in (*result["uncertain"], *result.get("rounded", ())):
        backing.otherwise.add(Fraction(other["score"]["exact"]))
        backing.readings.add((Fraction(other["score"]["exact"]), other["level"]))
    backing.figures |= shown
    specials = inputs.get("specials", 0)
    backing.specials = max(
        backing.specials, len(specials) if isinstance(specials, (list, tuple)) else int(specials)
    )


def add_plan(backing: Backing, receipt: Receipt) -> None:
    """Distances and figures of the planning tools."""
    result = receipt.result
    if receipt.tool == "score.rest":
        for item in result["levels"]:
            backing.needs.add((item["level"], Fraction(item["needs"]["exact"])))
            backing.reachable[item["level"]] = item["reachable"]
    if receipt.tool == "score.fix" and not result["reachable"]:
        backing.reachable[result["target"]] = False
    if receipt.tool == "score.compare":
        backing.differences.add(Fraction(result["difference"]["exact"]))
    if "worst" in result:
        backing.worst, backing.best = result["worst"], result["best"]
    for step in result.get("steps", ()):
        ends = {Fraction(step["from"]["exact"]), Fraction(step["to"]["exact"])}
        backing.stretches.setdefault(step["level"], set()).update(ends)
    if receipt.tool == "score.fix" and result["reachable"]:
        backing.levels.add(result["level"])
    backing.figures |= set(numbers({**receipt.inputs}, False)) | set(numbers(result, False))


def figures_in(text: str, backing: Backing) -> set[Fraction]:
    """The figures a sentence may use: those of another reading only under an 如果."""
    return backing.figures | backing.otherwise if CONDITIONAL.search(text) else backing.figures


def numbers(value: object, taken: bool) -> Iterator[Fraction]:
    """Figures stored under keys that name scores, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "next" or key in ("needs", "difference", "levels", "uncertain", "rounded"):
                continue
            yield from numbers(inner, taken or key in SCORE_KEYS or key == "losses")
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner, taken)
    elif taken and isinstance(value, str):
        try:
            yield Fraction(value)
        except ValueError:
            return


def says(mention: PointsMention, value: Fraction, *, up: bool = False) -> bool:
    """Whether the number as written is ``value``: exactly, or cut after one or more decimals,
    or rounded to two or more short of the next whole number.

    A number without decimals is never taken for one that has some: 95 is not 94.96.
    """
    if mention.value == value:
        return True
    if not mention.places:
        return False
    scale = 10**mention.places
    forms = {Fraction(floor(value * scale), scale)}
    if mention.places >= 2:
        forms.add(rounded(value, mention.places))
    if up:
        forms.add(Fraction(ceil(value * scale), scale))
    return mention.value in forms


def any_says(mention: PointsMention, values: Iterable[Fraction], *, up: bool = False) -> bool:
    """Whether the number as written is one of ``values``."""
    return any(says(mention, value, up=up) for value in values)


def standing_for(standings: Sequence[Standing], points: Sequence[PointsMention]) -> list[Standing]:
    """The standings a stretch of text speaks of where no company is named: by score, else all."""
    scored = [item for item in standings if any(any_says(mention, item.shown) for mention in points)]
    return scored or list(standings)
