"""Postings, saved and read back."""

from pathlib import Path

import numpy as np
import pytest

from assistant.index.lexical import ARRAYS, LexicalIndex, build_lexical
from assistant.index.tokens import tokens_of

ENTRIES = [["证书", "有效", "有效"], ["费用"], ["证书", "费用"], ["费用", "别的"]]
OWNERS = np.array([0, 1, 0, -1], np.int32)


def test_postings_tell_who_holds_a_term() -> None:
    index = build_lexical(tokens_of(ENTRIES), OWNERS)
    rows, weights = index.in_texts("证书")
    assert list(rows) == [0]
    assert all(weight > 0 for weight in weights)
    assert list(index.in_questions("证书")) == [0]
    assert list(index.in_questions("费用")) == [0, 1]
    assert not len(index.in_texts("没有")[0])
    assert not len(index.in_questions("没有"))


def test_passages_are_told_once() -> None:
    index = build_lexical(tokens_of(ENTRIES), OWNERS)
    assert list(index.passages("证书")) == list(index.passages("有效")) == [0]
    assert list(index.passages("费用")) == [0, 1]
    assert not len(index.passages("别的"))
    assert not len(index.passages("没有"))


def test_a_rarer_term_weighs_more() -> None:
    index = build_lexical(tokens_of(ENTRIES), OWNERS)
    assert index.weight("有效") > index.weight("证书")
    assert index.weight("没有") == pytest.approx(index.weight("有效"))


def test_mass_is_the_sum_of_distinct_terms() -> None:
    index = build_lexical(tokens_of(ENTRIES), OWNERS)
    assert np.isclose(index.mass[0], index.weight("证书") + index.weight("有效"))


def test_it_survives_the_disk(tmp_path: Path) -> None:
    index = build_lexical(tokens_of(ENTRIES), OWNERS)
    index.save(tmp_path)
    again = LexicalIndex.load(tmp_path)
    assert again.vocabulary == index.vocabulary
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(again, name), getattr(index, name))


def test_an_empty_index_finds_nothing() -> None:
    assert not len(build_lexical(tokens_of([]), OWNERS[:0]).passages("证书"))
