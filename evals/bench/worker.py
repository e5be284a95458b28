"""One system kept open in a process of its own, told by lines of JSON what to do.

``python -m evals.bench.worker assistant`` or ``… worker naive MODEL FOLDER``; every line in is one
of :data:`TASKS` with its arguments, every line out its result.
"""

import json
import resource
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

History = Any
Converse = Callable[[str, History], tuple[str, History]]
Talk = Sequence[str]


def open_system(name: str, *where: str) -> Converse:
    """The assistant by its public door, or the naive chain over an index that is there already."""
    if name == "assistant":
        from assistant import Assistant

        assistant = Assistant.open()

        def ours(question: str, history: History) -> tuple[str, History]:
            answer, history = assistant.converse(question, history or ())
            return answer.answer, history

        return ours
    from evals.bench.naive import open_chain

    model, folder = where
    chain = open_chain(Path(folder), model)

    def theirs(question: str, history: History) -> tuple[str, History]:
        return "\n".join(chain(question).sources), history

    return theirs


def ask(converse: Converse, questions: Sequence[str]) -> list[float]:
    """Milliseconds of each question by itself."""
    return [timed(converse, question, None)[0] for question in questions]


def crowd(converse: Converse, talks: Sequence[Talk], workers: int) -> dict[str, Any]:
    """All conversations at once: milliseconds of each of their answers, seconds in all, wrong answers.

    Every conversation has a thread of its own, which calls the system itself, or hands its
    questions to ``workers`` threads. Wrong is what differs from the same conversation held alone.
    """
    alone = [hold(converse, talk)[0] for talk in talks]
    pool = ThreadPoolExecutor(workers) if workers else None

    def call(question: str, history: History) -> tuple[str, History]:
        return pool.submit(converse, question, history).result() if pool else converse(question, history)

    held: list[tuple[list[str], list[float]]] = [([], [])] * len(talks)
    together = threading.Barrier(len(talks) + 1)

    def one(place: int) -> None:
        together.wait()
        held[place] = hold(call, talks[place])

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(talks))]
    for thread in threads:
        thread.start()
    together.wait()
    started = perf_counter()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - started
    said = [texts for texts, _ in held]
    wrong = sum(
        text != own
        for texts, expected in zip(said, alone, strict=True)
        for text, own in pairs(texts, expected)
    )
    return {"ms": [times for _, times in held], "seconds": seconds, "wrong": wrong}


def pairs(texts: list[str], alone: list[str]) -> list[tuple[str, str]]:
    """Answers beside those given alone; a lost one beside nothing."""
    return list(zip([*texts, *[""] * (len(alone) - len(texts))], alone, strict=True))


def hold(converse: Converse, talk: Talk) -> tuple[list[str], list[float]]:
    """One conversation: its answers, and the milliseconds of each."""
    history: History = None
    texts, times = [], []
    for question in talk:
        taken, text, history = timed(converse, question, history)
        texts.append(text)
        times.append(taken)
    return texts, times


def timed(converse: Converse, question: str, history: History) -> tuple[float, str, History]:
    """Milliseconds, answer, history of one question."""
    started = perf_counter()
    text, history = converse(question, history)
    return (perf_counter() - started) * 1000, text, history


def pages(_: Converse, talks: Sequence[Talk]) -> list[list[str]]:
    """Per conversation, what the web page must show after each answer: the question, then the answer."""
    from assistant import Assistant
    from assistant.ui.chat import Conversation, exchange

    assistant = Assistant.open()

    def shown(talk: Talk) -> Iterator[str]:
        conversation = Conversation()
        for question in talk:
            _, conversation = exchange(assistant, question, conversation.asked(question))
            yield "".join(message["content"][0]["text"] for message in conversation.messages[-2:])

    return [list(shown(talk)) for talk in talks]


def peak(_: Converse) -> float:
    """The most memory this process has held so far, in MB."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


TASKS: dict[str, Callable[..., Any]] = {"ask": ask, "crowd": crowd, "pages": pages, "peak": peak}


def main(*system: str) -> None:
    """Open the system, then do what each line says."""
    converse = open_system(*system)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        task, *arguments = json.loads(line)
        print(json.dumps(TASKS[task](converse, *arguments)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
