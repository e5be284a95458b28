"""The evaluation tab: run a suite, watch it, read it question by question, compare two runs."""
