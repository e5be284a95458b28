"""What the search knows of every passage beforehand agrees with the passages."""

import numpy as np
import pytest

from assistant.knowledge.corpus import Corpus
from assistant.retrieval.traits import RARE, SHORT, Traits, traits_of
from assistant.types import Kind, Passage


@pytest.fixture(scope="module")
def traits(corpus: Corpus) -> Traits:
    return traits_of(corpus.passages, corpus.sources)


def rows(flags: np.ndarray) -> list[int]:
    """The rows flagged; every other value is 0 or 1 by then."""
    assert set(np.unique(flags)) <= {0.0, 1.0}
    return np.flatnonzero(flags).tolist()


def rows_where(corpus: Corpus, wanted) -> list[int]:
    return [row for row, passage in enumerate(corpus.passages) if wanted(passage)]


@pytest.mark.parametrize("kind", Kind)
def test_kinds(traits: Traits, corpus: Corpus, kind: Kind) -> None:
    assert rows(traits.of_kind(kind)) == rows_where(corpus, lambda passage: passage.kind is kind)


def test_an_unclear_kind_flags_nothing(traits: Traits) -> None:
    assert rows(traits.of_kind(None)) == []


def test_every_passage_has_one_kind(traits: Traits, corpus: Corpus) -> None:
    total = sum(traits.of_kind(kind) for kind in Kind)
    assert total.tolist() == [1.0] * len(corpus.passages)


def test_clauses(traits: Traits, corpus: Corpus) -> None:
    named = {passage.clause for passage in corpus.passages if passage.clause}
    assert len(named) > 50
    for clause in named:
        held = rows_where(corpus, lambda passage, clause=clause: passage.clause == clause)
        assert rows(traits.of_clauses((clause,))) == held


def test_several_clauses_flag_the_passages_of_each(traits: Traits, corpus: Corpus) -> None:
    held = rows_where(corpus, lambda passage: passage.clause in {"5.1.2.2", "5.2.4"})
    assert rows(traits.of_clauses(("5.1.2.2", "5.2.4"))) == held


@pytest.mark.parametrize("clauses", [(), ("5.9.9",), ("5.1.2.2.1",), ("",)[:0]])
def test_no_clause_flags_nothing(traits: Traits, clauses: tuple[str, ...]) -> None:
    assert rows(traits.of_clauses(clauses)) == []


def test_overviews_and_corrections(traits: Traits, corpus: Corpus) -> None:
    assert rows(traits.overview) == rows_where(corpus, lambda passage: passage.overview) != []
    assert rows(traits.corrects) == rows_where(corpus, lambda passage: bool(passage.triggers)) != []


def test_each_text_is_a_line_of_its_own(traits: Traits, corpus: Corpus) -> None:
    lines = traits.text.splitlines()
    assert len(lines) == len(traits.starts) == len(corpus.passages)
    for start, line in zip(traits.starts, lines, strict=True):
        assert traits.text[start : start + len(line)] == line
        assert not set(line) & set(" \t　")


def plain(text: str, number: int) -> Passage:
    return Passage(
        id=f"a.{number}", document_id="a", heading=("甲",), text=text, start=0, end=len(text),
        kind=Kind.TIME, confidence="single", sources=("s",),
    )  # fmt: skip


@pytest.fixture(scope="module")
def small() -> Traits:
    texts = ["售后服务 Level A", "售後服務和\n配件", *["配件甲" for _ in range(RARE)], "a" * (SHORT + 1)]
    return traits_of(tuple(plain(text, number) for number, text in enumerate(texts)), {})


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("售后服务", [0, 1]),
        ("service", []),
        ("levela", [0]),
        ("level a", [0]),
        ("和配件", [1]),  # over the end of a line
        ("配件", []),  # more than RARE hold it
        ("配件甲", [2, 3, 4, 5, 6]),  # just RARE
        ("甲配件", []),  # over the end of a passage
        ("a" * SHORT, [7]),
        ("a" * (SHORT + 1), []),  # too long to be looked up
        ("甲", []),
        ("", []),
        ("\n", []),
        (" ", []),
    ],
)
def test_what_was_typed_flags_its_holders(small: Traits, typed: str, held: list[int]) -> None:
    assert rows(small.holding(typed)) == held


def test_of_nothing_there_are_no_traits() -> None:
    assert traits_of((), {}).holding("证书").tolist() == []
