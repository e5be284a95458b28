"""What a message turns into: calls of the tool, or one sentence back."""

from dataclasses import dataclass
from typing import Any, Literal

NO_SUCH = "no such level: "
Aspect = Literal["level", "gap", "compare", "rest", "range", "fix", "sample", "staffing", "dates"]


@dataclass(frozen=True, slots=True)
class Call:
    """A tool by name with its plain JSON inputs."""

    tool: str
    inputs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the calls to run and the shape of the answer.

    ``target`` is the level asked about, ``notes`` are readings the answer must disclose (a level that does
    not exist after ``NO_SUCH``), ``parts`` the points by first-level part that the score was added up from.
    """

    aspect: Aspect
    calls: tuple[Call, ...]
    target: str | None = None
    notes: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A sentence instead of a result: asked back, or named as impossible.

    ``slot`` says what a short answer in the next turn fills: ``score``, ``specials``, ``stage``.
    """

    kind: Literal["ask_back", "invalid"]
    text: str
    slot: str = ""


@dataclass(frozen=True, slots=True)
class ScoreState:
    """What the conversation's last scoring turn was about; what a follow-up changes.

    ``pending`` is the message that was asked back about, ``slot`` what was asked for.
    """

    request: Request | None = None
    pending: str = ""
    slot: str = ""
