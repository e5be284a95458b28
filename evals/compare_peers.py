"""``python -m evals.compare_peers``: the assistant and its peers on the test halves, as one table (对照).

Golden says how well each answers; the false answers on the unanswerable suite say at what price.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from evals.engines import EXTRACTIVE, open_engine
from evals.records import Run
from evals.reports.markdown import shown, table
from evals.runner import run_suite
from evals.suite import Suite, load_suite
from evals.summary import LABELS, figure, percentile

ENGINES = (EXTRACTIVE, "dense", "bm25", "naive")
GOLDEN = (
    *("correct", "point_recall", "focus", "citation_recall", "citation_precision", "false_refusal"),
    *("fused.hit@1", "fused.hit@5", "fused.mrr", "fused.ndcg@10", "length"),
)
UNANSWERABLE = ("false_answer",)


def row(name: str, golden: Suite, unanswerable: Suite, folder: Path) -> list[str]:
    """An engine's figures on both suites."""
    answerer, settings = open_engine(name)
    known, unknown = (
        run_suite(suite, answerer, folder / f"{name}-{suite.name}", name=name, settings=settings)
        for suite in (golden, unanswerable)
    )
    times = list(known.timings.answer_ms.values()) if known.timings else []
    return [name, *cells(known, GOLDEN), *cells(unknown, UNANSWERABLE), f"{percentile(times, 0.5)} ms"]


def cells(run: Run, metrics: tuple[str, ...]) -> list[str]:
    """A run's figures as people read them."""
    return [shown(name, figure(name, run.items, run.scores).value) for name in metrics]


def main() -> None:
    """Print the table."""
    golden, unanswerable = (load_suite(name).part("test") for name in ("golden", "unanswerable"))
    with TemporaryDirectory() as folder:
        rows = [row(name, golden, unanswerable, Path(folder)) for name in ENGINES]
    for suite in (golden, unanswerable):
        print(f"{suite.name} v{suite.version}: {len(suite.items)} questions")
    columns = ("engine", *(LABELS[name].en for name in (*GOLDEN, *UNANSWERABLE)), "median latency")
    print(f"\n{table(columns, rows)}")


if __name__ == "__main__":
    main()
