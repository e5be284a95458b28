"""Pairs of characters hold what was counted."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from assistant.text.pairs import pairs_of

CHARACTERS = "认证书𠮷 a"
COUNTS = st.dictionaries(st.text(CHARACTERS, min_size=2, max_size=2), st.integers(1, 10**6))


@given(COUNTS)
def test_every_pair_has_its_count_and_no_other_has_one(counts: dict[str, int]) -> None:
    pairs = pairs_of(counts)
    for pair in map("".join, product(CHARACTERS, CHARACTERS)):
        assert pairs.count(pair) == counts.get(pair, 0)


@given(COUNTS)
def test_what_follows_a_character_is_told_with_its_count(counts: dict[str, int]) -> None:
    pairs = pairs_of(counts)
    told = {first + second: count for first in CHARACTERS for second, count in pairs.after(first)}
    assert told == counts
    assert sum(pairs.sums().values()) == sum(counts.values())
