"""What there is to choose from: suites to run, runs that are kept. Names from outside are only looked up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from assistant.errors import UsageError
from evals.compare import Comparison, compare
from evals.records import RUN, SCORES, Header, Run, Timings, load_run, read_timings
from evals.suite import HALVES, SUITES, TABLES, Suite, load_suite
from evals.summary import Figure

FOLDER = "evals"
OWN = "suites"
TITLES = {
    "smoke": "快速检查",
    "golden": "常见问题",
    "unanswerable": "资料答不了的问题",
    "premises": "错误前提",
    "dialogues": "多轮对话",
    "perturbed": "错字和口语写法",
    "scoring": "算分定级",
    "integration": "多处资料合起来答",
    "noise": "夹杂无关内容",
    "counterfactual": "与资料相反的说法",
}


@dataclass(frozen=True)
class Stored:
    """A run as the list shows it; an unfinished one has no figures."""

    name: str
    header: Header
    figures: Mapping[str, Figure] | None
    timings: Timings | None


def suites(home: Path) -> dict[str, Path]:
    """The suites by name: the shipped ones, then the user's own from the data directory."""
    own = sorted((home / FOLDER / OWN).glob("*"))
    files = [*sorted(SUITES.glob("*.jsonl"), key=lambda path: (path.stem != "smoke", path.stem)), *own]
    return {path.stem: path for path in files if path.suffix.lower() in TABLES | {".jsonl"}}


def title(suite: str) -> str:
    """A suite, or a half of it, in words."""
    name, _, half = suite.partition(".")
    words = f"{TITLES[name]}（{name}）" if name in TITLES else name
    return words + {"dev": "开发半", "test": "测试半"}.get(half, half and f".{half}")


def chosen_suite(home: Path, name: str, half: str) -> Suite:
    """The suite of that name, in whole or one half.

    Raises:
        UsageError: there is none of that name, it is wrong in itself, or the half is empty.
    """
    known, half = suites(home), half or "all"
    if name not in known or half not in HALVES:
        raise UsageError("没有这个题集", next_step="刷新页面，从列表里选")
    suite = load_suite(known[name]).part(HALVES[half])
    if not suite.items:
        raise UsageError("这一半里没有题目", next_step="改选全部题目")
    return suite


def suite_again(home: Path, stored: Stored) -> Suite:
    """The suite that an unfinished run asks.

    Raises:
        UsageError: it is no longer there.
    """
    asked = stored.header.suite
    name, _, half = (asked, "", "") if asked in suites(home) else asked.rpartition(".")
    return chosen_suite(home, name, half)


def runs(home: Path) -> dict[str, Stored]:
    """The kept runs by name, the newest first."""
    folders = [path.parent for path in (home / FOLDER).glob(f"*/{RUN}")]
    newest = sorted(folders, key=lambda folder: (folder / RUN).stat().st_mtime_ns, reverse=True)
    return {folder.name: stored for folder in newest if (stored := read_stored(folder))}


def read_stored(folder: Path) -> Stored | None:
    """What the list shows of a run; None of one whose files cannot be read."""
    try:
        header = Header.model_validate_json((folder / RUN).read_text("utf-8"))
        return Stored(folder.name, header, stored_figures(folder / SCORES), read_timings(folder))
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None


def stored_figures(path: Path) -> Mapping[str, Figure] | None:
    """The figures that were kept with the scores; None before there are any."""
    return figures_at(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=256)
def figures_at(path: Path, _changed: int) -> Mapping[str, Figure]:
    """The same, read once as long as the file does not change."""
    return {name: Figure(**found) for name, found in json.loads(path.read_text("utf-8"))["overall"].items()}


def open_run(home: Path, name: str) -> Run:
    """The finished run of that name.

    Raises:
        UsageError: there is none, or it is damaged.
    """
    if name not in {path.parent.name for path in (home / FOLDER).glob(f"*/{SCORES}")}:
        raise UsageError("没有这次运行", next_step="刷新页面，从列表里选")
    folder = home / FOLDER / name
    return run_at(folder, (folder / SCORES).stat().st_mtime_ns)


@lru_cache(maxsize=4)
def run_at(folder: Path, _changed: int) -> Run:
    """A run, read once as long as its scores do not change."""
    return load_run(folder)


def compared(home: Path, before: str, after: str) -> Comparison:
    """Two runs beside each other.

    Raises:
        UsageError: one of them is not there, or they share no question.
    """
    folders = [open_run(home, name).folder for name in (before, after)]
    first, second = ((folder, (folder / SCORES).stat().st_mtime_ns) for folder in folders)
    return compared_at(first, second)


@lru_cache(maxsize=4)
def compared_at(before: tuple[Path, int], after: tuple[Path, int]) -> Comparison:
    """The same, computed once as long as neither changes."""
    first, second = run_at(*before), run_at(*after)
    if not {item.id for item in first.items} & {item.id for item in second.items}:
        raise UsageError("两次运行没有共同的题目", next_step="选同一题集的另一次运行")
    return compare(first, second)
