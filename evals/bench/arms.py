"""The systems that are compared, each in processes of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Arm:
    """A system: how one question is asked of it in a fresh process, and how it is kept open.

    Attributes:
        name: ``assistant``, or the peer's.
        cold: words of the command; the question comes last.
        warm: arguments of ``python -m evals.bench.worker``.
        settings: environment variables of its processes.
    """

    name: str
    cold: tuple[str, ...]
    warm: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        return {**os.environ, "PYTHONUTF8": "1", "HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1", **self.settings}


def assistant_arm(home: Path, corpus: Path | None = None) -> Arm:
    """The assistant on the index in ``home``, over the shipped corpus or another one."""
    settings = {"ASSISTANT_HOME": str(home)} | ({"ASSISTANT_CORPUS": str(corpus)} if corpus else {})
    return Arm("assistant", ("assistant", "ask", "--json"), ("assistant",), settings)


def naive_arm(model: str, folder: Path) -> Arm:
    """The naive pipeline with a model, over the index that :func:`evals.bench.naive.build` made."""
    where = (model, str(folder))
    return Arm(model, ("evals.bench.naive", *where), ("naive", *where))


@dataclass(frozen=True)
class Worker:
    """An arm kept open."""

    process: "subprocess.Popen[str]"

    def do(self, task: str, *arguments: object) -> Any:  # noqa: ANN401 - what JSON holds
        """Have it do one of :data:`evals.bench.worker.TASKS`."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([task, *arguments]) + "\n")
        self.process.stdin.flush()
        return self.reply()

    def reply(self) -> Any:  # noqa: ANN401 - what JSON holds
        """Its next line."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a system under measurement has died")
        return json.loads(line)


@contextmanager
def workers(arms: Sequence[Arm]) -> Iterator[list[Worker]]:
    """All arms kept open side by side."""
    with ExitStack() as stack:
        started = [stack.enter_context(started_worker(arm)) for arm in arms]
        for worker in started:
            worker.reply()
        yield started


@contextmanager
def started_worker(arm: Arm) -> Iterator[Worker]:
    """One arm's process; ended when left."""
    process = subprocess.Popen(
        [sys.executable, "-m", "evals.bench.worker", *arm.warm],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=arm.environment,
    )  # fmt: skip
    try:
        yield Worker(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=60)


def run_cold(arm: Arm, question: str) -> float:
    """Seconds from nothing to a cited answer: a fresh process, from its start to its end."""
    started = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *arm.cold, question],
        capture_output=True, text=True, cwd=ROOT, env=arm.environment, check=True,
    )  # fmt: skip
    if "[1]" not in done.stdout:
        raise RuntimeError(f"{arm.name} cited nothing: {done.stdout[:200]}")
    return perf_counter() - started
