"""How each metric is measured of a case: every function gives a score (numerator, denominator)."""

from collections.abc import Mapping

from evals.case import Case, is_claim
from evals.items import Expect, Point
from evals.matching import MARKER, claimed, fold, grounded, levels
from evals.numbers import quantities

Score = tuple[float, float]
LONG_SENTENCE = 60


def yes(truth: bool) -> Score:
    """A proportion's score."""
    return (float(truth), 1.0)


def status_right(case: Case) -> Score:
    """The status is one of the accepted."""
    return yes(case.answer.status in case.expect.status)


def point_recall(case: Case) -> Score:
    """The share of the expected points that the answer makes."""
    return (len(case.met) / len(case.expect.points), 1.0)


def focus(case: Case) -> Score:
    """The share of the answer's sentences that carry an expected point."""
    claims = [unit for unit in case.units if is_claim(unit) or case.on_point(unit)]
    return (sum(map(case.on_point, claims)) / len(claims) if claims else 0.0, 1.0)


def extra_precision(case: Case) -> Score:
    """Of the claims beyond the expected points, those that their citations carry."""
    sources = [fold(case.receipts), *map(fold, case.asked)]
    good = sum(grounded(u.text, [*map(fold, case.quotes(u.markers)), *sources]) for u in case.extra)
    return (float(good), float(len(case.extra)))


def forbidden(case: Case) -> Score:
    """A claim that must not appear is asserted."""
    return yes(any(claimed(case.answer.answer, form) for form in case.expect.forbid))


def number_exact(case: Case) -> Score:
    """Every expected number is there, and none is invented."""
    wanted = [point for point in case.expect.points if has_number(point)]
    return yes(all(point in case.met for point in wanted) and not case.invented)


def invented_number(case: Case) -> Score:
    """A number stands in no cited quote, receipt or question."""
    return yes(bool(case.invented))


def level_exact(case: Case) -> Score:
    """The expected star level is named, and receipts (without any: the first level named) agree."""
    named = levels(case.text)
    verdicts = told_levels(case) or named[:1]
    return yes(wanted_level(case.expect) in named and set(verdicts) == {wanted_level(case.expect)})


def level_wrong(case: Case) -> Score:
    """A receipt gives another star level than the expected; giving none is no wrong level."""
    return yes(bool(set(told_levels(case)) - {wanted_level(case.expect)}))


def tool_exact(case: Case) -> Score:
    """A receipt of the expected tool holds the expected result."""
    tool = case.expect.tool
    return yes(
        tool is not None
        and any(
            tool.name in ("", receipt.tool) and _holds(receipt.result, tool.result)
            for receipt in case.answer.receipts
        )
    )


def citation_recall(case: Case) -> Score:
    """Of the points made, those that stand in a quote cited for them, or in a receipt."""
    return (float(sum(map(case.cited, case.met))), float(len(case.met)))


def citation_precision(case: Case) -> Score:
    """Of the citations, those whose quote carries what they stand behind; having none counts as a bad one."""
    if case.answering and not case.citations and not case.answer.receipts:
        return (0.0, 1.0)
    return (float(sum(map(case.supports, case.answer.citations))), float(len(case.answer.citations)))


def citations_valid(case: Case) -> Score:
    """Each marker has its citation and the reverse, and each quote is as long as its range."""
    markers = set(map(int, MARKER.findall(case.answer.answer)))
    given = [citation.marker for citation in case.answer.citations]
    ranges = all(0 < c.end - c.start == len(c.quote) for c in case.answer.citations)
    return yes(markers == set(given) and len(given) == len(set(given)) and ranges)


def clause_recall(case: Case) -> Score:
    """The share of the expected clauses that the citations name."""
    named = " ".join(f"{c.title} {c.locator} {c.quote}" for c in case.answer.citations)
    return (sum(clause in named for clause in case.expect.clauses) / len(case.expect.clauses), 1.0)


def false_answer(case: Case) -> Score:
    """An unanswerable question is answered."""
    return yes(case.answering and case.answer.status not in case.expect.status)


def false_refusal(case: Case) -> Score:
    """An answerable question is refused."""
    return yes(case.answer.status == "refused" and "refused" not in case.expect.status)


def clarified(case: Case) -> Score:
    """The question is answered by a question."""
    return yes(case.answer.status == "clarify")


def degraded(case: Case) -> Score:
    """A channel had failed when it was answered."""
    return yes(case.answer.degraded)


def length(case: Case) -> Score:
    """Characters of the answer as read, without marks."""
    return (float(sum(len(unit.text) for unit in case.units)), 1.0)


def readable(case: Case) -> Score:
    """The share of sentences of at most sixty characters."""
    return (float(sum(len(u.text) <= LONG_SENTENCE for u in case.units)), float(len(case.units)))


def has_number(point: Point) -> bool:
    """Whether a point is (also) a quantity."""
    return any(form.kind == "number" for form in point.any)


def told_levels(case: Case) -> list[str]:
    """The star levels that the receipts give."""
    return [level for receipt in case.answer.receipts for level in levels(str(receipt.result.get("level")))]


def wanted_level(expect: Expect) -> str:
    """The star level that the tool must find; empty where none is expected."""
    named = levels(str(expect.tool.result.get("level", ""))) if expect.tool else []
    return named[0] if named else ""


def _holds(found: object, wanted: object) -> bool:
    """Whether the wanted entries are in the result; numbers are compared by value, not by spelling."""
    if isinstance(found, Mapping) and isinstance(wanted, Mapping):
        return all(_holds(found.get(name), value) for name, value in wanted.items())
    if isinstance(found, Mapping):
        return any(_holds(value, wanted) for value in found.values())
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(_holds, found, wanted))
    return _same(str(found), str(wanted))


def _same(first: str, second: str) -> bool:
    (a, b) = ({quantity.value for quantity in quantities(fold(text))} for text in (first, second))
    return fold(first) == fold(second) or (len(a) == 1 and a == b)
