"""What to ask next: questions about the passages found beside the one that answered."""

from collections.abc import Sequence

from assistant.answering.asks import Ask
from assistant.answering.parts import Part
from assistant.types import Language, Passage

MOST = 3


def follow_ups(parts: Sequence[Part], asked: str) -> list[str]:
    """Up to ``MOST`` questions, each known to lead to a passage that was found but not shown."""
    shown = {passage.id for part in parts for passage in part.shown}
    found = [hit.passage for part in parts for hit in part.hits]
    fresh = [passage for passage in dict.fromkeys(found) if passage.id not in shown and not passage.unknown]
    language = Ask(asked).language
    questions = [first_in(language, passage) for passage in fresh]
    return [question for question in questions if question not in ("", asked)][:MOST]


def first_in(language: Language, passage: Passage) -> str:
    """The passage's first question in a language; "" where it has none."""
    return next((question for question in passage.questions if Ask(question).language is language), "")
