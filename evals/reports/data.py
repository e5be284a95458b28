"""A comparison as JSON."""

import json
from dataclasses import asdict

from evals.compare import Comparison


def comparison_json(comparison: Comparison) -> str:
    """Every metric's change with its test, every changed item."""
    content = {
        "before": comparison.before.header.model_dump(),
        "after": comparison.after.header.model_dump(),
        "warnings": comparison.warnings,
        "changes": [asdict(change) | {"difference": change.difference} for change in comparison.changes],
        "flips": [asdict(flip) for flip in comparison.flips],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
