"""Speed and size, measured against simpler systems in the same run: ``python -m evals.bench`` (见 evals/BENCHMARKS.md)."""
