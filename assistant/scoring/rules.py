"""The scoring rules as data, read from the corpus file that also explains them to people.

Every rule is an entry of ``corpus/standard/scoring.yaml`` with a ``rule:`` mapping: what the tool
reads and what the user reads stand side by side and cannot drift apart.
"""

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.errors import ScoringError

FAILED = "评价不合格"
LEVELS_ID = "scoring.levels"


@dataclass(frozen=True, slots=True)
class Level:
    """A row of the level table (级别): scores from ``low`` inclusive to ``below`` exclusive.

    ``stars`` is 0 for 达标级; ``below`` is None for the highest level.
    """

    name: str
    stars: int
    low: Fraction
    below: Fraction | None
    rule_id: str

    def __contains__(self, score: Fraction) -> bool:
        return self.low <= score and (self.below is None or score < self.below)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as applied: what it says, where it comes from, how well it is attested."""

    id: str
    name: str
    text: str
    clause: str | None
    confidence: str
    sources: tuple[str, ...]
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rules:
    """The level table, lowest level first, and the rules of counting by name."""

    levels: tuple[Level, ...]
    by_name: dict[str, Rule]
    digest: str

    def value(self, name: str, key: str) -> Any:  # noqa: ANN401 - whatever the rule file holds
        """A value of the rule called ``name``."""
        return self.by_name[name].values[key]

    def level(self, name: str) -> Level:
        """The level called ``name``.

        Raises:
            ScoringError: there is no such level.
        """
        for level in self.levels:
            if level.name == name:
                return level
        raise ScoringError(f"{name!r} is not a level", next_step="/".join(x.name for x in self.levels))

    def level_of(self, score: Fraction) -> Level | None:
        """The level whose range holds ``score``; None below the lowest. Nothing is rounded."""
        for level in reversed(self.levels):
            if score >= level.low:
                return level
        return None

    def one_level(self, low: Fraction, below: Fraction) -> bool:
        """Whether all scores from ``low`` to under ``below`` have the same level, or none."""
        return not any(low < level.low < below for level in self.levels)

    @property
    def full(self) -> Fraction:
        """Full marks: 100 (facts 2.1.1)."""
        return Fraction(self.value("scale", "full"))

    @property
    def fail_at(self) -> int:
        """From this many special deductions on nothing is graded: 5 (facts 2.1.8)."""
        return int(self.value("special_deduction", "fail_at"))


NEEDED = frozenset(
    [
        "scale",
        "full_loss",
        "proportional_loss",
        "special_deduction",
        "special_bonus",
        "conversion",
        "grading",
        "rounding",
        "order",
        "parts",
        "staffing",
        "dates",
    ]
)


def load_rules(path: Path) -> Rules:
    """Read and check the rules of ``path`` (an entry file, see corpus/README.md).

    Raises:
        ScoringError: the file cannot be read, a rule is missing, or the level table has a gap or
            an overlap.
    """
    rules = rules_from(read_entries(path))
    problems = table_problems(rules)
    if problems:
        raise ScoringError(f"{path.name}: {problems[0]}", next_step="mend the level table")
    return rules


def read_entries(path: Path) -> list[dict[str, Any]]:
    """The entries of the rule file that carry a rule."""
    import yaml

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # the fast one
        return [entry for entry in data["entries"] if entry.get("rule")]
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ScoringError(
            f"the rule file {path.name} cannot be read",
            reason=str(error).splitlines()[0],
            next_step="restore corpus/standard/scoring.yaml",
        ) from error


def rules_from(entries: list[dict[str, Any]]) -> Rules:
    """Rules from parsed entries; see :func:`load_rules` for what is checked."""
    levels = [level_from(entry) for entry in entries if "level" in entry["rule"]]
    named = [rule_from(entry) for entry in entries]
    by_name = {rule.name: rule for rule in named}
    if len(by_name) != len(named):
        raise ScoringError("two rules have the same name", next_step="rename or remove one of them")
    if missing := NEEDED - set(by_name):
        raise ScoringError(f"rules are missing: {', '.join(sorted(missing))}")
    canonical = json.dumps([entry["rule"] for entry in entries], sort_keys=True, ensure_ascii=False)
    return Rules(
        levels=tuple(sorted(levels, key=lambda level: level.low)),
        by_name=by_name,
        digest=hashlib.sha256(canonical.encode()).hexdigest()[:16],
    )


def level_from(entry: dict[str, Any]) -> Level:
    """A level from its entry; bounds are decimals written as text."""
    rule = entry["rule"]
    try:
        below = None if rule["below"] is None else Fraction(rule["below"])
        return Level(rule["level"], int(rule["stars"]), Fraction(rule["min"]), below, entry["id"])
    except (KeyError, ValueError, TypeError) as error:
        raise ScoringError(f"{entry['id']}: its level cannot be read", reason=repr(error)) from error


def rule_from(entry: dict[str, Any]) -> Rule:
    """A rule from its entry; a level goes by its own name."""
    values = entry["rule"]
    return Rule(
        id=entry["id"],
        name=values.get("name") or values["level"],
        text=entry["lead"],
        clause=entry.get("clause"),
        confidence=entry["confidence"],
        sources=tuple(entry["sources"]),
        values=values,
    )


def table_problems(rules: Rules) -> list[str]:
    """Gaps and overlaps of the level table, proven on its bounds; empty when every score from the
    pass mark up has exactly one level.
    """
    levels = rules.levels
    found = [
        f"{level.name} is empty" for level in levels if level.below is not None and level.below <= level.low
    ]
    for lower, upper in pairwise(levels):
        if lower.below is None or lower.below > upper.low:
            found.append(f"{lower.name} and {upper.name} overlap")
        elif lower.below < upper.low:
            found.append(f"there is a gap between {lower.name} and {upper.name}")
    if not levels or levels[-1].below is not None:
        found.append("the table does not reach full marks")
    elif levels[0].low != Fraction(rules.value("grading", "min")):
        found.append("the table does not begin at the pass mark")
    if rules.fail_at != int(rules.value("grading", "fail_at")):
        found.append("the two rules on special deductions disagree")
    return found
