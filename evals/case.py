"""An answer beside what is expected of it: what it says, on what grounds (评测用例)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assistant.types import Answer, Citation
from evals.items import Expect, Point
from evals.matching import Unit, bigrams, fold, says, share, units, wanted_quantity
from evals.numbers import Quantity, quantities

SEARCHED = re.compile(r"全部\d+段资料")  # what a refusal says of itself, not of the subject
ANSWERING = ("answered", "partial")
CLAIM_LENGTH = 6
PART_SUPPORT = 0.3
QUOTE_SUPPORT = 0.6


@dataclass(frozen=True)
class Case:
    """An answer beside what is expected of it; ``asked`` holds the dialogue's questions so far."""

    expect: Expect
    answer: Answer
    asked: tuple[str, ...]
    tags: tuple[str, ...] = ()

    @cached_property
    def answering(self) -> bool:
        """Whether it gives an answer at all."""
        return self.answer.status in ANSWERING

    @cached_property
    def text(self) -> str:
        """The words that count as the answer: none where it refuses or asks back."""
        return self.answer.answer if self.answering else ""

    @cached_property
    def units(self) -> list[Unit]:
        """The answer's sentences with their markers."""
        return units(self.text)

    @cached_property
    def citations(self) -> dict[int, Citation]:
        """The citations by marker."""
        return {citation.marker: citation for citation in self.answer.citations}

    @cached_property
    def receipts(self) -> str:
        """Everything the receipts say, as text."""
        return " ".join(receipt.model_dump_json() for receipt in self.answer.receipts)

    @cached_property
    def met(self) -> tuple[Point, ...]:
        """The expected points that the answer makes."""
        return tuple(point for point in self.expect.points if says(self.text, point))

    @cached_property
    def extra(self) -> list[Unit]:
        """The claims that carry none of the expected points."""
        return [unit for unit in self.units if is_claim(unit) and not self.on_point(unit)]

    @cached_property
    def invented(self) -> set[Quantity]:
        """Numbers that stand in no cited quote, no receipt, no question and no accepted form."""
        known = quantities(fold("\n".join((*self.quotes(), self.receipts, *self.asked))))
        forms = [form for point in self.expect.points for form in point.any]
        accepted = {wanted_quantity(form) for form in forms if form.kind == "number"}
        bare = {quantity.value for quantity in (*known, *accepted)}
        spoken = "" if self.answer.status == "clarify" else SEARCHED.sub("", fold(self.answer.answer))
        return {quantity for quantity in quantities(spoken) if quantity.value not in bare}

    def quotes(self, markers: Iterable[int] | None = None) -> list[str]:
        """The quotes of the citations, or of those with these markers."""
        wanted = self.citations if markers is None else [m for m in markers if m in self.citations]
        return [self.citations[marker].quote for marker in wanted]

    def on_point(self, unit: Unit) -> bool:
        """Whether a sentence carries one of the expected points."""
        return any(says(unit.text, point) for point in self.expect.points)

    def cited(self, point: Point) -> bool:
        """Whether what stands behind the point, a quote or a receipt, carries it."""
        places = [unit for unit in self.units if says(unit.text, point)] or self.units
        markers = dict.fromkeys(marker for unit in places for marker in unit.markers)
        return any(says(source, point) for source in (*self.quotes(markers), self.receipts))

    def supports(self, citation: Citation) -> bool:
        """Whether the quote carries a sentence that carries its marker."""
        return any(
            self._stands(unit, citation.quote) for unit in self.units if citation.marker in unit.markers
        )

    def _stands(self, unit: Unit, quote: str) -> bool:
        """A point or a number of the sentence must stand in the quote; failing these, enough of its words."""
        points = [point for point in self.expect.points if says(unit.text, point)]
        if any(says(quote, point) for point in points):
            return True
        if points and not any(says(other, p) for other in self.quotes(unit.markers) for p in points):
            return False
        sentence, source = bigrams(unit.text), bigrams(fold(quote))
        numbers = quantities(unit.text)
        related = share(sentence, source) >= PART_SUPPORT or share(source, sentence) >= QUOTE_SUPPORT
        return related and (not numbers or not numbers.isdisjoint(quantities(fold(quote))))


def is_claim(unit: Unit) -> bool:
    """A sentence that states something: not a lead-in, not a scrap."""
    return len(unit.text) >= CLAIM_LENGTH and not unit.text.endswith(":")
