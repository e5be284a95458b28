"""What the sentences of an answer may rest on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.scoring.guarding.backing import Backing, backing_of
from assistant.scoring.guarding.mentions import PointsMention, find_points, plain
from assistant.scoring.rules import Rules
from assistant.types import Receipt


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence may rest on."""

    rules: Rules
    backing: Backing
    quotes: frozenset[str]
    cited: str
    question: str
    asked: tuple[PointsMention, ...]


def context_of(rules: Rules, receipts: Sequence[Receipt], quotes: Sequence[str], question: str) -> Context:
    """Prepare what the sentences are held against."""
    asked = plain(question)
    cited = [plain(quote) for quote in quotes]
    pieces = {
        squeeze(piece) for quote in cited for piece in re.split(r"[。！？!?；;\n]", quote) if piece.strip()
    }
    return Context(
        rules, backing_of(receipts), frozenset(pieces), "\n".join(cited), asked, tuple(find_points(asked))
    )


def squeeze(text: str) -> str:
    """A sentence without spaces, list marks and closing punctuation."""
    return re.sub(r"^[-·•\d.、>|\s]+(?=\D)|[\s|]|[。！？!?；;，,]+$", "", text)
