"""From a message to a verified answer: dialogue, asks, evidence, composing, the chain."""
