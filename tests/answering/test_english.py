"""Asked in English, answered in English, each statement under the Chinese text that it rests on."""

import random
import re

import pytest

from assistant.answering.verify import numbers_in, problems
from assistant.types import Answer, Passage

HAN = re.compile(r"[\u3400-\u9fff]")
SAMPLE = 200


@pytest.fixture(scope="module")
def asked(assistant) -> list[tuple[str, Passage]]:
    """English ways of asking, as authored, with their passage."""
    whole = [
        (question, passage)
        for passage in assistant.material.passages
        for question in passage.questions
        if re.search("[A-Za-z]{4}", question) and not HAN.search(question)
    ]
    assert len(whole) > 2_000
    return random.Random(922).sample(whole, SAMPLE)


@pytest.fixture(scope="module")
def answers(assistant, asked: list[tuple[str, Passage]]) -> list[Answer]:
    return [assistant.ask(question) for question, _ in asked]


@pytest.fixture(scope="module")
def told(answers: list[Answer]) -> list[Answer]:
    """Those that the material answers, but for what the score tool says."""
    return [answer for answer in answers if answer.status in {"answered", "partial"} and not answer.receipts]


def own_words(text: str) -> str:
    """An answer's English: without the originals quoted under it and the Chinese terms in brackets."""
    lines = [line for line in text.splitlines() if not line.startswith("> 原文：")]
    return re.sub(r"[（(][^()（）]*[)）]|\[\d+\]", "", "\n".join(lines))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How long is the certificate valid?", "3 years"),
        ("is the after-sales certification mandatory in China", "voluntary"),
        ("who issues the after-sales service certificate", "certification body"),
    ],
)
def test_plain_questions(assistant, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert said in answer.answer.partition("\n")[0]
    assert answer.standalone_question == question
    assert "> 原文：" in answer.answer


def test_authored_questions_are_answered(answers: list[Answer]) -> None:
    answered = sum(answer.status in {"answered", "partial", "clarify"} for answer in answers)
    assert answered >= 0.95 * SAMPLE


def test_they_lead_to_their_passage(assistant, asked: list[tuple[str, Passage]]) -> None:
    first = sum(assistant.search(question, 1)[0][0] == passage.id for question, passage in asked)
    assert first >= 0.9 * SAMPLE


def test_the_answer_is_english(told: list[Answer]) -> None:
    assert len(told) > SAMPLE // 2
    for answer in told:
        letters = re.findall(r"[A-Za-z]", own_words(answer.answer))
        characters = HAN.findall(own_words(answer.answer))
        assert len(letters) > 5 * len(characters), answer.answer


def test_every_answer_cites_the_chinese_text_and_shows_it(assistant, told: list[Answer]) -> None:
    for answer in told:
        assert answer.citations, answer.question
        for citation in answer.citations:
            assert HAN.search(citation.quote)
            assert (
                assistant.document(citation.source_id).text[citation.start : citation.end] == citation.quote
            )
        originals = re.findall(r"> 原文：(.+?)(?: \[\d+\])?$", answer.answer, re.MULTILINE)
        assert originals
        assert all(any(original in citation.quote for citation in answer.citations) for original in originals)


def test_every_number_stands_in_the_chinese_text_or_the_question(assistant, told: list[Answer]) -> None:
    for answer in told:
        assert problems(answer, assistant.material.documents) == []
        cited = " ".join(citation.quote for citation in answer.citations)
        assert numbers_in(own_words(answer.answer)) <= numbers_in(f"{cited} {answer.question}"), (
            answer.question
        )


@pytest.mark.parametrize("question", ["how do I bake sourdough bread", "what is the capital of France?"])
def test_what_is_not_ours_is_declined_in_english(assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "refused"
    assert not HAN.search(own_words(answer.answer).partition("\n")[0])


def test_a_bare_yes_is_not_said_of_another_question(assistant) -> None:
    for question in ("Is the standard mandatory by law?", "We have no legal entity in China. Can we apply?"):
        assert not assistant.ask(question).answer.startswith(("Yes.", "No."))


def test_a_greeting_is_returned_in_english(assistant) -> None:
    answer = assistant.ask("hello")
    assert answer.answer.startswith("Hello")
    assert not HAN.search(answer.answer)


@pytest.mark.parametrize("question", ["GB/T 27922 是什么标准？", "证书 valid 多久", "SGS 能发证吗"])
def test_a_question_with_characters_is_answered_in_chinese(assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert HAN.search(answer.answer.partition("\n")[0])
    assert "原文：" not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Can a non-profit organisation get the after-sales certificate?",
        "may a four-star company show five stars",
    ],
)
def test_a_hyphen_makes_no_english_question_chinese(assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.standalone_question == question
    assert not HAN.search(own_words(answer.answer).partition("\n")[0])
