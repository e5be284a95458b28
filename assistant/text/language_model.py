"""What stands beside what in the language of this field: a character bigram model (字二元模型).

It is counted over the material and the ways people ask, so it knows that 证 follows 认 here and
that nothing follows 正 in 认正.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import rjieba

PRIOR = 4.0  # how many observations the single character's own frequency is worth
COMMON = 8  # how often a pair stands in the material that counts as a word of the field
WORD = 2  # how often a word of the general dictionary counts as seen


@dataclass(frozen=True)
class LanguageModel:
    """Counts of characters and of neighbouring pairs; a space stands at both ends of a text."""

    pairs: dict[str, int]

    @cached_property
    def singles(self) -> Counter[str]:
        """How often each character stands before another."""
        counts: Counter[str] = Counter()
        for pair, count in self.pairs.items():
            counts[pair[0]] += count
        return counts

    @cached_property
    def total(self) -> int:
        """All observations."""
        return sum(self.singles.values())

    def seen(self, pair: str) -> int:
        """How often the pair was seen; a word of the general dictionary counts as seen."""
        return self.pairs.get(pair, 0) or (WORD if rjieba.has_word(pair) else 0)

    def used(self, pair: str) -> bool:
        """Whether the pair is a word of this field, or a general word that this field uses."""
        count = self.pairs.get(pair, 0)
        return count >= COMMON or (count > 0 and rjieba.has_word(pair))

    def surprise(self, text: str) -> float:
        """Minus the logarithm of the text's probability, given its first character (nats)."""
        return sum(self.cost(pair) for pair in map("".join, pairwise(text)))

    def cost(self, pair: str) -> float:
        """Minus the logarithm of the second character's probability after the first (nats)."""
        before, after = pair[0], pair[1]
        alone = (self.singles[after] + 0.1) / (self.total + 1000)
        return -math.log((self.seen(pair) + PRIOR * alone) / (self.singles[before] + PRIOR))


def count_language(texts: Iterable[str]) -> LanguageModel:
    """The model of folded ``texts``."""
    pairs: Counter[str] = Counter()
    for text in texts:
        padded = f" {text} "
        pairs.update(map("".join, pairwise(padded)))
    return LanguageModel(dict(pairs))
