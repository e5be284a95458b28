"""A place where few work at once and the others wait in the order in which they came."""

from collections import deque
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from threading import Lock
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")
Method = Callable[Concatenate[Any, Given], Result]


class InTurn:
    """A context for at most ``places`` threads; whoever leaves hands the place to the one who waits longest.

    (``threading.Semaphore`` lets a newcomer overtake those who wait.)
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: deque[Lock] = deque()
        self._door = Lock()

    def __enter__(self) -> None:
        with self._door:
            if self._free:
                self._free -= 1
                return
            ticket = Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        ticket.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._door:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


def few_at_once(
    places: int, unless: Callable[[Any], bool]
) -> Callable[[Method[Given, Result]], Method[Given, Result]]:
    """A method that at most ``places`` threads are in at a time, all its objects together.

    Args:
        unless: of which objects it is free for all.
    """
    turn = InTurn(places)

    def decorate(method: Method[Given, Result]) -> Method[Given, Result]:
        @wraps(method)
        def called(owner: Any, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:  # noqa: ANN401
            with nullcontext() if unless(owner) else turn:
                return method(owner, *args, **kwargs)

        return called

    return decorate
