"""``python -m evals.calibrate``: set channel weights and the refusal model from the development halves.

The test halves are never read here. Both fits are convex, start from zero and use fixed steps, so
the same suites and index give the same numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.asks import Ask
from assistant.answering.calibration import Calibration, save_calibration
from assistant.answering.evidence import FEATURES, Evidence
from assistant.answering.finding import query_of, retrieve
from assistant.app import FOUND, Assistant
from assistant.errors import UsageError
from assistant.retrieval.hybrid import CHANNELS, Weights
from assistant.settings import SHIPPED
from evals.items import Expect
from evals.suite import load_suite

ANSWERABLE = ("golden", "premises", "integration", "dialogues", "scoring")
UNANSWERABLE = ("unanswerable",)
# A clause number or a rare string is an exact match: its weight is not fitted but outweighs every other.
FREE = ("text", "asked", "coverage", "dense", "lead", "company", "kind", "overview", "conflict")
STEPS, RATE, DECAY = 3000, 0.5, 1e-3
FOLDS = 5
FALSE_REFUSALS = 0.035  # share of answerable questions, not fitted to, that may be refused

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A single ask with the passages that answer it; none where the material does not."""

    ask: Ask
    gold: frozenset[str]


def examples(assistant: Assistant, suites: tuple[str, ...]) -> Iterator[Example]:
    """The single asks of the development halves that go to retrieval."""
    for name in suites:
        for item in load_suite(name).part("dev").items:
            history = ()
            for step in item.steps:
                _, asks = assistant.understand(step.question, history)
                if step.expect is not None and len(asks) == 1 and retrieved(assistant, step.expect, asks[0]):
                    yield Example(asks[0], frozenset(step.expect.passages))
                if len(item.steps) > 1:
                    _, history = assistant.converse(step.question, history)  # type: ignore[assignment]


def retrieved(assistant: Assistant, expect: Expect, ask: Ask) -> bool:
    """Whether the ask is decided by retrieval, and labelled."""
    answer = assistant.extractive
    if answer.correction(ask.text) or answer.greeting(ask) or answer.judge.foreign(ask.text):
        return False
    return expect.tool is None and (bool(expect.passages) or not expect.answerable)


def fit_weights(assistant: Assistant, found: list[Example]) -> Weights:
    """Channel weights that make the gold passages probable (softmax over all passages)."""
    retriever = assistant.retriever
    positions = {passage.id: row for row, passage in enumerate(assistant.material.passages)}
    tables, golds = [], []
    for example in found:
        rows = [positions[name] for name in example.gold if name in positions]
        if rows:
            channels, _, _ = retriever.channels(query_of(retriever, example.ask))
            tables.append(np.array([channels[name] for name in FREE], dtype=np.float64).T)
            golds.append(rows)
    sharpness = 10.0
    weights = np.zeros(len(FREE))
    for _ in range(300):
        gradient = DECAY * weights
        for table, rows in zip(tables, golds, strict=True):
            share = softmax(sharpness * table @ weights)
            wanted = np.zeros_like(share)
            wanted[rows] = share[rows] / max(share[rows].sum(), 1e-12)
            gradient += sharpness * table.T @ (share - wanted) / len(tables)
        weights -= 0.05 * gradient
    scale = 10.0 / np.abs(weights).sum()
    fitted = {name: round(float(weight * scale), 4) for name, weight in zip(FREE, weights, strict=True)}
    outweighing = round(2 * max(fitted.values()), 4)
    return Weights(clause=outweighing, exact=outweighing, **fitted)


def fit_evidence(assistant: Assistant, answerable: list[Example], others: list[Example]) -> Evidence:
    """The logistic model, and the threshold that ``FALSE_REFUSALS`` sets on examples it was not fitted to."""
    table = feature_table(assistant, answerable + others)
    labels = np.array([1.0] * len(answerable) + [0.0] * len(others))
    chances = held_out(table, labels)
    threshold = float(np.quantile(chances[labels == 1], FALSE_REFUSALS))
    print(curve(chances[labels == 1], chances[labels == 0], threshold))
    weights, bias = logistic(table, labels)
    named = {name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)}
    return Evidence(named, round(bias, 4), round(threshold, 4))


def held_out(table: Matrix, labels: Vector) -> Vector:
    """The probability of each example under the model fitted to the other ``FOLDS - 1`` parts."""
    chances = np.zeros(len(labels))
    for fold_number in range(FOLDS):
        inside = np.arange(len(labels)) % FOLDS == fold_number
        weights, bias = logistic(table[~inside], labels[~inside])
        chances[inside] = sigmoid(table[inside] @ weights + bias)
    return chances


def logistic(table: Matrix, labels: Vector) -> tuple[Vector, float]:
    """Weights and bias of a logistic regression; both classes count the same."""
    balance = np.where(labels == 1, 0.5 / (labels == 1).sum(), 0.5 / (labels == 0).sum())
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    scaled = (table - mean) / spread
    weights, bias = np.zeros(len(FEATURES)), 0.0
    for _ in range(STEPS):
        error = balance * (sigmoid(scaled @ weights + bias) - labels)
        weights -= RATE * (scaled.T @ error + DECAY * weights)
        bias -= RATE * float(error.sum())
    raw = weights / spread
    return raw, bias - float(mean @ raw)


def sigmoid(values: Vector) -> Vector:
    """Between 0 and 1."""
    chances: Vector = 1 / (1 + np.exp(-values))
    return chances


def feature_table(assistant: Assistant, found: list[Example]) -> Matrix:
    """A row of ``FEATURES`` for each example."""
    rows = []
    for example in found:
        hits = retrieve(assistant.retriever, example.ask, FOUND)
        features = assistant.extractive.judge.features(example.ask, hits) if hits.hits else {}
        rows.append([features.get(name, 0.0) for name in FEATURES])
    return np.array(rows)


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
    answerable = list(examples(assistant, ANSWERABLE))
    weights = fit_weights(assistant, answerable)
    kept = assistant.extractive.judge.evidence
    save_calibration(Calibration(weights, kept), path)
    assistant = Assistant.open()
    others = list(examples(assistant, UNANSWERABLE))
    if not answerable or not others:
        raise UsageError("the suites have no development questions", next_step="restore evals/suites/")
    evidence = fit_evidence(assistant, answerable, others)
    save_calibration(Calibration(weights, evidence), path)
    print(f"{len(answerable)} answerable, {len(others)} unanswerable asks; channels {CHANNELS}")
    print({name: getattr(weights, name) for name in CHANNELS})
    print(evidence)


if __name__ == "__main__":
    main()
