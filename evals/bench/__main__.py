"""``python -m evals.bench``: every section as a table of ratios with intervals; 1 where a target is missed.

``--growth`` measures how everything grows up to 100,000 passages instead (about half an hour).
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant.settings import SHIPPED
from evals.bench import naive
from evals.bench.arms import ROOT, Arm, assistant_arm, naive_arm, workers
from evals.bench.corpus import make_corpus
from evals.bench.growth import growth
from evals.bench.measures import Crowd, cold_starts, crowds, peaks, warm_answers, web_crowd
from evals.bench.ratios import p50, p99
from evals.bench.report import Row, absolute, missed, relative, table
from evals.suite import load_suite

QUESTION = "证书有效期几年？"
PEERS = ("minilm", "ours")
COLD_ROUNDS, WARM_QUESTIONS, CROWD_ROUNDS, WEB_ROUNDS = 5, 300, 2, 2
TALKS, TURNS = 50, 4


def questions() -> list[str]:
    """The golden questions, both halves: what is timed is not judged."""
    return [item.question for item in load_suite("golden").items if item.question]


def talks(count: int = TALKS, turns: int = TURNS) -> list[list[str]]:
    """Conversations, each with questions of its own."""
    asked = questions()
    return [[asked[(place + count * turn) % len(asked)] for turn in range(turns)] for place in range(count)]


def prepare(folder: Path) -> list[Arm]:
    """The assistant and its peers, each with an index on the shipped material."""
    from assistant.app import Assistant
    from assistant.settings import read_settings

    home = folder / "home"
    assistant = Assistant.open(read_settings(home=home))
    texts = [document.text for document in assistant.material.documents.values()]
    for model in PEERS:
        naive.build(texts, folder / model, model)
    return [assistant_arm(home), *(naive_arm(model, folder / model) for model in PEERS)]


def cold_rows(arms: Sequence[Arm]) -> list[Row]:
    """From nothing to a cited answer, in fresh processes."""
    ours, *theirs = cold_starts(arms, QUESTION, COLD_ROUNDS)
    return [
        relative(f"cold start / {arm.name}", "s", ours, taken, p50, 0.15)
        for arm, taken in zip(arms[1:], theirs, strict=True)
    ]


def open_rows(arms: Sequence[Arm]) -> list[Row]:
    """What is measured on systems kept open: warm answers, their memory, conversations at once."""
    limits = {"minilm": (0.2, None, 0.25, 0.25), "ours": (0.8, None, None, 0.4)}
    with workers(arms) as open_arms:
        ours, *theirs = warm_answers(open_arms, questions()[:WARM_QUESTIONS])
        memory, *memories = peaks(open_arms)
        crowd, *others = crowds(open_arms, talks(), CROWD_ROUNDS, [0] * len(arms))
        queued = crowds(open_arms[:1], talks(), CROWD_ROUNDS, [1])[0]
    rows = []
    for arm, taken, held, mb in zip(arms[1:], theirs, others, memories, strict=True):
        warm, warm_tail, size, tail = limits[arm.name]
        rows += [
            relative(f"warm p50 / {arm.name}", "ms", ours, taken, p50, warm),
            relative(f"warm p99 / {arm.name}", "ms", ours, taken, p99, warm_tail),
            relative(f"peak memory / {arm.name}", "MB", [[memory]], [[mb]], p50, size),
            relative(f"50 conversations, p99 / {arm.name}", "ms", crowd.ms, held.ms, p99, tail),
            relative(
                f"50 conversations, one worker of ours, p99 / {arm.name}", "ms", queued.ms, held.ms, p99, tail
            ),
            absolute(f"50 conversations, {arm.name}", held.rate, "answers/s"),
        ]
    return [
        *rows,
        absolute("50 conversations, core", crowd.rate, "answers/s"),
        absolute("50 conversations, core, lost or mixed up", crowd.wrong, "answers", most=0),
        absolute("50 conversations, core on one worker", queued.rate, "answers/s"),
    ]


def web_rows(arms: Sequence[Arm]) -> list[Row]:
    """50 conversations on the real web page."""
    crowd: Crowd = web_crowd(arms[0], talks(), WEB_ROUNDS)
    tail = p99(np.concatenate([np.array(times) for times in crowd.ms]))
    return [
        absolute("50 conversations on the web page", crowd.rate, "answers/s", least=100),
        absolute("50 conversations on the web page, p99", tail / 1000, "s", most=1),
        absolute("50 conversations on the web page, lost or mixed up", crowd.wrong, "answers", most=0),
    ]


def index_rows(_: Sequence[Arm]) -> list[Row]:
    """How fast an index is built: the shipped material, and 2,000 invented passages."""
    rows = []
    with TemporaryDirectory() as folder:
        made = Path(folder) / "corpus"
        made.mkdir()
        make_corpus(made, 2000)
        for name, corpus in (("shipped", SHIPPED / "corpus"), ("made", made)):
            rows += build_rows(name, measured_build(corpus))
    return rows


def measured_build(corpus: Path) -> dict[str, Any]:
    """:func:`evals.bench.indexing.build_times` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "evals.bench.indexing", str(corpus)],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def build_rows(name: str, taken: dict[str, Any]) -> list[Row]:
    """The lines of one corpus."""
    whole = statistics.median(taken["all"])
    size = f"{name}, {taken['passages']:,} passages"
    faster = {part: whole / statistics.median(taken[part]) for part in ("one", "none")}
    return [
        absolute(f"index build ({size})", taken["passages"] / whole, "passages/s", least=1500),
        absolute(
            f"index build ({name}, {taken['entries']:,} entries)", taken["entries"] / whole, "entries/s"
        ),
        absolute(f"one changed file ({size})", faster["one"], "x faster than all", least=20),
        absolute(f"nothing changed ({size})", faster["none"], "x faster than all", least=100),
    ]


def growth_rows(sizes: Sequence[int]) -> list[Row]:
    """How everything grows."""
    with TemporaryDirectory() as folder:
        found = growth(Path(folder), sizes)
    first, last = p50(np.array(found[0].warm_ms)), p50(np.array(found[-1].warm_ms))
    rows = [absolute(f"warm p50, {sizes[0]:,} to {sizes[-1]:,} passages", last / first, "x", most=4)]
    for size in found:
        name = f"{size.passages:,} passages, {size.entries:,} entries"
        rows += [
            absolute(f"{name}: warm p50", p50(np.array(size.warm_ms)), "ms"),
            absolute(f"{name}: warm p99", p99(np.array(size.warm_ms)), "ms"),
            absolute(f"{name}: cold start", statistics.median(size.cold_s), "s"),
            absolute(f"{name}: peak memory, answering", size.peak_mb, "MB"),
            absolute(f"{name}: index build with process start", size.build_s, "s"),
            absolute(f"{name}: index build", size.passages / size.build_s, "passages/s"),
            absolute(f"{name}: peak memory, building", size.build_mb, "MB"),
        ]
    return rows


Section = Callable[[Sequence[Arm]], list[Row]]
SECTIONS: dict[str, Section] = {
    "cold": cold_rows,
    "open": open_rows,
    "web": web_rows,
    "index": index_rows,
}
SIZES = (200, 2_000, 20_000, 100_000)


def machine() -> str:
    """The machine's size."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help="only these")
    parser.add_argument(
        "--growth", action="store_true", help="from 200 to 100,000 passages, and nothing else"
    )
    chosen = parser.parse_args()
    print(f"{machine()}; load before: {os.getloadavg()[0]:.1f}\n")
    if chosen.growth:
        rows = growth_rows(SIZES)
    else:
        with TemporaryDirectory() as folder:
            arms = prepare(Path(folder))
            rows = [row for name in chosen.sections or SECTIONS for row in shown(SECTIONS[name], arms)]
    print(table(rows))
    return int(bool(missed(rows)))


def shown(section: Section, arms: Sequence[Arm]) -> list[Row]:
    """A section's lines; how long it takes is said on the error stream."""
    started = time.perf_counter()
    rows = section(arms)
    print(f"{section.__name__}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return rows


if __name__ == "__main__":
    sys.exit(main())
