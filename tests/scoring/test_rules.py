"""The rule file: complete, without gap or overlap, and a broken one does not load."""

from pathlib import Path

import pytest
import yaml

from assistant.errors import ScoringError
from assistant.scoring import Rules, load_rules
from tests.scoring.conftest import RULE_FILE


def changed(tmp_path: Path, entry_id: str, **values: object) -> Path:
    data = yaml.safe_load(RULE_FILE.read_text("utf-8"))
    next(entry for entry in data["entries"] if entry["id"] == entry_id)["rule"].update(values)
    path = tmp_path / "scoring.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return path


def test_the_level_table(rules: Rules):
    table = [(level.name, level.stars, level.low, level.below) for level in rules.levels]
    assert table == [
        ("达标级", 0, 70, 80),
        ("三星级", 3, 80, 90),
        ("四星级", 4, 90, 95),
        ("五星级", 5, 95, None),
    ]


def test_every_rule_says_where_it_comes_from(rules: Rules):
    assert all(rule.sources and rule.confidence and rule.text for rule in rules.by_name.values())


@pytest.mark.parametrize(
    ("entry", "values", "what"),
    [
        ("scoring.level.four", {"min": "89"}, "overlap"),
        ("scoring.level.four", {"min": "91"}, "gap"),
        ("scoring.level.five", {"below": "100"}, "full marks"),
        ("scoring.level.pass", {"min": "71"}, "pass mark"),
        ("scoring.level.three", {"below": "80"}, "empty"),
        ("scoring.special-deduction", {"fail_at": 4}, "disagree"),
        ("scoring.level.three", {"level": "四星级"}, "same name"),
        ("scoring.level.three", {"min": "achtzig"}, "cannot be read"),
        ("scoring.conversion", {"name": "umrechnung"}, "missing"),
    ],
)
def test_a_broken_rule_fails_the_build(entry: str, values: dict[str, object], what: str, tmp_path: Path):
    with pytest.raises(ScoringError, match=what):
        load_rules(changed(tmp_path, entry, **values))


@pytest.mark.parametrize("text", ["", "entries: 3", "a: [", "- x"])
def test_an_unreadable_file_is_one_error(text: str, tmp_path: Path):
    path = tmp_path / "scoring.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ScoringError):
        load_rules(path)
    with pytest.raises(ScoringError):
        load_rules(tmp_path / "missing.yaml")
