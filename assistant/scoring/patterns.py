"""Patterns that are compiled when they are first used: a message needs few of some 300."""

import re
from functools import cached_property
from typing import Any, cast


class Uncompiled:
    """A regular expression that is compiled when anything of it is looked at."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._text, self._flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a compiled pattern has
        """What the compiled pattern has under this name, kept: it is asked for only once."""
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value


def lazy(text: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, for all but functions of ``re`` that take a pattern."""
    return cast("re.Pattern[str]", Uncompiled(text, flags))
