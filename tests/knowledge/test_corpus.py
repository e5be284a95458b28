"""The shipped corpus: sound, complete, and honest about its sources."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from assistant.knowledge.check import problems
from assistant.knowledge.corpus import Corpus
from assistant.settings import SHIPPED
from assistant.types import Confidence

EVIDENCE = Path(__file__).parent / "evidence"


def test_it_keeps_every_rule(corpus: Corpus) -> None:
    assert problems(corpus) == []


def test_it_is_large_enough(corpus: Corpus) -> None:
    assert len(corpus.passages) >= 180
    assert all(len(passage.questions) >= 3 for passage in corpus.passages)


def test_a_passage_is_exactly_its_range_of_the_stored_text(corpus: Corpus) -> None:
    for document in corpus.documents:
        for passage in document.passages:
            assert document.text[passage.start : passage.end] == passage.text
        for before, after in pairwise(document.passages):
            assert before.end < after.start


def test_the_tree_has_three_fifteen_and_the_points_known(corpus: Corpus) -> None:
    levels = [node.level for node in corpus.indicators]
    assert (levels.count(1), levels.count(2), levels.count(3)) == (3, 15, 42)
    first = {node.clause: node.points for node in corpus.indicators if node.level == 1}
    assert first == {"5.1": "40", "5.2": "35", "5.3": "25"}
    known = {node.clause: node.points for node in corpus.indicators if node.level == 3 and node.points}
    assert known == {"5.1.2.2": "5", "5.1.3.1": "2", "5.2.4.3": "3", "5.2.5.4": "1"}


def test_all_29_conflicts_and_the_open_points_are_told(corpus: Corpus) -> None:
    told = {item for passage in corpus.passages for item in passage.evidence}
    assert {f"5.{number}" for number in range(1, 30)} <= told
    unknown = [passage for passage in corpus.passages if passage.unknown]
    assert len(unknown) >= 20
    assert all(passage.confidence is not Confidence.CONFIRMED for passage in unknown)


def test_hidden_addresses_are_nowhere(corpus: Corpus) -> None:
    hidden = {
        name for name, source in corpus.sources.items() if source.kind in {"mirror", "memory", "editor"}
    }
    assert hidden
    assert all(corpus.sources[name].address == "" for name in hidden)
    assert not any("不可示人" in document.text for document in corpus.documents)
    assert not any("http" in document.text for document in corpus.documents)


@pytest.mark.parametrize("path", sorted((SHIPPED / "corpus").rglob("*.*")), ids=lambda path: path.name)
def test_files_are_clean_text(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"[\u200b-\u200f\ufeff\u202a-\u202e]", text)
    assert "\r" not in text


def evidence_items() -> dict[str, list[str]]:
    """What must be said for each numbered item of the evidence sheet."""
    merged: dict[str, list[str]] = {}
    for path in sorted(EVIDENCE.glob("*.yaml")):
        for item, strings in yaml.safe_load(path.read_text("utf-8")).items():
            merged.setdefault(str(item), []).extend(str(string) for string in strings)
    return merged


@pytest.mark.parametrize(("item", "strings"), evidence_items().items())
def test_each_item_of_the_evidence_is_said(corpus: Corpus, item: str, strings: list[str]) -> None:
    texts = [passage.text for passage in corpus.passages if item in passage.evidence]
    assert texts, f"no passage carries {item}"
    missing = [string for string in strings if not any(string in text for text in texts)]
    assert not missing


def numbered_items(facts: str) -> set[str]:
    """The numbered items of the evidence sheet's tables and lists."""
    conflicts = set(re.findall(r"^\| (5\.\d{1,2}) \|", facts.partition("## 5.")[2], re.MULTILINE))
    single = set(re.findall(r"^\| ([123]\.\d\.\d) \|", facts, re.MULTILINE))
    clauses = {f"1.3:{clause}" for clause in re.findall(r"^\| (5\.\d\.\d\.[\dx]) \|", facts, re.MULTILINE)}
    points = {f"6.{n}" for n in re.findall(r"^(\d)\. ", facts.partition("## 6.")[2], re.MULTILINE)}
    sections = {f"{head}.1" for head in re.findall(r"^### ([23]\.\d) ", facts, re.MULTILINE)}
    schemes = facts.partition("## 4.")[2].partition("## 5.")[0]
    rows = [row for row in schemes.splitlines() if row.startswith("| ")][1:]
    return conflicts | single | clauses | points | sections | {f"4.{n}" for n, _ in enumerate(rows, 1)}


def test_no_numbered_item_of_the_sheet_is_missing(corpus: Corpus, shared: Path) -> None:
    items = numbered_items((shared / "facts.md").read_text("utf-8"))
    assert len(items) > 110
    carried = {item for passage in corpus.passages for item in passage.evidence}
    assert items - carried == set()
