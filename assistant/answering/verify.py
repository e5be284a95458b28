"""What every answer must keep before anybody sees it, however it was worded."""

import re
from collections.abc import Mapping, Sequence

from assistant.scoring.numerals import NUMBER as CHINESE_NUMBER
from assistant.scoring.numerals import normalise, parse_number
from assistant.text.normalize import fold
from assistant.types import Answer, Citation, Document

MARKER = re.compile(r"\[(\d{1,3})\]")
NUMBER = re.compile(r"\d+(?:\.\d+)*%?")
# An amount is a number with what it counts, in digits or in words: 五年 is no 3 年.
AMOUNT = re.compile(
    rf"(?P<number>{CHINESE_NUMBER})\s*(?P<unit>年|个?月|天|小时|分(?![之公部])|元|[名人次星级条项家]|%|倍|成)"
)
DENIAL = re.compile(r"不用|不需|不必|无需|无须|不得|不能|不可|不会|不算|没有|禁止|免")
LIST_NUMBER = re.compile(r"^\d{1,2}\. ", re.MULTILINE)


def problems(answer: Answer, documents: Mapping[str, Document], own: Sequence[str] = ()) -> list[str]:
    """Every promise the answer breaks, one line each; empty when it may be shown.

    Args:
        own: texts of the answer that are ours (fixed texts, what the score tool says), not a source's.
    """
    return [
        *marker_problems(answer.answer, answer.citations),
        *quote_problems(answer.citations, documents),
        *number_problems(answer, own),
    ]


def marker_problems(text: str, citations: Sequence[Citation]) -> list[str]:
    """Each marker has its citation and the reverse."""
    used = {int(marker) for marker in MARKER.findall(text)}
    given = {citation.marker for citation in citations}
    return [
        *(f"marker [{marker}] has no citation" for marker in sorted(used - given)),
        *(f"citation [{marker}] is not used" for marker in sorted(given - used)),
    ]


def quote_problems(citations: Sequence[Citation], documents: Mapping[str, Document]) -> list[str]:
    """Each quote is what stands in the stored text at its place."""
    return [
        f"citation [{citation.marker}] does not quote its source"
        for citation in citations
        if citation.source_id not in documents
        or documents[citation.source_id].text[citation.start : citation.end] != citation.quote
        or not citation.quote
    ]


def number_problems(answer: Answer, own: Sequence[str]) -> list[str]:
    """Each number stands in a cited quote, in our own text, or in the question."""
    quotes = (citation.quote for citation in answer.citations)
    known = numbers_in(" ".join((*quotes, *own, answer.question, answer.standalone_question)))
    return [f"the number {number} stands nowhere" for number in sorted(numbers_in(answer.answer) - known)]


def numbers_in(text: str) -> set[str]:
    """The numbers of a text, without markers and list numbering; "95.0" and "95" are the same."""
    plain = MARKER.sub(" ", LIST_NUMBER.sub("", normalise(text)))
    return {number.removesuffix("%").removesuffix(".0") for number in NUMBER.findall(plain)}


def beyond(text: str, given: str) -> bool:
    """Whether a text names a number or an amount, or denies a thing, that what it was given does not."""
    return any(found(text) - found(given) for found in (numbers_in, amounts_in, denials_in))


def amounts_in(text: str) -> set[tuple[str, str]]:
    """The amounts of a text: (number, unit), however the number is written."""
    plain = MARKER.sub(" ", fold(text))
    found = ((parse_number(match["number"]), match["unit"]) for match in AMOUNT.finditer(plain))
    return {(str(number), unit.removeprefix("个")) for number, unit in found if number is not None}


def denials_in(text: str) -> set[str]:
    """The words of a text that deny or forbid."""
    return set(DENIAL.findall(fold(text)))
