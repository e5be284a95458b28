"""YAML is parsed once."""

import pytest

from assistant.errors import CorpusError
from assistant.knowledge import parsing
from assistant.knowledge.parsing import Parser


def test_what_is_known_is_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Parser()
    assert first.parse("a: 1", "here") == {"a": 1}
    monkeypatch.setattr(parsing, "parsed", None)
    second = Parser(first.used)
    assert second.parse("a: 1", "here") == {"a": 1}
    assert second.used == first.used


def test_text_and_numbers_are_not_mistaken_for_each_other() -> None:
    parser = Parser()
    assert parser.parse("a: 1", "here", strings=True) == {"a": "1"}
    assert parser.parse("a: 1", "here") == {"a": 1}


def test_what_is_not_asked_for_any_more_is_forgotten() -> None:
    assert Parser({"old": 1}).used == {}


def test_a_mistake_names_its_place() -> None:
    with pytest.raises(CorpusError, match="here"):
        Parser().parse("a: [", "here")
