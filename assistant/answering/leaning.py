"""A question of a conversation, and what it may lean on (承前省略的问题)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.types import Turn

WHAT_ABOUT = re.compile(
    r"^(?:那么?|还有|再问|至于|换成|要是|如果是|假如是)?[，,]?(?P<what>.{1,14}?)(?:的话)?(?:又|怎么样|怎么说)?呢[？?。]*$"
)
LEADING = re.compile(r"^(?:那么|那(?![一两三个些种几步条项时])|然后|接着|另外|还有)[，,]?(?=.)")


@dataclass(frozen=True)
class Leaning:
    """A question of a conversation, and what it may lean on.

    Attributes:
        last: the last turn that said something.
        lists: the items of the first passage that each turn showed, the last turn first; none where it
            holds no list.
    """

    question: str
    last: Turn
    concepts: Concepts
    lists: Sequence[Sequence[str]]

    @property
    def before(self) -> str:
        """The question before, as it was resolved."""
        return self.last.standalone_question

    @property
    def subject(self) -> str:
        """What the passage shown last is about; "" where its heading names no subject."""
        return next(iter(self.concepts.subjects(fold(self.last.heading))), "")

    @property
    def plain(self) -> str:
        """The question without the word that joins it to what was said."""
        return LEADING.sub("", self.question)

    @property
    def what(self) -> str:
        """What "那四星呢" asks after; "" where it is no such question."""
        about = WHAT_ABOUT.match(self.question)
        return about["what"].strip() if about else ""
