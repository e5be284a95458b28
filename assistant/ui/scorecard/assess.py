"""What the scoring tool makes of a form: the receipts, and the cell that each error belongs to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assistant.errors import ScoringError
from assistant.scoring import Rules, run
from assistant.scoring.numerals import show
from assistant.types import Receipt
from assistant.ui.scorecard.fields import Filled, Json, said

NAMED_CLAUSE = re.compile(r"指标 (5(?:\.\d+)*)")
CELLS = {"涉及项": "applicable", "得分": "total", "特别扣分": "specials"}
WHOLE = "5"


@dataclass(frozen=True)
class Assessment:
    """A form and what came of it.

    Attributes:
        receipt: of the card as it stands; None where it is empty or holds an error.
        errors: name of a cell -> what is wrong there.
        sums: clause -> gained and applicable points, where they could be computed.
        rest: what the parts not yet filled in must bring, where that can be said.
        trial: the level with the points and special deductions to be tried out.
    """

    filled: Filled
    receipt: Receipt | None
    errors: Mapping[str, str]
    sums: Mapping[str, Json]
    rest: Receipt | None = None
    trial: Receipt | None = None

    @property
    def graded(self) -> Json | None:
        """The result with score and level; None while the card is not complete."""
        result = self.receipt.result if self.receipt else {}
        return result if result.get("level") else None


def assess(filled: Filled, rules: Rules) -> Assessment:
    """Compute a form; a level is there only when every cell is right."""
    if not filled.inputs:
        return Assessment(filled, None, filled.errors, {})
    receipt, found = computed(filled, rules)
    errors = {**found, **filled.errors}
    sums = receipt.result.get("sums", {}) if receipt else {}
    if errors or receipt is None:
        return Assessment(filled, None, errors, sums)
    return Assessment(filled, receipt, errors, sums, rest(receipt, rules), trial(filled, receipt, rules))


def computed(filled: Filled, rules: Rules) -> tuple[Receipt | None, dict[str, str]]:
    """The receipt, and every error at its cell: a mark that the tool refuses is set aside and the
    rest computed again, so that all wrong cells are named at once.
    """
    inputs, errors = filled.inputs, dict[str, str]()
    while True:
        try:
            return run(filled.tool, inputs, rules), errors
        except ScoringError as error:
            cell = cell_of(error)
            errors[cell] = said(error)
            marks = inputs.get("marks", {})
            if cell not in marks:
                return None, errors
            inputs = inputs | {"marks": {clause: mark for clause, mark in marks.items() if clause != cell}}


def cell_of(error: ScoringError) -> str:
    """The cell an error of the tool speaks of; ``card`` where it speaks of the whole."""
    if named := NAMED_CLAUSE.search(error.message):
        return "card" if named[1] == WHOLE else named[1]
    return next((cell for word, cell in CELLS.items() if error.reason.startswith(word)), "card")


def rest(receipt: Receipt, rules: Rules) -> Receipt | None:
    """What the open first-level parts must bring; None unless exactly whole parts are open."""
    parts = rules.value("parts", "points")
    inputs, result = receipt.inputs, receipt.result
    known = {clause: result["sums"][clause] for clause in parts if clause in result.get("sums", {})}
    open_parts = {clause for clause, _ in result.get("missing", [])}
    as_ruled = all(item["applicable"]["exact"] == parts[clause] for clause, item in known.items())
    if not known or not open_parts or not as_ruled or set(parts) - set(known) != open_parts:
        return None
    gained = {clause: item["gained"]["exact"] for clause, item in known.items()}
    special = {"specials": len(inputs["specials"]), "bonus": int(inputs["bonus"] is not None)}
    return run("score.rest", {"known": gained} | special, rules)


def trial(filled: Filled, receipt: Receipt, rules: Rules) -> Receipt | None:
    """The level after the tried-out change; None where nothing is tried out or can be."""
    if not receipt.result.get("level") or not (Fraction(filled.extra_points) or filled.extra_specials):
        return None
    base = level_inputs(receipt)
    gained, applicable = Fraction(base["gained"]), Fraction(base["applicable"])
    tried = min(max(gained + Fraction(filled.extra_points), Fraction(0)), applicable)
    specials = max(base["specials"] + filled.extra_specials, 0)
    return run("score.level", base | {"gained": show(tried), "specials": specials}, rules)


def level_inputs(receipt: Receipt) -> Json:
    """The inputs of ``score.level`` that say the same as a complete card."""
    inputs = receipt.inputs
    if receipt.tool == "score.level":
        return {name: value for name, value in inputs.items() if name != "reasons"}
    whole = receipt.result["sums"][WHOLE]
    options = {name: inputs[name] for name in ("rounding", "order") if name in inputs}
    return {
        "gained": whole["gained"]["exact"],
        "applicable": whole["applicable"]["exact"],
        "specials": len(inputs["specials"]),
        "bonus": int(inputs["bonus"] is not None),
    } | options
