"""What a message turns into: calls of the tool, or one sentence back."""

from dataclasses import dataclass, replace
from typing import Any, Literal

NO_SUCH = "no such level: "
HELD = "people held: "
Aspect = Literal[
    "level", "gap", "rounding", "compare", "rest", "range", "fix", "sample", "share", "staffing", "dates"
]


@dataclass(frozen=True, slots=True)
class Call:
    """A tool by name with its plain JSON inputs."""

    tool: str
    inputs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: the calls to run and the shape of the answer.

    ``target`` is the level asked about, ``notes`` are readings the answer must disclose (a level that does
    not exist after ``NO_SUCH``, how many 管理师 there are after ``HELD``), ``parts`` the points by
    first-level part that the score was added up from.
    """

    aspect: Aspect
    calls: tuple[Call, ...]
    target: str | None = None
    notes: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def basis(self) -> "Request":
        """What a follow-up goes on from: of a score whose rounding was asked about, its level."""
        if self.aspect != "rounding":
            return self
        return replace(self, aspect="level", calls=(Call("score.level", self.calls[0].inputs),))


@dataclass(frozen=True, slots=True)
class Reply:
    """A sentence instead of a result: asked back, or named as impossible.

    ``slot`` says what a short answer in the next turn fills: ``score``, ``specials``, ``stage``, ``sample``.
    """

    kind: Literal["ask_back", "invalid"]
    text: str
    slot: str = ""


@dataclass(frozen=True, slots=True)
class ScoreState:
    """What the conversation's last scoring turn was about; what a follow-up changes.

    ``pending`` is the message that was asked back about, ``slot`` what was asked for. ``earlier`` keeps the
    last request to each of the other tools, so that a date told before a score is not forgotten.
    """

    request: Request | None = None
    pending: str = ""
    slot: str = ""
    earlier: tuple[Request, ...] = ()

    def last(self, tool: str) -> Request | None:
        """The last request to ``tool`` in the conversation."""
        known = (*((self.request,) if self.request else ()), *self.earlier)
        return next((item for item in known if item.calls[0].tool == tool), None)

    def answered(self, request: Request) -> "ScoreState":
        """The state after ``request`` was answered."""
        known = (*((self.request,) if self.request else ()), *self.earlier)
        basis = request.basis
        others = tuple(item for item in known if item.calls[0].tool != basis.calls[0].tool)
        return ScoreState(basis, earlier=others)

    def asked_back(self, pending: str = "", slot: str = "") -> "ScoreState":
        """The state after ``pending`` was asked back about."""
        return replace(self, pending=pending, slot=slot)
