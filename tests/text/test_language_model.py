"""What stands beside what: counted, and never without surprise."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.language_model import LanguageModel, count_pairs
from assistant.text.pairs import pairs_of

TEXTS = ["认证证书有效期", "认证机构", "申请认证", *["监督审核"] * 8]


def of_texts(texts: list[str]) -> LanguageModel:
    return LanguageModel(pairs_of(count_pairs(texts)))


@pytest.fixture(scope="module")
def language() -> LanguageModel:
    return of_texts(TEXTS)


def test_neighbours_are_counted_with_a_space_at_both_ends(language: LanguageModel) -> None:
    assert language.pairs.count("认证") == 3
    assert language.pairs.count(" 认") == 2
    assert language.pairs.count("核 ") == 8
    assert language.singles["证"] == 4


def test_what_was_seen_surprises_less(language: LanguageModel) -> None:
    assert language.cost("认证") < language.cost("认机") < language.cost("认怔")
    assert language.surprise("监督审核") < language.surprise("监审督核")


def test_surprise_is_the_sum_of_the_costs(language: LanguageModel) -> None:
    text = "申请认证证书"
    costs = [language.cost("".join(pair)) for pair in pairwise(text)]
    assert language.surprise(text) == pytest.approx(sum(costs))
    assert language.surprise("证") == language.surprise("") == 0


@given(st.text(min_size=2, max_size=2))
def test_every_cost_is_positive_and_finite(pair: str) -> None:
    assert 0 < of_texts(TEXTS).cost(pair) < 50


def test_nothing_read_is_no_error() -> None:
    assert of_texts([]).surprise("认证") > 0
