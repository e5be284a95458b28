"""YAML, each text of it parsed once, however many indexes are made of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from assistant.errors import CorpusError


@dataclass(frozen=True)
class Parser:
    """Parses YAML.

    Attributes:
        known: what was parsed before, by the hash of its text.
        used: what this one was asked for.
    """

    known: Mapping[str, Any] = field(default_factory=dict)
    used: dict[str, Any] = field(default_factory=dict)

    def parse(self, source: str, where: str, *, strings: bool = False) -> Any:  # noqa: ANN401 - YAML holds anything
        """What the YAML text holds.

        Args:
            where: the place that an error names.
            strings: every scalar is text, which reads twice as fast.

        Raises:
            CorpusError: the syntax is wrong.
        """
        key = hashlib.blake2b(
            source.encode(), digest_size=16, person=b"strings" if strings else b""
        ).hexdigest()
        if key not in self.used:
            self.used[key] = self.known[key] if key in self.known else parsed(source, where, strings=strings)
        return self.used[key]


def parsed(source: str, where: str, *, strings: bool) -> Any:  # noqa: ANN401 - YAML holds anything
    """Parse with the C loader; a syntax error becomes a CorpusError that names the place."""
    try:
        return yaml.load(source, Loader=yaml.CBaseLoader if strings else yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise CorpusError(f"{where}：不是有效的 YAML", reason=str(error).replace("\n", " ")) from error
