"""How everything grows with the number of passages."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from evals.bench.arms import ROOT, Arm, assistant_arm, run_cold, workers
from evals.bench.corpus import asked_of, make_corpus
from evals.bench.measures import warm_answers
from evals.bench.ratios import Rounds

COLD_ROUNDS = 3
COMMON = [
    "五星级要多少分",
    "售后服务管理师要配几个",
    "投诉处理怎么打分",
    "服务网点有什么要求",
    "服务承诺要写什么",
]


@dataclass(frozen=True)
class Size:
    """What a corpus of this size costs.

    Attributes:
        build_s: seconds of ``assistant index build`` with everything; build_mb its peak memory.
        cold_s: seconds per cold start.
        warm_ms: milliseconds by question.
        peak_mb: peak memory of a process that answers.
    """

    passages: int
    entries: int
    build_s: float
    build_mb: float
    cold_s: list[float]
    warm_ms: Rounds
    peak_mb: float


def growth(folder: Path, sizes: Sequence[int], asked: int = 100) -> list[Size]:
    """Build, start and ask at every size; warm questions take turns over the sizes."""
    arms, builds, lists = [], [], []
    for passages in sizes:
        corpus, home = folder / f"corpus-{passages}", folder / f"home-{passages}"
        corpus.mkdir()
        make_corpus(corpus, passages)
        arms.append(assistant_arm(home, corpus))
        builds.append(built(arms[-1]))
        lists.append([*COMMON, *asked_of(corpus, asked - len(COMMON))])
    cold = [[run_cold(arm, COMMON[0]) for _ in range(COLD_ROUNDS)] for arm in arms]
    with ExitStack() as stack:
        open_arms = stack.enter_context(workers(arms))
        warm = [
            warm_answers([worker], questions)[0] for worker, questions in zip(open_arms, lists, strict=True)
        ]
        memory = [worker.do("peak") for worker in open_arms]
    return [
        Size(passages, entries_in(arm), *building, *answering)
        for passages, arm, building, *answering in zip(sizes, arms, builds, cold, warm, memory, strict=True)
    ]


def built(arm: Arm) -> tuple[float, float]:
    """Seconds and peak memory (MB) of building its index in a process of its own."""
    started = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "index", "build"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=arm.environment,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError("the index could not be built")
    return perf_counter() - started, usage.ru_maxrss / 1024


def entries_in(arm: Arm) -> int:
    """How many entries its index holds."""
    manifest = next(Path(arm.settings["ASSISTANT_HOME"]).glob("index/*/manifest.json"))
    return int(json.loads(manifest.read_text("utf-8"))["entries"])
