"""What the material does not answer, and the material in English: complete, apart, kept through the index."""

import re
from pathlib import Path

import pytest

from assistant.index.entries import NONE, entries_of
from assistant.knowledge.corpus import Corpus
from assistant.knowledge.material import load_material, material_of, save_material
from assistant.text.normalize import fold

HAN = re.compile(r"[\u3400-\u9fff]")
SAMPLE_REFUSED, SAMPLE_ANSWERED = 200, 300


@pytest.fixture(scope="module")
def unanswered(corpus: Corpus) -> list[str]:
    return [question for questions in corpus.unanswered.values() for question in questions]


def test_there_are_many_unanswered_questions(corpus: Corpus, unanswered: list[str]) -> None:
    assert len(unanswered) >= 4_000
    assert all(question.strip() == question != "" for question in unanswered)


def test_no_unanswered_question_is_asked_twice(unanswered: list[str]) -> None:
    folded = [fold(question) for question in unanswered]
    assert len(set(folded)) >= 0.995 * len(folded)


def test_none_is_a_way_of_asking_for_a_passage(corpus: Corpus, unanswered: list[str]) -> None:
    answered = {fold(question) for passage in corpus.passages for question in passage.questions}
    assert answered & {fold(question) for question in unanswered} == set()


def test_they_resemble_passages_or_are_of_a_named_subject(corpus: Corpus) -> None:
    known = {passage.id for passage in corpus.passages}
    assert len(known & corpus.unanswered.keys()) > 0.9 * len(known)


def test_every_passage_is_told_in_english(corpus: Corpus) -> None:
    assert [passage.id for passage in corpus.passages if not passage.english] == []
    for passage in corpus.passages:
        assert passage.english.strip() == passage.english
        assert len(re.findall("[A-Za-z]", passage.english)) > len(HAN.findall(passage.english)), passage.id


def test_every_passage_is_asked_for_in_english(corpus: Corpus) -> None:
    for passage in corpus.passages:
        assert sum(not HAN.search(question) for question in passage.questions) >= 3, passage.id


def test_numbers_in_english_stand_in_the_passage(corpus: Corpus) -> None:
    for passage in corpus.passages:
        said = re.findall(r"\d+", f"{' '.join(passage.heading)} {passage.text}")
        assert set(re.findall(r"\d+", passage.english)) <= set(said), passage.id


def test_the_unanswered_come_last_in_the_index_and_lead_nowhere(
    corpus: Corpus, unanswered: list[str]
) -> None:
    entries = list(entries_of(material_of(corpus)))
    last = entries[-len(unanswered) :]
    assert [entry.text for entry in last] == unanswered
    assert all(entry.passage == NONE and entry.asked for entry in last)
    assert all(entry.passage != NONE for entry in entries[: -len(unanswered)])


def test_what_is_read_back_has_the_english_and_no_unanswered(corpus: Corpus, tmp_path: Path) -> None:
    save_material(material_of(corpus), tmp_path / "material.json")
    loaded = load_material(tmp_path / "material.json")
    assert loaded.passages == corpus.passages
    assert not loaded.unanswered
