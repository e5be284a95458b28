"""The numbers that measurement sets: channel weights and the model of evidence.

They stand in indexes/calibration.json, written by ``python -m evals.calibrate``: the free weights and
the trees are fitted to the development halves of the suites and to questions left out of the corpus,
the weights of clause, authority and exact are set there, with the reason.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.answering.trees import Evidence, Manner, Node
from assistant.errors import IndexUnusableError
from assistant.retrieval.hybrid import Weights


@dataclass(frozen=True, slots=True)
class Calibration:
    """All calibrated numbers."""

    weights: Weights
    evidence: Evidence


def load_calibration(path: Path) -> Calibration:
    """Read the file.

    Raises:
        IndexUnusableError: it is missing or not what it should be.
    """
    try:
        record = json.loads(path.read_text("utf-8"))
        evidence = record["evidence"]
        trees = tuple(tuple(Node(*node) for node in tree) for tree in evidence.pop("trees"))
        answers = {manner: evidence["answers"][manner] for manner in Manner}
        return Calibration(
            Weights(**record["weights"]), Evidence(trees=trees, **evidence | {"answers": answers})
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusableError(
            f"{path.name} 不可用", reason=type(error).__name__, next_step="从代码库恢复 indexes/"
        ) from error


def save_calibration(calibration: Calibration, path: Path) -> None:
    """Write the file."""
    evidence = calibration.evidence
    record = {
        "weights": asdict(calibration.weights),
        "evidence": {
            "start": evidence.start,
            "answers": dict(evidence.answers),
            "nears": evidence.nears,
            "trees": evidence.trees,
        },
    }
    path.write_text(json.dumps(record) + "\n", "utf-8")
