"""Say the same for the same: the forms of a glossary term all give one concept (概念)."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from assistant.text.normalize import fold

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
        self._pattern = re.compile(alternation(self._owner))
        self._matches = lru_cache(REMEMBERED)(self._all_matches)

    def find(self, folded: str) -> list[str]:
        """The terms named in ``folded``, in order, with repetition; a longer form hides a shorter."""
        return [term for term, _ in self._matches(folded)]

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
        places = [place for place, character in enumerate(folded) if character != " "]
        generic = {
            places[place]
            for term, match in self._matches(folded)
            if term in self.generic
            for place in range(match.start(), match.end())
        }
        return "".join(" " if place in generic else character for place, character in enumerate(folded))

    def _all_matches(self, folded: str) -> tuple[tuple[str, re.Match[str]], ...]:
        """(term, match) of each form in the text; the same few texts are asked again and again."""
        return tuple((self._owner[match[0]], match) for match in self._pattern.finditer(compact(folded)))


def compact(folded: str) -> str:
    """Without spaces: "gb/t 27922" and "gb/t27922" are one form."""
    return folded.replace(" ", "")


def alternation(forms: Iterable[str]) -> str:
    """A pattern for any of the forms, the longest first; grouped by their first two characters for speed."""
    groups: dict[str, list[str]] = {}
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        groups.setdefault(form[:2], []).append(form)
    # A form of one character comes after the longer ones that begin with it.
    ordered = sorted(groups.items(), key=lambda group: -len(group[0]))
    return "|".join(f"(?:{'|'.join(map(bounded, group))})" for _, group in ordered) or r"(?!)"


def bounded(form: str) -> str:
    """A pattern for the form; one of Latin letters or digits must stand alone: "ce" is not in "service"."""
    if re.fullmatch(r"[a-z0-9./-]+", form):
        return rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])"
    return re.escape(form)
