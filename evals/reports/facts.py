"""The figures behind the plots, apart from how they are drawn."""

from collections import Counter

from evals.items import Item
from evals.records import Run

STATUSES = {"answered": "已答", "partial": "部分", "refused": "拒答", "clarify": "反问"}
STEPS = 40


def confusion_counts(run: Run) -> Counter[tuple[str, str]]:
    """How often each expected status (the first accepted) met each given one."""
    return Counter(
        (
            step.expect.status[0],
            answer.status if answer.status not in step.expect.status else step.expect.status[0],
        )
        for item in run.items
        for step, answer in zip(item.steps, run.records[item.id].answers, strict=False)
        if step.expect is not None
    )


def best_score(run: Run, item: Item) -> float | None:
    """The score of the best passage the fused search found; None where search was not measured."""
    if "fused" not in run.records[item.id].found:
        return None
    return next((score for _, score in run.records[item.id].found["fused"]), 0.0)


def refusal_curve(run: Run) -> list[tuple[float, float, float]]:
    """(threshold, false refusals, false answers) if one refused whatever scores below the threshold.

    Empty where the suite holds no answerable or no unanswerable question, or search was not measured.
    """
    scored = [(item.expect.answerable, best_score(run, item)) for item in run.items]
    known = [score for answerable, score in scored if answerable and score is not None]
    unknown = [score for answerable, score in scored if not answerable and score is not None]
    if not known or not unknown:
        return []
    top = max((*known, *unknown))
    thresholds = [top * step / STEPS for step in range(STEPS + 2)]
    return [
        (t, sum(s < t for s in known) / len(known), sum(s >= t for s in unknown) / len(unknown))
        for t in thresholds
    ]
