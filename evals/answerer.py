"""What can be measured: anything that answers as the assistant's public door does (答题者)."""

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from assistant.types import Answer

History = Any
START: tuple[()] = ()


class Answerer(Protocol):
    """Answers questions; the same question always the same way."""

    @property
    def fingerprint(self) -> str:
        """What the answers depend on (material, model, versions), as one short text."""

    def ask(self, question: str, *, question_id: str | None = None) -> Answer:
        """The answer to a question that stands alone."""

    def converse(self, question: str, history: History) -> tuple[Answer, History]:
        """The answer to a turn, and the history to hand back with the next; it begins with ()."""


@runtime_checkable
class Searcher(Protocol):
    """An answerer whose search can be measured by itself; ``channels``, if it has them, are all it offers."""

    def search(self, question: str, k: int = 10, channel: str = "fused") -> Sequence[tuple[str, float]]:
        """The ids of the best passages with their scores, best first."""
