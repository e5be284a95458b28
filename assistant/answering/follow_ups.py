"""What to ask next: questions about the passages found beside the one that answered."""

from collections.abc import Sequence

from assistant.answering.parts import Part

MOST = 3


def follow_ups(parts: Sequence[Part], asked: str) -> list[str]:
    """Up to ``MOST`` questions, each known to lead to a passage that was found but not shown."""
    shown = {passage.id for part in parts for passage in part.shown}
    found = [hit.passage for part in parts for hit in part.hits]
    fresh = [passage for passage in dict.fromkeys(found) if passage.id not in shown and not passage.unknown]
    questions = [passage.questions[0] for passage in fresh if passage.questions[0] != asked]
    return questions[:MOST]
