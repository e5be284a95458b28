"""Read what was meant: pinyin typed for characters, homophones, swapped and lost characters.

A noisy channel (Kernighan, Church & Gale 1990): of the edits at a suspicious place the one wins that
makes the text most probable by more than the edit costs. Numerals, negations and star levels are
never touched; a wrong one there would change the question.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from assistant.records import read_record, write_record
from assistant.text.language_model import LanguageModel
from assistant.text.pairs import from_rows, pairs_of
from assistant.text.terms import STOP
from assistant.text.usage import HAN, WORD, Usage

LATIN = re.compile(r"(?<![a-z0-9./-])[a-z]+(?:[ '][a-z]+)*(?![a-z0-9./-])")
SHORTEST_PINYIN = 4  # letters; a shorter run is a name or a unit
KEPT = frozenset("零一二两三四五六七八九十百千万半几多少不没无未非别勿莫否免禁年月天日分星级项个")
LONGEST_SYLLABLE = 6
MOST_EDITS = 3
MOSTLY = 0.6  # share of the characters read from pinyin that must stand in words
LONGEST_WORD = 4  # characters
COMMON = 8  # how often a pair stands in the material that counts as a word of the field
# What an edit must gain (nats): the likelier the slip, the less.
SWAPPED, SOUNDED, LOST = 8.0, 9.5, 9.0


@dataclass(frozen=True)
class Speller:
    """Mends questions.

    Attributes:
        language: which characters stand beside which.
        sounds: syllable without tone -> its characters.
        words: Chinese words of two characters or more that the material uses.
        names: Latin words of the field, which are never taken for pinyin.
    """

    language: LanguageModel
    sounds: Mapping[str, str]
    words: frozenset[str] = frozenset()
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

    def decoded(self, folded: str) -> str:
        """``folded`` with its pinyin turned into characters; English, names and codes stay."""
        words = [word for word in WORD.findall(folded) if word not in self.names]
        if not HAN.search(folded) and not all(map(self._readable, words)):
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
        likeliest = min(ends, default=(0.0, ""))[1]
        return likeliest if likeliest and self._in_words(before, likeliest, after) else run[0]

    def _in_words(self, before: str, text: str, after: str) -> bool:
        """Whether most characters make a word with one beside them; "panda" gives 盘大, which is none."""
        used = [self._used(pair) for pair in map("".join, pairwise(f"{before}{text}{after}"))]
        return sum(left or right for left, right in pairwise(used)) >= MOSTLY * len(text)

    def _readable(self, letters: str) -> bool:
        """Whether the letters can be cut into syllables of the characters that are used here."""
        reached = [True, *(False for _ in letters)]
        for end in range(1, len(letters) + 1):
            reached[end] = any(
                reached[start] and self.common.get(letters[start:end])
                for start in range(max(0, end - LONGEST_SYLLABLE), end)
            )
        return reached[-1]

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
            pair not in was and (swapped or STOP.isdisjoint(pair)) and self._used(pair)
            for pair in map("".join, pairwise(becomes))
        )

    def _used(self, pair: str) -> bool:
        """Whether the pair is a word here, or stands together so often that it is as good as one."""
        return pair in self.words or self.language.pairs.count(pair) >= COMMON

    def _candidates(self, text: str) -> Iterator[tuple[int, int, str, float]]:
        """Edits (start, end, what is put there, cost) around each pair that was never seen together."""
        known = self.language.pairs.count
        pairs = ((place, text[place : place + 2]) for place in range(1, len(text) - 2))
        unseen = [place for place, pair in pairs if not known(pair) and chinese(pair)]
        firm = self._firm(text) if unseen else set()
        for place in unseen:
            yield from self._swaps(text, place)
            for start in {place, place + 1} - firm:
                yield from ((start, start + 1, other, SOUNDED) for other in self._homophones(text[start]))
            yield from self._lost(text, place)

    def _firm(self, text: str) -> set[int]:
        """The places of characters that belong to a word, the longest from each place on."""
        firm: set[int] = set()
        place = 0
        while place < len(text):
            ends = range(place + LONGEST_WORD, place + 1, -1)
            end = next((end for end in ends if text[place:end] in self.words), place)
            firm.update(range(place, end))
            place = max(end, place + 1)
        return firm

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
        pairs, after = self.language.pairs, text[place + 1]
        for between, count in pairs.after(text[place]):
            if count > 1 and between not in KEPT and pairs.count(between + after) > 1 and HAN.match(between):
                yield place + 1, place + 1, between, LOST

    def save(self, path: Path) -> None:
        """Write as JSON."""
        rows = self.language.pairs.rows.items()
        pairs = {first: (seconds, counts.tolist()) for first, (seconds, counts) in rows}
        record = {
            "pairs": pairs,
            "sounds": self.sounds,
            "words": sorted(self.words),
            "names": sorted(self.names),
        }
        write_record(path, record)

    @classmethod
    def load(cls, path: Path) -> "Speller":
        """Read what :meth:`save` wrote."""
        record = read_record(path)
        return cls(
            LanguageModel(from_rows(record["pairs"])),
            record["sounds"],
            frozenset(record["words"]),
            frozenset(record["names"]),
        )


def chinese(pair: str) -> bool:
    """Whether both characters are Chinese."""
    return len(pair) == 2 and all(map(HAN.match, pair))


def speller_of(usage: Usage) -> Speller:
    """The speller of texts whose usage was counted."""
    return Speller(
        LanguageModel(pairs_of(usage.pairs)), usage.sounds(), frozenset(usage.words), frozenset(usage.names)
    )
