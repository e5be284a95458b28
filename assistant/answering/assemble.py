"""Put the parts of an answer together: one text, one status."""

from assistant.answering.compose import Statement
from assistant.answering.parts import Part
from assistant.types import Status


def statements_of(parts: list[Part]) -> list[Statement]:
    """The statements of all parts; several parts each get their ask as a heading."""
    if len(parts) == 1:
        return list(parts[0].statements)
    return [
        statement
        for part in parts
        for statement in (Statement(f"**{part.ask.text.rstrip('？?。；; ')}**"), *part.statements)
    ]


def status_of(parts: list[Part]) -> Status:
    """One status for all parts: partial where some are answered and some are not."""
    statuses = {part.status for part in parts}
    if len(statuses) == 1:
        return statuses.pop()
    return "clarify" if statuses == {"clarify", "refused"} else "partial"
