"""What the embedding model learns from: pairs of texts that mean the same passage.

Pairs cut from the text alone would only teach word overlap. These come from people's ways of
asking and from the glossary, so they teach that 年审 and 监督审核 are the same thing.
"""

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.index.entries import plain_lead
from assistant.knowledge.material import Material
from assistant.text.normalize import fold

FILLERS = ("请问", "想问一下", "你好，", "麻烦问下", "我们公司", "我们", "那", "老板问", "")
ENDINGS = ("", "", "", "呢", "啊", "？", "，急", "，谢谢")
DROPPED = 0.08  # share of characters a typist leaves out


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of one passage; ``group`` keeps texts of one passage from being each other's negatives."""

    left: str
    right: str
    group: int


def training_pairs(material: Material, seed: int, rounds: int) -> list[Pair]:
    """All pairs of ``rounds`` passes over the material, in an order that the seed fixes."""
    rng = random.Random(seed)
    swap = Swapper(material.terms)
    pairs = [pair for _ in range(rounds) for pair in one_round(material, swap, rng)]
    pairs += [pair for _ in range(rounds // 4) for pair in glossary_pairs(material)]
    rng.shuffle(pairs)
    return pairs


def one_round(material: Material, swap: "Swapper", rng: random.Random) -> Iterator[Pair]:
    """Each question against its passage's heading and lead, against its body, against another question."""
    for group, passage in enumerate(material.passages):
        rest = passage.text.partition("\n")[2]
        target = fold(plain_lead(passage))
        for question in (passage.heading[-1], *passage.questions):
            asked = fold(disturb(swap(question, rng), rng))
            other = fold(swap(rng.choice(passage.questions), rng))
            right = rng.choice((target, target, other, fold(crop(rest, rng)) or target))
            yield Pair(asked, right, group)


def glossary_pairs(material: Material) -> Iterator[Pair]:
    """Each other form of a term against the term."""
    for number, (term, forms) in enumerate(material.terms.items()):
        yield from (Pair(fold(form), fold(term), -1 - number) for form in forms)


def unanswered_of(material: Material) -> list[str]:
    """The questions that the material does not answer, folded."""
    return [fold(question) for questions in material.unanswered.values() for question in questions]


def samples(texts: list[str], size: int, seed: int) -> Iterator[list[str]]:
    """Random samples of at most ``size`` texts, without end; the seed fixes them."""
    rng = random.Random(seed)
    while True:
        yield rng.sample(texts, min(size, len(texts)))


class Swapper:
    """Replaces a term of the glossary by another of its forms."""

    def __init__(self, terms: Mapping[str, tuple[str, ...]]) -> None:
        groups = [(term, *forms) for term, forms in terms.items() if forms]
        self._group = {form: group for group in groups for form in group}
        longest = sorted(self._group, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def __call__(self, text: str, rng: random.Random) -> str:
        """``text`` with about half of its terms in another form."""
        return self._pattern.sub(
            lambda match: rng.choice(self._group[match[0]]) if rng.random() < 0.5 else match[0], text
        )


def disturb(text: str, rng: random.Random) -> str:
    """A question as somebody else would type it: a filler, a lost character, an ending."""
    kept = "".join(char for char in text if rng.random() >= DROPPED)
    return f"{rng.choice(FILLERS)}{kept.rstrip('？?')}{rng.choice(ENDINGS)}"


def crop(text: str, rng: random.Random, longest: int = 60) -> str:
    """A stretch of a passage's body, without its Markdown."""
    plain = re.sub(r"[|>\-*\s]+", " ", text).strip()
    if len(plain) <= longest:
        return plain
    first = rng.randrange(len(plain) - longest)
    return plain[first : first + longest]


def texts_of(material: Material) -> Iterable[str]:
    """Every text the tokenizer should know the words of."""
    for passage in material.passages:
        yield fold(" ".join(passage.heading))
        yield fold(passage.text)
        yield from map(fold, passage.questions)
    for term, forms in material.terms.items():
        yield from map(fold, (term, *forms))
