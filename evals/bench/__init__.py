"""Speed and size, measured against simpler systems in the same run (see evals/BENCHMARKS.md)."""
