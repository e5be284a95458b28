"""Put the parts of an answer together: one text, one status."""

import re
from dataclasses import replace
from itertools import zip_longest

from assistant.answering.compose import Statement
from assistant.answering.parts import Part
from assistant.answering.verify import MARKER
from assistant.types import Status

BLANK_LINES = re.compile(r"\n{3,}")


def merged(parts: list[Part]) -> list[Part]:
    """Parts that say the same are said once, under all the asks they answer.

    A part that only shows what is nearest is left out where another answers with just that.
    """
    kept: list[Part] = []
    for part in parts:
        same = next((i for i, other in enumerate(kept) if says(other, part)), None)
        if same is None:
            kept.append(part)
        else:
            kept[same] = joined(kept[same], part)
    answering = {passage.id for part in kept if part.status != "refused" for passage in part.shown}
    return [part for part in kept if part.status != "refused" or not covered(part, answering)]


def says(other: Part, part: Part) -> bool:
    """Whether another part says what a part says, or at least the lead that answers its ask."""
    if part.statements == other.statements:
        return True
    lead = next((each for each in part.statements if each.passage), None)
    alike = part.status == other.status != "refused" and not part.receipts
    return alike and lead is not None and stands_in(lead, other)


def joined(first: Part, second: Part) -> Part:
    """Two parts as one, with what only the second says at its end."""
    fresh = [each for each in second.statements if not stands_in(each, first)]
    both = f"{heading(first)}；{heading(second)}"
    statements = (*first.statements, *without_dangling(fresh))
    shown = tuple(dict.fromkeys((*first.shown, *second.shown)))
    ask, failed = replace(first.ask, text=both), (*first.failed, *second.failed)
    return replace(first, ask=ask, statements=statements, shown=shown, failed=failed)


def stands_in(statement: Statement, part: Part) -> bool:
    """Whether a statement, or one that begins before it, is made by a part."""
    return any(each.passage == statement.passage and statement.text in each.text for each in part.statements)


def covered(part: Part, shown: set[str]) -> bool:
    """Whether all the passages of a part are shown."""
    return bool(part.shown) and {passage.id for passage in part.shown} <= shown


def statements_of(parts: list[Part]) -> list[Statement]:
    """The statements of all parts, each said once; several parts each get their ask as a heading."""
    if len(parts) == 1:
        return list(parts[0].statements)
    said: set[tuple[str, int]] = set()
    lines: set[str] = set()
    statements: list[Statement] = []
    for part in parts:
        fresh = [each for each in part.statements if each.passage is None or place(each) not in said]
        if all(each.passage is None for each in fresh) and not part.receipts:
            fresh = list(part.statements)
        fresh = [each if each.passage else replace(each, text=unsaid(each.text, lines)) for each in fresh]
        statements += (Statement(f"**{heading(part)}**"), *without_dangling(fresh))
        said |= {place(each) for each in part.statements if each.passage}
        lines |= {line for each in fresh if not each.passage for line in each.text.splitlines()}
    return statements


def unsaid(text: str, said: set[str]) -> str:
    """A text of ours without the lines that stand above already, but for its first, which answers."""
    first, *others = text.splitlines() or [""]
    fresh = [line for line in others if not line or line not in said]
    return BLANK_LINES.sub("\n\n", "\n".join([first, *fresh])).rstrip()


def without_dangling(statements: list[Statement]) -> list[Statement]:
    """The statements without a line that leads to one which is no longer there."""
    return [
        each
        for each, after in zip_longest(statements, statements[1:])
        if each.passage or not each.text.endswith("：") or (after is not None and after.glue == "")
    ]


def place(statement: Statement) -> tuple[str, int]:
    """Where a cited statement stands."""
    return (statement.passage.id, statement.start) if statement.passage else ("", 0)


def heading(part: Part) -> str:
    """The part's ask without its punctuation, and without what would look like our markers."""
    return MARKER.sub(r"〔\1〕", part.ask.text.rstrip("？?。；;，, "))


def status_of(parts: list[Part]) -> Status:
    """One status for all parts: partial where some are answered and some are not."""
    statuses = {part.status for part in parts}
    if len(statuses) == 1:
        return statuses.pop()
    return "clarify" if statuses == {"clarify", "refused"} else "partial"
