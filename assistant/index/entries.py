"""What is searched: the passages, the ways of asking for them, and the questions that none answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.knowledge.material import Material
from assistant.text.concepts import Concepts
from assistant.text.terms import terms
from assistant.types import Passage

NONE = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable text: a passage itself, one way of asking for it, or a question that none answers.

    ``passage`` is ``NONE`` for the last.
    """

    passage: int
    text: str
    asked: bool


def entries_of(material: Material) -> Iterator[Entry]:
    """Each passage's own entry, so that its number is the passage's; then the ways of asking; last what
    none answers.

    The heading is the plainest way of asking, which people's own wordings avoid.
    """
    for number, passage in enumerate(material.passages):
        yield Entry(number, f"{' '.join(passage.heading)}\n{passage.text}", asked=False)
    for number, passage in enumerate(material.passages):
        asked = (passage.heading[-1], *passage.questions)
        yield from (Entry(number, question, asked=True) for question in asked)
    unanswered = (question for questions in material.unanswered.values() for question in questions)
    yield from (Entry(NONE, question, asked=True) for question in unanswered)


def embedded_text(material: Material, entry: Entry) -> str:
    """What is embedded: a question as it is; of a passage its heading and lead, the rest blurs it."""
    if entry.asked:
        return entry.text
    return plain_lead(material.passages[entry.passage])


def plain_lead(passage: Passage) -> str:
    """A passage in one line: its heading and its lead."""
    return f"{passage.heading[-1]} {passage.text.partition(chr(10))[0]}"


def index_terms(folded: str, concepts: Concepts) -> list[str]:
    """The terms under which a folded entry is found: its words and the glossary's concepts in it."""
    return [*terms(folded), *concepts.marks(folded)]
