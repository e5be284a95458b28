"""What texts use: which characters stand side by side, which words and names, and how the words are read.

It is counted, so that texts which come or go change what is theirs and the rest need not be read again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from assistant.records import read_record, write_record
from assistant.text.language_model import count_pairs

HAN = re.compile(r"[\u4e00-\u9fff]")
ALL_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
WORD = re.compile(r"[a-z]+")
Counts = Counter[str]


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts over folded texts.

    Attributes:
        pairs: neighbouring characters; a space stands at both ends of a text.
        words: Chinese words of the general dictionary, of two characters or more.
        names: Latin words in texts that also hold Chinese.
        readings: a character and its syllable ("证zheng"), once for each distinct word that reads it so.
    """

    pairs: Counts
    words: Counts
    names: Counts
    readings: Counts

    def changed(self, come: Sequence[str], gone: Sequence[str] = ()) -> "Usage":
        """The usage once some texts have come and others gone."""
        pairs = moved(self.pairs, count_pairs(come), count_pairs(gone))
        words = moved(self.words, count_words(come), count_words(gone))
        names = moved(self.names, count_names(come), count_names(gone))
        learnt, lost = sorted(words.keys() - self.words.keys()), sorted(self.words.keys() - words.keys())
        readings = moved(self.readings, count_readings(learnt), count_readings(lost))
        return Usage(pairs, words, names, readings)

    def sounds(self) -> dict[str, str]:
        """Syllable without tone -> its characters."""
        characters: dict[str, str] = {}
        for reading in sorted(self.readings):
            syllable = reading[1:]
            characters[syllable] = characters.get(syllable, "") + reading[0]
        return characters

    def save(self, path: Path) -> None:
        """Write as JSON."""
        record = {field.name: getattr(self, field.name) for field in fields(self)}
        write_record(path, record)

    @classmethod
    def load(cls, path: Path) -> "Usage":
        """Read what :meth:`save` wrote."""
        record = read_record(path)
        return cls(**{field.name: Counter(record[field.name]) for field in fields(cls)})


def no_usage() -> Usage:
    """Before anything is read: only how the common characters (GB 2312) are read."""
    common = bytes(
        byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low)
    ).decode("gb2312", "ignore")
    return Usage(Counter(), Counter(), Counter(), count_readings(common))


def moved(counts: Counts, come: Counts, gone: Counts) -> Counts:
    """``counts + come - gone``, in the time that the smaller ones take."""
    sums = counts.copy()
    sums.update(come)
    sums.subtract(gone)
    for key in gone:
        if sums[key] <= 0:
            del sums[key]
    return sums


def count_words(texts: Iterable[str]) -> Counts:
    """The words of the texts."""
    import rjieba

    cut = Counter(word for text in texts for word in rjieba.cut(text, hmm=False))
    return Counter({word: count for word, count in cut.items() if ALL_HAN.fullmatch(word)})


def count_names(texts: Iterable[str]) -> Counts:
    """The Latin words beside Chinese."""
    return Counter(name for text in texts if HAN.search(text) for name in WORD.findall(text))


def count_readings(words: Iterable[str]) -> Counts:
    """How each word's characters are read."""
    from pypinyin import Style, lazy_pinyin

    known = list(words)
    syllables = lazy_pinyin(known, style=Style.NORMAL)
    return Counter(map("".join, zip("".join(known), syllables, strict=True)))
