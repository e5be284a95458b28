"""Read what was meant: pinyin typed for characters, homophones, swapped and lost characters.

A noisy channel (Kernighan, Church & Gale 1990): of the edits at a suspicious place the one wins that
makes the text most probable by more than the edit costs. Numerals, negations and star levels are
never touched; a wrong one there would change the question.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import rjieba

from assistant.text.language_model import LanguageModel, count_language
from assistant.text.terms import STOP

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"(?<![a-z0-9./-])[a-z]+(?:[ '][a-z]+)*(?![a-z0-9./-])")
WORD = re.compile(r"[a-z]+")
SHORTEST_PINYIN = 4  # letters; a shorter run is a name or a unit
KEPT = frozenset("零一二两三四五六七八九十百千万半几多少不没无未非别年月天日分星级项个")
LONGEST_SYLLABLE = 6
MOST_EDITS = 3
# What an edit must gain (nats): the likelier the slip, the less.
SWAPPED, SOUNDED, LOST = 5.0, 7.0, 9.0


@dataclass(frozen=True)
class Speller:
    """Mends questions.

    Attributes:
        language: which characters stand beside which.
        sounds: syllable without tone -> its characters.
        names: Latin words of the field, which are never taken for pinyin.
    """

    language: LanguageModel
    sounds: Mapping[str, str]
    names: frozenset[str] = frozenset()

    @cached_property
    def syllables(self) -> dict[str, list[str]]:
        """Character -> its syllables."""
        found: dict[str, list[str]] = {}
        for syllable, characters in self.sounds.items():
            for character in characters:
                found.setdefault(character, []).append(syllable)
        return found

    @cached_property
    def common(self) -> dict[str, str]:
        """Syllable -> its characters that the material uses."""
        used = self.language.singles
        return {
            syllable: "".join(character for character in characters if character in used)
            for syllable, characters in self.sounds.items()
        }

    @cached_property
    def following(self) -> dict[str, list[str]]:
        """Character -> the characters seen after it more than once."""
        found: dict[str, list[str]] = {}
        for pair, count in self.language.pairs.items():
            if count > 1 and HAN.match(pair[1]):
                found.setdefault(pair[0], []).append(pair[1])
        return found

    def decoded(self, folded: str) -> str:
        """``folded`` with its pinyin turned into characters; English, names and codes stay."""
        if not HAN.search(folded) and not all(map(self._readable, WORD.findall(folded))):
            return folded
        return LATIN.sub(lambda run: self._characters(folded, run), folded)

    def _characters(self, text: str, run: re.Match[str]) -> str:
        """The likeliest characters for a run of Latin letters; the run itself where it is no pinyin.

        The best path over all ways of cutting the run into syllables (Viterbi 1967).
        """
        letters = re.sub(r"[ ']", "", run[0])
        if len(letters) < SHORTEST_PINYIN or letters in self.names or not self._readable(letters):
            return run[0]
        before = text[run.start() - 1 : run.start()] or " "
        after = text[run.end() : run.end() + 1] or " "
        paths: list[dict[str, tuple[float, str]]] = [{before: (0.0, "")}, *({} for _ in letters)]
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - LONGEST_SYLLABLE), end):
                for character in self.common.get(letters[start:end], "") if paths[start] else "":
                    cost, path = min(
                        (cost + self.language.cost(last + character), path)
                        for last, (cost, path) in paths[start].items()
                    )
                    if character not in paths[end] or cost < paths[end][character][0]:
                        paths[end][character] = (cost, path + character)
        ends = ((cost + self.language.cost(last + after), path) for last, (cost, path) in paths[-1].items())
        return min(ends, default=(0.0, run[0]))[1]

    def _readable(self, letters: str) -> bool:
        """Whether the letters are a name of this field, or can be cut into syllables of its characters."""
        reached = [True, *(False for _ in letters)]
        for end in range(1, len(letters) + 1):
            reached[end] = any(
                reached[start] and self.common.get(letters[start:end])
                for start in range(max(0, end - LONGEST_SYLLABLE), end)
            )
        return reached[-1] or letters in self.names

    def mended(self, folded: str) -> str:
        """``folded`` with up to ``MOST_EDITS`` slips of the pen undone."""
        text = f" {folded} "
        for _ in range(MOST_EDITS):
            best = max(self._edits(text), default=None)
            if best is None or best[0] <= 0:
                break
            text = best[1]
        return text.strip()

    def _edits(self, text: str) -> Iterator[tuple[float, str]]:
        """(gain over cost, text after it) of every edit that makes a word at a suspicious place."""
        for start, end, put, cost in self._candidates(text):
            was, becomes = text[start - 1 : end + 1], text[start - 1] + put + text[end]
            if self._makes_word(was, becomes, swapped=len(put) > 1):
                gain = self.language.surprise(was) - self.language.surprise(becomes)
                yield gain - cost, text[:start] + put + text[end:]

    def _makes_word(self, was: str, becomes: str, *, swapped: bool) -> bool:
        """Whether a pair that is new is a word, used here; one of mere grammar only by a swap."""
        return any(
            (swapped or not STOP & set(pair)) and self.language.used(pair)
            for pair in pairs_of(becomes) - pairs_of(was)
        )

    def _candidates(self, text: str) -> Iterator[tuple[int, int, str, float]]:
        """Edits (start, end, what is put there, cost) around each pair that was never seen together."""
        firm = firm_places(text)
        for place in range(1, len(text) - 2):
            if not chinese(text[place : place + 2]) or self.language.seen(text[place : place + 2]):
                continue
            yield from self._swaps(text, place)
            for start in {place, place + 1} - firm:
                yield from ((start, start + 1, other, SOUNDED) for other in self._homophones(text[start]))
            yield from self._lost(text, place)

    def _swaps(self, text: str, place: int) -> Iterator[tuple[int, int, str, float]]:
        """Neighbours exchanged, at the pair or beside it."""
        for start in (place - 1, place, place + 1):
            pair = text[start : start + 2]
            if start > 0 and chinese(pair) and not KEPT & set(pair):
                yield start, start + 2, pair[::-1], SWAPPED

    def _homophones(self, character: str) -> Iterator[str]:
        """The characters that sound the same and are used here; none for one that must stay."""
        if character not in KEPT | STOP:
            for syllable in self.syllables.get(character, ()):
                yield from set(self.common.get(syllable, "")) - KEPT - {character}

    def _lost(self, text: str, place: int) -> Iterator[tuple[int, int, str, float]]:
        """A character put between the pair."""
        for between in self.following.get(text[place], ()):
            if between not in KEPT and self.language.pairs.get(between + text[place + 1], 0) > 1:
                yield place + 1, place + 1, between, LOST

    def save(self, path: Path) -> None:
        """Write as JSON."""
        record = {"pairs": self.language.pairs, "sounds": self.sounds, "names": sorted(self.names)}
        path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, path: Path) -> "Speller":
        """Read what :meth:`save` wrote."""
        record = json.loads(path.read_text("utf-8"))
        return cls(LanguageModel(record["pairs"]), record["sounds"], frozenset(record["names"]))


def chinese(pair: str) -> bool:
    """Whether both characters are Chinese."""
    return len(pair) == 2 and all(map(HAN.match, pair))


def pairs_of(text: str) -> set[str]:
    """The pairs of neighbouring characters."""
    return set(map("".join, pairwise(text)))


def firm_places(text: str) -> set[int]:
    """The places of characters that belong to a word of the general dictionary."""
    firm: set[int] = set()
    start = 0
    for word in rjieba.cut(text, hmm=False):
        if len(word) > 1:
            firm.update(range(start, start + len(word)))
        start += len(word)
    return firm


def learn_spelling(texts: Sequence[str]) -> Speller:
    """The speller of folded ``texts``; sounds of their words and of the common characters (GB 2312)."""
    from pypinyin import Style, lazy_pinyin

    common = bytes(
        byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low)
    ).decode("gb2312", "ignore")
    words = {
        word for text in texts for word in rjieba.cut(text) if len(word) > 1 and all(map(HAN.match, word))
    }
    sounds: dict[str, str] = {}
    for character, syllable in dict.fromkeys(
        reading
        for word in [*common, *sorted(words)]
        for reading in zip(word, lazy_pinyin(word, style=Style.NORMAL), strict=True)
    ):
        sounds[syllable] = sounds.get(syllable, "") + character
    names = {name for text in texts for name in WORD.findall(text)}
    return Speller(count_language(texts), sounds, frozenset(names))
