"""Run a fixed set of questions, see what changed, gate a release: no judge model, no chance.

The way of a suite through this package:
``suite -> runner -> scoring (matching, metrics, retrieval) -> compare | gates | review -> reports``.
It knows the assistant by its public door only; anything with the same methods can be measured.
"""
