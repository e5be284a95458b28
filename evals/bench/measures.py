"""What is measured, one function a section; each takes its sizes, so that a test can run it small."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter, sleep
from typing import Any

from evals.bench.arms import ROOT, Arm, Worker, run_cold, workers
from evals.bench.web import get

Talks = Sequence[Sequence[str]]
Rounds = list[list[float]]


@dataclass(frozen=True)
class Crowd:
    """Conversations held at once: milliseconds by conversation, answers a second, lost or wrong ones."""

    ms: Rounds
    rate: float
    wrong: int


def cold_starts(arms: Sequence[Arm], question: str, rounds: int) -> list[Rounds]:
    """Per arm and round the seconds from nothing to a cited answer; the arms take turns."""
    taken: list[Rounds] = [[] for _ in arms]
    for turn in range(rounds):
        for place in rotated(len(arms), turn):
            taken[place].append([run_cold(arms[place], question)])
    return taken


def warm_answers(open_arms: Sequence[Worker], questions: Sequence[str], block: int = 20) -> list[Rounds]:
    """Per arm and question its milliseconds; the arms take turns in blocks, after one unmeasured block."""
    for worker in open_arms:
        worker.do("ask", list(questions[:block]))
    taken: list[Rounds] = [[] for _ in open_arms]
    for turn, first in enumerate(range(0, len(questions), block)):
        for place in rotated(len(open_arms), turn):
            times = open_arms[place].do("ask", list(questions[first : first + block]))
            taken[place] += [[ms] for ms in times]
    return taken


def crowds(open_arms: Sequence[Worker], talks: Talks, rounds: int, threads: Sequence[int]) -> list[Crowd]:
    """All conversations at once, ``rounds`` times per arm; the arms take turns.

    Args:
        threads: per arm how many threads answer; 0 is one for each conversation.
    """
    held: list[list[dict[str, Any]]] = [[] for _ in open_arms]
    for turn in range(rounds):
        for place in rotated(len(open_arms), turn):
            held[place].append(open_arms[place].do("crowd", talks, threads[place]))
    return [crowd_of(results) for results in held]


def crowd_of(results: Sequence[dict[str, Any]]) -> Crowd:
    """Several runs as one."""
    ms = [times for result in results for times in result["ms"]]
    seconds = sum(result["seconds"] for result in results)
    return Crowd(ms, sum(map(len, ms)) / seconds, sum(result["wrong"] for result in results))


def web_crowd(arm: Arm, talks: Talks, rounds: int) -> Crowd:
    """All conversations at once on the web page of ``assistant serve``, compared with what the core says."""
    with workers([arm]) as (core,):
        expected = core.do("pages", talks)
    with served(arm) as port:
        hold_on_page(port, talks[:4])
        results = [hold_on_page(port, talks) for _ in range(rounds)]
    for result in results:
        result["wrong"] = wrong_of(result["shown"], expected)
    return crowd_of(results)


def hold_on_page(port: int, talks: Talks) -> dict[str, Any]:
    """Hold the conversations from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "evals.bench.web", str(port)],
        input=json.dumps(talks), capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def wrong_of(shown: Talks, expected: Talks) -> int:
    """Answers that are lost or differ."""
    return sum(
        place >= len(pages) or pages[place] != page
        for pages, own in zip(shown, expected, strict=True)
        for place, page in enumerate(own)
    )


@contextmanager
def served(arm: Arm) -> Iterator[int]:
    """``assistant serve`` as users start it; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL, cwd=ROOT, env=arm.environment,
    )  # fmt: skip
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, seconds: float = 60) -> None:
    """Until the page is there."""
    end = perf_counter() + seconds
    while perf_counter() < end:
        try:
            get(port, "/config")
        except OSError:
            sleep(0.2)
        else:
            return
    raise TimeoutError("the page did not open")


def peaks(open_arms: Sequence[Worker]) -> list[float]:
    """The most memory each arm has held so far, in MB."""
    return [worker.do("peak") for worker in open_arms]


def rotated(count: int, turn: int) -> list[int]:
    """The arms in another order each turn."""
    return [(place + turn) % count for place in range(count)]
