"""Say the same for the same: the forms of a glossary term all give one concept (概念)."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import accumulate

from assistant.text.normalize import fold

LATIN = re.compile(r"[a-z0-9./-]+")
JOINS = re.compile(r"[a-z0-9]")
REMEMBERED = 512  # texts whose terms are kept
MARK = "§"  # no folded text holds it, so a concept is never mistaken for a word


class Concepts:
    """Finds the glossary's terms in folded text, the longest form first.

    Args:
        forms: each term with the other words people use for it, as the glossary writes them.
        generic: terms that every question is about; :meth:`specific` takes them out.
        aspects: terms that say what is asked of a subject, not which subject.
    """

    def __init__(
        self, forms: Mapping[str, Iterable[str]], generic: Iterable[str] = (), aspects: Iterable[str] = ()
    ) -> None:
        self.generic = frozenset(generic)
        self.aspects = frozenset(aspects)
        self._owner = {
            compact(fold(form)): term for term, others in forms.items() for form in (term, *others)
        }
        self._lengths = lengths_by_start(self._owner)
        self._named = lru_cache(REMEMBERED)(self._all_named)

    def find(self, folded: str) -> list[str]:
        """The terms named in ``folded``, in order, with repetition; a longer form hides a shorter."""
        return [term for term, _, _ in self._named(folded)]

    def telling(self, folded: str) -> list[str]:
        """The same without the generic ones."""
        return [term for term in self.find(folded) if term not in self.generic]

    def subjects(self, folded: str) -> list[str]:
        """The terms that say which subject is meant."""
        return [term for term in self.telling(folded) if term not in self.aspects]

    def marks(self, folded: str) -> list[str]:
        """The terms named, as index terms."""
        return [f"{MARK}{term}" for term in self.find(folded)]

    def specific(self, folded: str) -> str:
        """``folded`` with a space for every character of a word for a generic term."""
        places = [place for place, character in enumerate(folded) if not character.isspace()]
        generic = {
            places[place]
            for term, start, end in self._named(folded)
            if term in self.generic
            for place in range(start, end)
        }
        return "".join(" " if place in generic else character for place, character in enumerate(folded))

    def in_place(self, folded: str, other: str) -> str:
        """``folded`` without its spaces, its only subject replaced by ``other``, another; else ""."""
        named = [found for found in self._named(folded) if found[0] not in self.aspects]
        whole = [(start, end) for _, start, end in self._named(other)] == [(0, len(compact(other)))]
        if len(named) != 1 or not whole or not self.subjects(other):
            return ""
        _, start, end = named[0]
        return f"{compact(folded)[:start]}{other}{compact(folded)[end:]}"

    def _all_named(self, folded: str) -> tuple[tuple[str, int, int], ...]:
        """(term, start, end) of each form in the text; the same few texts are asked again and again."""
        text, gaps, past = compact(folded), gaps_in(folded), 0
        found: list[tuple[str, int, int]] = []
        for place, character in enumerate(text):
            if place >= past and character in self._lengths:
                past = self._end_of_form(text, place, gaps)
                if past > place:
                    found.append((self._owner[text[place:past]], place, past))
        return tuple(found)

    def _end_of_form(self, text: str, start: int, gaps: frozenset[int]) -> int:
        """Where the longest form that begins at ``start`` ends; ``start`` where none does."""
        for length in self._lengths[text[start]]:
            form = text[start : start + length]
            if form in self._owner and stands_alone(text, start, start + len(form), gaps):
                return start + len(form)
        return start


def compact(folded: str) -> str:
    """Without white space: "gb/t 27922" and "gb/t27922" are one form."""
    return "".join(folded.split())


def lengths_by_start(forms: Iterable[str]) -> dict[str, list[int]]:
    """First character -> the lengths of the forms that begin with it, the longest first."""
    lengths: dict[str, set[int]] = {}
    for form in forms:
        lengths.setdefault(form[0], set()).add(len(form))
    return {start: sorted(found, reverse=True) for start, found in lengths.items()}


def gaps_in(folded: str) -> frozenset[int]:
    """The places in the compact text before which a space stood."""
    parts = folded.split()
    return frozenset(accumulate(map(len, parts[:-1]))) if len(parts) > 1 else frozenset()


def stands_alone(text: str, start: int, end: int, gaps: frozenset[int] = frozenset()) -> bool:
    """Whether a form is a word: one of Latin letters or digits has none beside it, "ce" not in "service"."""
    if not LATIN.fullmatch(text, start, end):
        return True
    joined_after = end not in gaps and JOINS.match(text, end)
    joined_before = start > 0 and start not in gaps and JOINS.match(text, start - 1)
    return not (joined_after or joined_before)
