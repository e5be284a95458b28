"""Stand-ins for the assistant: the answers of a run once more, and an answerer that is spoilt."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.types import Answer
from evals.records import Run

Spoil = Callable[[str, Answer], Answer]


def untouched(_question: str, right: Answer) -> Answer:
    return right


@dataclass
class Replay:
    """Gives the answers of a run again, by the questions that led to them."""

    run: Run
    fingerprint: str = "replay"

    def __post_init__(self):
        self.answers, self.found = {}, {}
        for item in self.run.items:
            record, asked = self.run.records[item.id], ()
            for step, answer in zip(item.steps, record.answers, strict=True):
                asked = (*asked, step.question) if item.turns else step.question
                self.answers[asked] = answer
            self.found[record.answers[-1].standalone_question] = record.found

    def ask(self, question, *, question_id=None):  # noqa: ARG002
        return self.answers[question]

    def converse(self, question, history):
        return self.answers[(*history, question)], (*history, question)

    def search(self, question, k=10, channel="fused"):
        return self.found[question][channel][:k]


@dataclass
class Spoilt:
    """An answerer whose answers, rankings, memory or speed are spoilt."""

    inner: object
    spoil: Spoil = untouched
    ranking: Callable[[list, str], list] = lambda found, _channel: found
    forgets: bool = False
    slower: float = 1.0
    fingerprint: str = "spoilt"
    asked: list[str] = field(default_factory=list)

    def ask(self, question, *, question_id=None):
        return self.spoil(question, self.timed(self.inner.ask, question, question_id=question_id))

    def converse(self, question, history):
        if self.forgets:
            return self.ask(question), ()
        answer, history = self.timed(self.inner.converse, question, history)
        return self.spoil(question, answer), history

    def search(self, question, k=10, channel="fused"):
        return self.ranking(list(self.inner.search(question, k, channel)), channel)

    def timed(self, function, *given, **named):
        """The function's result, after ``slower`` times the work that it takes."""
        begun = time.process_time()
        result = function(*given, **named)
        until = begun + (time.process_time() - begun) * self.slower
        while time.process_time() < until:
            pass
        return result
