"""Does a text say it? Chinese-aware and deterministic: no tokenizer by spaces, no model (匹配)."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from opencc import OpenCC

from evals.items import Form, Point
from evals.numbers import CANONICAL, Quantity, quantities, shortest, to_digits

MARKER = re.compile(r"\[(\d+)\]")
NOISE = re.compile(r"[\s*_`#>|~\"'“”‘’「」『』《》〈〉\u200b-\u200f\ufeff]+")
BETWEEN_NUMBERS = re.compile(rf"(?<=\d)(?:{NOISE.pattern})(?=\d)")
LIST_NUMBER = re.compile(r"^\s*(?:[-*+•]|\(?\d{1,2}[.、)])\s+", re.MULTILINE)
SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;]*(?:\s*\[\d+\])*")
PARAGRAPHS = re.compile(r"\n\s*\n(?!以上[见見])")  # the marker of a table stands in a paragraph behind it
WORDS = re.compile(r"[0-9a-z\u3400-\u9fff.%]+")
NEGATIONS = (
    *("不", "未", "无", "非", "没", "没有", "不是", "并非", "无需", "无须", "不用", "不必"),
    *("不可", "不能", "不会", "不应", "不再"),
)
NEGATION = re.compile("[不未无非没]")
DENIAL = re.compile(
    "不是|并非|没有|不存在|有误|错误|不符|矛盾|不应|不能|不等于|而非|不属于|不对|不准确|不成立|讹|误传|误写|误称|并不|并未"
    "|查无|无此|未见|混淆|not |wrong|incorrect"
)
LEVEL = re.compile(r"(?<![\d.])(\d{1,2})星级?|达标级|不合格(?!项)")
STARS = dict(enumerate(("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), 1))
GIST_SHARE = 0.6


class Unit(NamedTuple):
    """A sentence of an answer, folded, with the citation markers that stand for it."""

    text: str
    markers: tuple[int, ...]


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The form in which texts are compared.

    Width, case and script are evened out (NFKC, lower case, simplified characters), Chinese numerals
    become digits; citation markers, Markdown marks, list numbers, quotes and white space go, but
    two numbers stay apart.
    """
    plain = LIST_NUMBER.sub("", MARKER.sub("", unicodedata.normalize("NFKC", text)))
    digits = to_digits(_converter().convert(plain).lower())
    return NOISE.sub("", BETWEEN_NUMBERS.sub(",", digits))


def units(answer: str) -> list[Unit]:
    """The answer's sentences and table rows; one without marker takes its paragraph's next, or last."""
    found: list[Unit] = []
    for paragraph in PARAGRAPHS.split(answer):
        sentences = [part for part in SENTENCE.findall(paragraph) if WORDS.search(fold(part))]
        marked = [tuple(map(int, MARKER.findall(part))) for part in sentences]
        for place, sentence in enumerate(sentences):
            nearest = next((m for m in (*marked[place:], *reversed(marked[:place])) if m), ())
            found.append(Unit(fold(sentence), nearest))
    return found


def says(text: str, point: Point) -> bool:
    """Whether the text makes the point in one of its forms."""
    return any(carries(text, form) for form in point.any)


def carries(text: str, form: Form) -> bool:
    """Whether the text (as written, not folded) holds the form."""
    return MATCHERS[form.kind](text, form)


def _text(text: str, form: Form) -> bool:
    return bool(spans(fold(text), fold(form.value)))


def spans(folded: str, wanted: str) -> list[tuple[int, int]]:
    """Where ``wanted`` stands whole: not inside a longer number, not right after a negation."""
    if not wanted:
        return []
    edge = r"(?<![\d.])" if wanted[0].isdigit() else ""
    end = r"(?!\.?\d)" if wanted[-1].isdigit() else ""
    found = (match.span() for match in re.finditer(edge + re.escape(wanted) + end, folded))
    return [span for span in found if not folded[: span[0]].endswith(NEGATIONS)]


def _number(text: str, form: Form) -> bool:
    return wanted_quantity(form) in _known(text, with_unit=bool(form.unit))


def wanted_quantity(form: Form) -> Quantity:
    """The quantity a number form asks for."""
    return Quantity(shortest(Decimal(form.value)), CANONICAL.get(form.unit, form.unit))


def _known(text: str, *, with_unit: bool) -> set[Quantity]:
    found = quantities(fold(text))
    return found if with_unit else {Quantity(quantity.value, "") for quantity in found}


def _regex(text: str, form: Form) -> bool:
    pattern = re.compile(form.value, re.IGNORECASE)
    return bool(pattern.search(fold(text)) or pattern.search(text))


def _gist(text: str, form: Form) -> bool:
    wanted = fold(form.value)
    return any(gist_share(window, wanted) >= GIST_SHARE for window in _windows(text))


def _windows(text: str) -> list[str]:
    """Each sentence, and each pair of neighbours."""
    sentences = [unit.text for unit in units(text)]
    return sentences + [first + second for first, second in pairwise(sentences)]


def gist_share(folded: str, wanted: str) -> float:
    """The share of the wanted text's bigrams that the other holds; 0 if a number or a negation lacks."""
    if not quantities(wanted) <= quantities(folded):
        return 0.0
    if NEGATION.search(wanted) and not NEGATION.search(folded):
        return 0.0
    return share(bigrams(wanted), bigrams(folded))


def bigrams(folded: str) -> set[str]:
    """Pairs of neighbouring characters within words; a single character stands for itself."""
    runs = WORDS.findall(folded)
    return {run[i : i + 2] for run in runs for i in range(max(len(run) - 1, 1))}


def share(part: set[str], whole: set[str]) -> float:
    """How much of ``part`` is in ``whole``; 0 for an empty part."""
    return len(part & whole) / len(part) if part else 0.0


def claimed(answer: str, form: Form) -> bool:
    """Whether the answer asserts a forbidden form: it stands in a sentence that does not deny it."""
    return any(_asserted(sentence, form) for sentence in SENTENCE.findall(answer) if sentence.strip())


def _asserted(sentence: str, form: Form) -> bool:
    if not carries(sentence, form):
        return False
    rest = fold(sentence).replace(fold(form.value), "") if form.kind == "text" else fold(sentence)
    return not DENIAL.search(rest)


def grounded(sentence: str, sources: Iterable[str]) -> bool:
    """Whether a folded sentence stands in the sources: most of its characters and all its numbers."""
    joined = "\n".join(sources)
    known = quantities(joined)
    if not quantities(sentence) <= known:
        return False
    return share(bigrams(sentence), bigrams(joined)) >= GIST_SHARE


def levels(text: str) -> list[str]:
    """The star levels a text names, in order: 达标级, 三星级 … 不合格."""
    return [_level(found) for found in LEVEL.finditer(fold(text))]


def _level(found: re.Match[str]) -> str:
    return f"{STARS.get(int(found[1]), found[1])}星级" if found[1] else found[0]


MATCHERS: Mapping[str, Callable[[str, Form], bool]] = {
    "text": _text,
    "gist": _gist,
    "number": _number,
    "regex": _regex,
}
