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


def test_both_are_kept_in_the_index(corpus: Corpus, tmp_path: Path) -> None:
    material = material_of(corpus)
    save_material(material, tmp_path / "material.json")
    loaded = load_material(tmp_path / "material.json")
    assert dict(loaded.unanswered) == dict(corpus.unanswered)
    assert loaded.passages == corpus.passages
    assert [passage.english for passage in loaded.passages] == [
        passage.english for passage in corpus.passages
    ]


def test_no_search_finds_an_unanswered_question(assistant, unanswered: list[str]) -> None:
    known = set(assistant.material.by_id)
    for question in unanswered[:: len(unanswered) // 50]:
        assert {name for name, _ in assistant.search(question)} <= known


def spread(questions: list[str], count: int) -> list[str]:
    """``count`` of them, evenly over all."""
    return [questions[number * len(questions) // count] for number in range(count)]


def test_unanswered_questions_are_refused(assistant, unanswered: list[str]) -> None:
    replies = [assistant.ask(question) for question in spread(unanswered, SAMPLE_REFUSED)]
    refused = [reply for reply in replies if reply.status == "refused"]
    assert len(refused) >= 0.85 * SAMPLE_REFUSED


def test_authored_questions_are_answered(assistant) -> None:
    authored = [
        question
        for passage in assistant.material.passages
        for question in passage.questions
        if HAN.search(question)
    ]
    replies = [assistant.ask(question) for question in spread(authored, SAMPLE_ANSWERED)]
    answered = [reply for reply in replies if reply.status in {"answered", "partial"}]
    assert len(answered) >= 0.95 * SAMPLE_ANSWERED
    assert all(reply.citations for reply in answered if not reply.receipts)
