"""The blocks of a passage, with their ranges in stored text: lead, detail, caveats."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.types import Passage

BLOCK = re.compile(r"[^\n](?:.*?)(?=\n\s*\n|\Z)", re.DOTALL)
ITEM = re.compile(r"^(?:- |\d+\. )|[；;。]$")


class Role(StrEnum):
    """What a block is for."""

    LEAD = "lead"
    TEXT = "text"
    LIST = "list"
    STEPS = "steps"
    TABLE = "table"
    CAVEAT = "caveat"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a passage: ``text == document.text[start:end]``."""

    role: Role
    text: str
    start: int
    end: int


def blocks_of(passage: Passage) -> list[Block]:
    """The passage's blocks in order; a caveat's range leaves its ``> `` out where it is one line."""
    blocks: list[Block] = []
    for match in BLOCK.finditer(passage.text):
        text = match[0].rstrip()
        role = role_of(text, first=not blocks)
        skipped = 2 if role is Role.CAVEAT else 0
        start = passage.start + match.start() + skipped
        blocks.append(Block(role, text[skipped:], start, passage.start + match.start() + len(text)))
    return blocks


def items_of(passage: Passage) -> list[str]:
    """The items of the passage's first list or steps, without their marks; none where it has neither."""
    listed = (block.text for block in blocks_of(passage) if block.role in {Role.LIST, Role.STEPS})
    return [ITEM.sub("", line) for line in next(listed, "").splitlines()]


def role_of(text: str, *, first: bool) -> Role:
    """What a block is for, read from its Markdown."""
    marks = (("> ", Role.CAVEAT), ("- ", Role.LIST), ("1. ", Role.STEPS), ("| ", Role.TABLE))
    marked = next((role for mark, role in marks if text.startswith(mark)), None)
    return marked or (Role.LEAD if first else Role.TEXT)
