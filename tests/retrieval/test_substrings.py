"""Two to eight characters of a passage, typed as they stand, find it where at most five passages hold them.

Three steps, which together need no search of all strings: (1) of every string there is, what is typed
is looked up as it stands; (2) exactly the passages that hold it are flagged; (3) one of those flagged is
among the first five, whatever the other channels say. A sample goes through the whole search.
"""

import random
import re
from collections import defaultdict

import pytest

from assistant.answering.asks import Ask
from assistant.answering.cues import kind_of
from assistant.answering.finding import query_of, read
from assistant.retrieval.hybrid import CHANNELS, Weights
from assistant.retrieval.traits import RARE, SHORT
from assistant.text.concepts import compact
from assistant.text.normalize import clean_question, fold

SHORTEST, LONGEST = 2, 8
SAMPLE = 300
WORD = re.compile(r"[a-z0-9\u3400-\u9fff]")


def stretches(text: str) -> set[str]:
    """All stretches of 2 to 8 characters."""
    lengths = range(SHORTEST, LONGEST + 1)
    return {text[start : start + size] for size in lengths for start in range(len(text) - size + 1)}


@pytest.fixture(scope="module")
def typed(assistant) -> dict[str, str]:
    """Every stretch of the passages as people type it -> folded; those without a letter or digit left out."""
    cleaned = {
        clean_question(stretch)
        for passage in assistant.material.passages
        for stretch in stretches(passage.text)
    }
    folded = {text: compact(fold(text)) for text in cleaned}
    return {text: form for text, form in folded.items() if len(form) >= SHORTEST and WORD.search(form)}


@pytest.fixture(scope="module")
def holders(assistant, typed: dict[str, str]) -> dict[str, list[int]]:
    """Every folded stretch with the rows of the passages that hold it, counted without the code under test.

    One that is longer when folded ("……" is six dots then) is counted too.
    """
    longer = {form for form in typed.values() if len(form) > LONGEST}
    found: dict[str, list[int]] = defaultdict(list)
    for row, passage in enumerate(assistant.material.passages):
        text = re.sub(r"\s", "", fold(passage.text))
        for stretch in stretches(text) | {form for form in longer if form in text}:
            found[stretch].append(row)
    return dict(found)


@pytest.fixture(scope="module")
def rare(typed: dict[str, str], holders: dict[str, list[int]]) -> list[str]:
    """The stretches that at most five passages hold."""
    return sorted(text for text, form in typed.items() if len(holders[form]) <= RARE)


def test_there_are_very_many(typed: dict[str, str], holders: dict[str, list[int]]) -> None:
    assert len(typed) > 200_000
    assert len(holders) > 200_000


def test_each_stretch_is_folded_as_the_passage_it_stands_in(
    typed: dict[str, str], holders: dict[str, list[int]]
) -> None:
    assert [text for text, form in typed.items() if form not in holders or len(form) > SHORT] == []


def test_none_is_taken_for_pinyin(assistant, typed: dict[str, str]) -> None:
    speller = assistant.retriever.speller
    latin = [text for text in typed if re.search(r"[A-Za-z]", text)]
    assert len(latin) > 1_000
    assert [text for text in latin if read(text, speller) != text] == []


def test_exactly_the_holders_of_every_stretch_are_flagged(assistant, holders: dict[str, list[int]]) -> None:
    holding = assistant.retriever.traits.holding
    wrong = [
        stretch
        for stretch, rows in holders.items()
        if holding(stretch).nonzero()[0].tolist() != (rows if len(rows) <= RARE else [])
    ]
    assert wrong == []


@pytest.fixture(scope="module")
def sample(rare: list[str]) -> list[str]:
    return random.Random(27922).sample(rare, SAMPLE)


def test_mending_leaves_what_was_typed(assistant, sample: list[str]) -> None:
    for text in sample:
        query = query_of(assistant.retriever, Ask(text, kind=kind_of(text)))
        assert compact(query.typed) == compact(fold(text))


def test_a_channel_gives_between_0_and_1(assistant, sample: list[str]) -> None:
    for text in sample[:100]:
        query = query_of(assistant.retriever, Ask(text, kind=kind_of(text)))
        values, _, _ = assistant.retriever.channels(query)
        assert values.keys() == set(CHANNELS)
        low = min(float(channel.min()) for channel in values.values())
        high = max(float(channel.max()) for channel in values.values())
        assert low >= 0
        assert high <= 1 + 1e-5


@pytest.mark.parametrize("seed", range(5))
def test_one_that_holds_it_is_among_the_first_five_whatever_the_weights(
    assistant, sample: list[str], holders: dict[str, list[int]], seed: int
) -> None:
    """So no calibration can break it."""
    chance = random.Random(seed)
    weights = Weights(**{name: chance.uniform(0.01, 6) for name in CHANNELS} | {"exact": 0.5})
    for text in chance.sample(sample, SAMPLE // 5):
        query = query_of(assistant.retriever, Ask(text, kind=kind_of(text)))
        found = {hit.passage.id for hit in assistant.retriever.retrieve(query, 5, weights).hits}
        assert found & named(assistant, holders[compact(fold(text))]), text


def test_a_sample_finds_its_passage_among_the_first_five(
    assistant, sample: list[str], holders: dict[str, list[int]]
) -> None:
    for text in sample:
        found = {name for name, _ in assistant.search(text, 5)}
        assert found & named(assistant, holders[compact(fold(text))]), text


def named(assistant, rows: list[int]) -> set[str]:
    """The ids of the passages in these rows."""
    return {assistant.material.passages[row].id for row in rows}
