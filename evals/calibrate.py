"""``python -m evals.calibrate``: set channel weights and the refusal model from the development halves.

The test halves are never read here; both are fitted on questions left out of the corpus too
(held_out.py). Steps and seeds are fixed, so the same suites and index give the same numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from assistant.answering.asks import Ask
from assistant.answering.calibration import Calibration, save_calibration
from assistant.answering.evidence import manner_of
from assistant.answering.finding import FOUND, query_of, retrieve
from assistant.answering.trees import FEATURES, Evidence, Manner, Node, Tree
from assistant.app import Assistant
from assistant.errors import UsageError
from assistant.retrieval.hybrid import CHANNELS, Weights
from assistant.settings import SHIPPED
from evals.held_out import assistant_without
from evals.items import Expect
from evals.suite import load_suite

SUITES = ("golden", "premises", "integration", "dialogues", "followups", "scoring", "unanswerable")
# A clause number is an exact match: its weight is not fitted but outweighs every other. What was typed
# and stands in few passages lifts one of them among the first: its weight is the most that can take.
# That the better source leads is a promise: its weight is as much as golden bears without loss.
AUTHORITY = 1.0
FREE = ("text", "asked", "coverage", "dense", "lead", "company", "kind", "overview", "conflict")
DECAY = 1e-3
BOOSTING: dict[str, Any] = {
    "max_iter": 400,
    "max_depth": 3,
    "learning_rate": 0.05,
    "min_samples_leaf": 12,
    "early_stopping": False,
    "random_state": 27922,
}
# More of these never speaks against the material answering, more of those never for it, whatever chance says
# in the examples: those hold no question that stands in the index, and an authored one is met word for word.
FOR = frozenset({"asked", "coverage", "dense", "lead", "company"})
AGAINST = frozenset({"vote", "wording", "rival", "unseen", "missing", "absent", "details", "untyped"})
FOLDS = 5
STRETCH = 20  # neighbouring examples that stay in one fold: turns and readings of one conversation are alike
UNREAD = "left out of the corpus"
# Share of answerable questions, not fitted to, that may be refused. Of what leans on a conversation half is
# not answered by what is found.
FALSE_REFUSALS = {Manner.ALONE: 0.025, Manner.LEANING: 0.12, Manner.ELLIPTIC: 0.07}
BLANK_REFUSALS = 0.01  # share of them that may be refused without showing the nearest passage

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A single ask with the passages that answer it; none where the material does not."""

    ask: Ask
    gold: frozenset[str]


def examples(assistant: Assistant) -> Iterator[Example]:
    """The single asks of the development halves that go to retrieval; one that leans is read both ways."""
    for name in SUITES:
        for item in load_suite(name).part("dev").items:
            history = ()
            for step in item.steps:
                _, asks = assistant.understand(step.question, history)
                if step.expect is not None and len(asks) == 1 and retrieved(assistant, step.expect, asks[0]):
                    readings = dict.fromkeys([asks[0], replace(asks[0], past="")])
                    yield from (Example(ask, frozenset(step.expect.passages)) for ask in readings)
                if len(item.steps) > 1:
                    _, history = assistant.converse(step.question, history)  # type: ignore[assignment]


def asked(assistant: Assistant, questions: list[tuple[str, str]]) -> Iterator[Example]:
    """Questions left out of the corpus, each a single ask that goes to retrieval, with its passage."""
    answer = assistant.extractive
    for name, question in questions:
        _, asks = assistant.understand(question)
        if len(asks) == 1 and not (answer.correction(question) or answer.judge.foreign(question)):
            yield Example(asks[0], frozenset(filter(None, [name])))


def retrieved(assistant: Assistant, expect: Expect, ask: Ask) -> bool:
    """Whether the ask is decided by retrieval, and labelled."""
    answer = assistant.extractive
    if answer.correction(ask.text) or answer.courtesy(ask) or answer.judge.foreign(ask.text):
        return False
    return expect.tool is None and (bool(expect.passages) or not expect.answerable)


def fit_weights(parts: Sequence[tuple[Assistant, list[Example]]]) -> Weights:
    """Channel weights that make the gold passages probable (softmax over all passages).

    Every part counts the same, however many examples it has.
    """
    tables, golds, counts = [], [], []
    for assistant, found in parts:
        labelled = list(channels_of(assistant, found))
        tables += [table for table, _ in labelled]
        golds += [rows for _, rows in labelled]
        counts += [1 / (len(labelled) * len(parts))] * len(labelled)
    sharpness = 10.0
    weights = np.zeros(len(FREE))
    for _ in range(300):
        gradient = DECAY * weights
        for table, rows, count in zip(tables, golds, counts, strict=True):
            share = softmax(sharpness * table @ weights)
            wanted = np.zeros_like(share)
            wanted[rows] = share[rows] / max(share[rows].sum(), 1e-12)
            gradient += count * sharpness * table.T @ (share - wanted)
        weights -= 0.05 * gradient
    scale = 10.0 / np.abs(weights).sum()
    fitted = {name: round(float(weight * scale), 4) for name, weight in zip(FREE, weights, strict=True)}
    clause = round(2 * max(fitted.values()), 4)
    exact = round(clause + AUTHORITY + sum(map(abs, fitted.values())), 4)  # no lift can be more
    return Weights(clause=clause, authority=AUTHORITY, exact=exact, **fitted)


def channels_of(assistant: Assistant, found: list[Example]) -> Iterator[tuple[Matrix, list[int]]]:
    """Of each example that has gold passages: every passage's ``FREE`` channels, and the gold's rows."""
    known = assistant.material.rows
    for example in found:
        rows = [known[name] for name in example.gold if name in known]
        if rows:
            channels, _, _ = assistant.retriever.channels(query_of(assistant.retriever, example.ask))
            yield np.array([channels[name] for name in FREE], dtype=np.float64).T, rows


def fit_evidence(table: Matrix, labels: Vector, manners: NDArray[np.str_]) -> Evidence:
    """The trees, and the thresholds that the limits set on examples they were not fitted to.

    Args:
        table: float[examples, features].
        labels: 1 where the material answers.
        manners: of the suites' development halves; :data:`UNREAD` for questions left out of the corpus.
    """
    chances = held_out(table, labels)
    yes, no = labels == 1, labels == 0
    answers = {
        manner: round(float(np.quantile(chances[yes & (manners == manner)], share)), 4)
        for manner, share in FALSE_REFUSALS.items()
    }
    nears = float(np.quantile(chances[yes & (manners != UNREAD)], BLANK_REFUSALS))
    for name in (*Manner, UNREAD):
        part = manners == name
        print(f"\n{name}: {(part & yes).sum()} answered by the material, {(part & no).sum()} not\n")
        print(curve(chances[part & yes], chances[part & no], answers.get(name, answers[Manner.ALONE])))
    start, trees = exported(boosted(table, labels))
    return Evidence(start, trees, answers, round(nears, 4))


def held_out(table: Matrix, labels: Vector) -> Vector:
    """The probability of each example under the model fitted to the other ``FOLDS - 1`` parts."""
    chances = np.zeros(len(labels))
    for fold_number in range(FOLDS):
        inside = np.arange(len(labels)) // STRETCH % FOLDS == fold_number
        model = boosted(table[~inside], labels[~inside])
        chances[inside] = model.predict_proba(table[inside])[:, 1]
    return chances


def boosted(table: Matrix, labels: Vector) -> HistGradientBoostingClassifier:
    """Boosted trees fitted to the examples, monotone where sense says so; both classes count the same."""
    balance = np.where(labels == 1, 1 / (labels == 1).sum(), 1 / (labels == 0).sum())
    slopes = [int(name in FOR) - int(name in AGAINST) for name in FEATURES]
    model = HistGradientBoostingClassifier(monotonic_cst=slopes, **BOOSTING)
    return model.fit(table, labels, balance * len(labels) / 2)


def exported(model: HistGradientBoostingClassifier) -> tuple[float, tuple[Tree, ...]]:
    """The log-odds it starts from, and its trees; a node's value is the mean of the leaves below it."""
    start = float(model._baseline_prediction.item())
    return round(start, 6), tuple(exported_tree(each.nodes) for (each,) in model._predictors)


def exported_tree(nodes: NDArray[np.void]) -> Tree:
    """One tree's nodes, its root first."""
    values = nodes["value"].copy()
    for node in reversed(range(len(nodes))):
        if not nodes["is_leaf"][node]:
            below = [nodes["left"][node], nodes["right"][node]]
            values[node] = np.average(values[below], weights=nodes["count"][below])
    columns = (nodes["feature_idx"], nodes["num_threshold"], nodes["left"], nodes["right"], values)
    return tuple(
        Node(int(feature), round(float(threshold), 6), int(left), int(right), round(float(value), 6))
        for feature, threshold, left, right, value in zip(*columns, strict=True)
    )


def judged(assistant: Assistant, found: list[Example]) -> tuple[Matrix, Vector]:
    """A row of ``FEATURES`` for each example, and whether the material answers it.

    What leans on a conversation counts as answered only by the passage found: there the wrong passage
    is as likely as none, and as bad.
    """
    rows, labels = [], []
    for example in found:
        hits = retrieve(assistant.retriever, example.ask, FOUND)
        features = assistant.extractive.judge.features(example.ask, hits) if hits.hits else {}
        rows.append([features.get(name, 0.0) for name in FEATURES])
        best = {hit.passage.id for hit in hits.hits[:1]}
        labels.append(bool(example.gold & best if example.ask.leans else example.gold))
    return np.array(rows), np.array(labels, dtype=np.float64)


def softmax(values: Matrix) -> Matrix:
    """Shares that sum to one."""
    raised: Matrix = np.exp(values - values.max())
    shares: Matrix = raised / raised.sum()
    return shares


def curve(yes: Vector, no: Vector, chosen: float) -> str:
    """False answers and false refusals over thresholds, as a Markdown table."""
    lines = ["| threshold | false answers | false refusals |", "|---|---|---|"]
    for threshold in sorted({chosen, *(step / 10 for step in range(1, 10))}):
        lines.append(f"| {threshold:.2f} | {(no >= threshold).mean():.3f} | {(yes < threshold).mean():.3f} |")
    return "\n".join(lines)


def main() -> None:
    """Fit, print what came out, write indexes/calibration.json."""
    path = SHIPPED / "indexes" / "calibration.json"
    assistant = Assistant.open()
    alone = [example for example in examples(assistant) if not example.ask.leans]
    if not any(example.gold for example in alone):
        raise UsageError("the suites have no development questions", next_step="restore evals/suites/")
    with TemporaryDirectory() as folder:
        unread, answered, unanswered = assistant_without(Path(folder))
        fresh = list(asked(unread, answered + [("", text) for text in unanswered]))
        weights = fit_weights([(assistant, alone), (unread, fresh)])
        assistant, unread = (
            replace(each, retriever=replace(each.retriever, weights=weights)) for each in (assistant, unread)
        )
        found = list(examples(assistant))
        parts = [judged(assistant, found), judged(unread, fresh)]
    tables, labels = zip(*parts, strict=True)
    manners = np.array([*(manner_of(example.ask) for example in found), *[UNREAD] * len(fresh)])
    evidence = fit_evidence(np.vstack(tables), np.concatenate(labels), manners)
    save_calibration(Calibration(weights, evidence), path)
    print({name: getattr(weights, name) for name in CHANNELS})
    print(f"answers from {dict(evidence.answers)}, shows the nearest passage from {evidence.nears}")


if __name__ == "__main__":
    main()
