"""JSON files that the program keeps: those of the index, read at every start and written at every build."""

from pathlib import Path
from typing import Any

import orjson


def write_record(path: Path, record: object) -> None:
    """Write a record; what JSON cannot hold is written as its text, keys too."""
    path.write_bytes(orjson.dumps(record, default=str, option=orjson.OPT_NON_STR_KEYS))


def read_record(path: Path) -> Any:  # noqa: ANN401 - what JSON holds
    """Read what :func:`write_record` wrote.

    Raises:
        OSError: the file is not there, or cannot be read.
        ValueError: it holds no JSON.
    """
    return orjson.loads(path.read_bytes())
