"""What stands beside what in the language of this field: a character bigram model (字二元模型).

It is counted over the material and the ways people ask, so it knows that 证 follows 认 here and
that nothing follows 正 in 认正.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from assistant.text.pairs import Pairs

PRIOR = 4.0  # how many observations the single character's own frequency is worth


@dataclass(frozen=True)
class LanguageModel:
    """Counts of characters and of neighbouring pairs; a space stands at both ends of a text."""

    pairs: Pairs

    @cached_property
    def singles(self) -> Counter[str]:
        """How often each character stands before another."""
        return Counter(self.pairs.sums())

    @cached_property
    def total(self) -> int:
        """All observations."""
        return sum(self.singles.values())

    def surprise(self, text: str) -> float:
        """Minus the logarithm of the text's probability, given its first character (nats)."""
        return sum(self.cost(pair) for pair in map("".join, pairwise(text)))

    def cost(self, pair: str) -> float:
        """Minus the logarithm of the second character's probability after the first (nats)."""
        before, after = pair[0], pair[1]
        alone = (self.singles[after] + 0.1) / (self.total + 1000)
        return -math.log((self.pairs.count(pair) + PRIOR * alone) / (self.singles[before] + PRIOR))


def count_pairs(texts: Iterable[str]) -> Counter[str]:
    """How often two characters are neighbours in the texts."""
    characters = chain.from_iterable(f" {text}" for text in texts)
    return Counter(map("".join, pairwise(chain(characters, " "))))
