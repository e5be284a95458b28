"""The real assistant, its baseline runs, and the ways to change it that the gate is tried with."""

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

from replay import Replay, Spoilt

from assistant.answering.trees import Manner
from assistant.app import Assistant
from assistant.retrieval.hybrid import Retriever
from assistant.retrieval.opening import open_retriever
from assistant.scoring import load_rules
from assistant.settings import Settings
from evals.gates import broken, judge, load_gates
from evals.items import Item
from evals.records import Run
from evals.runner import run_suite
from evals.suite import Suite, load_suite

GATES = load_gates()
# How much of each suite's test half is asked, and of which tag: enough for the paired tests to see a loss.
SAMPLES = {
    "golden": (72, ""),
    "unanswerable": (40, ""),
    "premises": (30, ""),
    "dialogues": (20, ""),
    "scoring": (44, ""),
    "perturbed": (24, "traditional"),
}
RARE = 12  # questions of a status of which there are no more than this are all asked


def sampled(name: str) -> Suite:
    """The same part of a suite's test half every time, whatever order its file is in."""
    size, tag = SAMPLES[name]
    suite = load_suite(name).part("test")
    kept = [item for item in suite.items if not tag or tag in item.tags]
    statuses = Counter(item.expect.status for item in kept)
    rare_first = sorted(kept, key=lambda i: (statuses[i.expect.status] > RARE, random.Random(i.id).random()))
    drawn = rare_first[:size]
    return replace(suite, items=tuple(drawn))


@dataclass
class World:
    """The assistant, its settings, its baseline runs by suite, and a folder for what is changed."""

    assistant: Assistant
    settings: Settings
    folder: Path
    baseline: dict[str, Run] = field(default_factory=dict)
    kept: dict[object, Assistant] = field(default_factory=dict)

    def run(self, suite: str, answerer: object, name: str, items: tuple[Item, ...] = ()) -> Run:
        """The sample of a suite, asked of the answerer."""
        asked = sampled(suite)
        asked = replace(asked, items=items or asked.items)
        return run_suite(asked, answerer, self.folder / "runs" / name / suite)  # type: ignore[arg-type]

    def alarms(self, run: Run) -> set[str]:
        """The metrics of the release gates that break in this run and do not in the baseline."""
        before = self.baseline[run.header.suite.partition(".")[0]]
        known, now = (
            {(check.gate, check.group) for check in broken(judge(judged, GATES, before))}
            for judged in (before, run)
        )
        return {gate.metric for gate, _ in now - known}

    def replay(self, suite: str) -> Replay:
        """The baseline's answers once more."""
        return Replay(self.baseline[suite])

    def reopened(self, **changed: object) -> Assistant:
        """The assistant as it opens with other settings."""
        return Assistant.open(self.settings.model_copy(update=changed))

    def on_corpus(self, change: Callable[[Path], None]) -> Assistant:
        """The assistant on a changed copy of the corpus, indexed anew in a home of its own; opened once."""
        if change not in self.kept:
            folder = self.folder / change.__name__
            shutil.copytree(self.settings.corpus, folder / "corpus")
            change(folder / "corpus")
            self.kept[change] = self.reopened(corpus=folder / "corpus", home=folder / "home")
        return self.kept[change]

    def with_thresholds(self, threshold: float) -> Assistant:
        """The assistant with other thresholds in its calibration file."""
        record = json.loads(self.settings.calibration.read_text("utf-8"))
        record["evidence"] |= {"answers": dict.fromkeys(Manner, threshold), "nears": threshold}
        path = self.folder / "calibration.json"
        path.write_text(json.dumps(record), "utf-8")
        return self.reopened(calibration=path)

    def with_rules(self, old: str, new: str) -> Assistant:
        """The assistant with another scoring rule in its file."""
        text = (self.settings.corpus / "standard" / "scoring.yaml").read_text("utf-8")
        assert old in text
        path = self.folder / "scoring.yaml"
        path.write_text(text.replace(old, new), "utf-8")
        return replace(self.assistant, rules=load_rules(path))

    def searching(self, change: Callable[[Retriever], Retriever]) -> Assistant:
        """The assistant as it opens with another retriever."""
        with patch("assistant.app.open_retriever", lambda *given: change(open_retriever(*given))):
            return self.reopened()


Make = Callable[[World, str], object]


def replayed(spoil) -> Make:
    """The baseline's answers, spoilt."""
    return lambda world, suite: Spoilt(world.replay(suite), spoil)


def live(**spoilt) -> Make:
    """The assistant itself, spoilt."""
    return lambda world, _suite: Spoilt(world.assistant, **spoilt)


def when(condition, change):
    return lambda question, right: change(question, right) if condition(question, right) else right


def answering(_question, right) -> bool:
    return right.status in ("answered", "partial")


def with_receipts(_question, right) -> bool:
    return bool(right.receipts)


def one_in(count: int, change):
    """Change one answer in ``count``, drawn by its question."""
    return when(lambda q, right: answering(q, right) and random.Random(q).randrange(count) == 0, change)


def saying(change):
    return lambda _question, right: right.model_copy(update={"answer": change(right.answer)})


def having(**fields):
    return lambda _question, right: right.model_copy(update=fields)


def citing(change):
    """Another list of citations."""
    return lambda question, right: right.model_copy(update={"citations": change(question, right.citations)})
