"""Say the same for the same: the forms of a glossary term all give one concept (概念)."""

import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.text.normalize import fold

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
        longest_first = sorted(self._owner, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(bounded(form) for form in longest_first) or r"(?!)")

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
        """``folded`` without its spaces and without the words for generic terms."""
        kept: list[str] = []
        end = 0
        text = compact(folded)
        for term, match in self._matches(folded):
            if term in self.generic:
                kept.append(text[end : match.start()])
                end = match.end()
        return " ".join((*kept, text[end:]))

    def _matches(self, folded: str) -> Iterator[tuple[str, re.Match[str]]]:
        return ((self._owner[match[0]], match) for match in self._pattern.finditer(compact(folded)))


def compact(folded: str) -> str:
    """Without spaces: "gb/t 27922" and "gb/t27922" are one form."""
    return folded.replace(" ", "")


def bounded(form: str) -> str:
    """A pattern for the form; one of Latin letters or digits must stand alone: "ce" is not in "service"."""
    if re.fullmatch(r"[a-z0-9./-]+", form):
        return rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])"
    return re.escape(form)
