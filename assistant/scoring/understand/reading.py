"""A message read once: its numbers by kind, the levels it names, whose scores they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assistant.scoring.patterns import lazy
from assistant.scoring.rules import Rules
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.distances import with_distances
from assistant.scoring.understand.model import ScoreState
from assistant.scoring.understand.owners import owner_of
from assistant.scoring.understand.quantities import Quantity, find_quantities, masked
from assistant.scoring.understand.ranges import Range, find_extremes, find_ranges, without
from assistant.scoring.understand.spelling import prepare

NO_SPECIALS = lazy(
    r"(?<!有)(?:没有?|无|未有|不存在|零)(?:出现|发现|任何|一个|什么|过|个)*(?:特别|特殊)(?:的)?扣|"
    r"(?:特别|特殊)扣分?项?(?:[一1]?[个项])?(?:也|都|是|为|的)*(?:没有|没|无|零)(?!减|扣|去|算|整|消|改|计|关|解|包|说|确|\w*清楚)"
)
UNCOUNTED_SPECIALS = lazy(
    r"(?:有|出现|存在|出了|带|碰上|遇到)(?:了)?(?:几个|一些|若干|多个|些)?(?:特别|"
    r"特殊)(?:的)?扣|几个(?:特别|特殊)扣"
)
HELD = lazy(
    rf"(?:现在|目前|原来|当前|已经|以前|之前|去年)(?:就)?(?:是|有|评了?|"
    rf"拿了?)?(?:{lex.ANY_LEVEL})|(?:{lex.ANY_LEVEL})(?:的)?(?:企业|公司|单位)(?![吗么?？])",
    re.I,
)
STAGE = lazy(
    r"(?P<stage>(?:初|复|终|自|预|互|外|内)[评审]|(?:第?[一二三]次|模拟)(?:审核|评审))(?:得了?|得分|评分|分数|总分|分|"
    r"是|为|拿了?|考了?|打了?|:|\s)*$"
)
NEXT_LEVEL = lazy(
    r"(?<![往向])下一个?(?:级别|等级|星级|级|档|星)|下个(?:级别|等级|星级)|更高一?(?:级|档|星)|"
    r"上一(?:级|档|个)|升一?级|(?:往|向)上(?:再)?升|上面还有|满级|再升一(?:级|星|档)|高一(?:级|档|星)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The message in plain characters and all that was found in it; ``loose``: numbers of no known role."""

    text: str
    numbers: str
    quantities: tuple[Quantity, ...]
    loose: tuple[Quantity, ...]
    ranges: tuple[Range, ...]
    rules: Rules
    state: ScoreState
    today: date | None

    def of(self, *kinds: str) -> list[Quantity]:
        """Quantities of the kinds named, in order."""
        return [item for item in self.quantities if item.kind in kinds]

    def owner(self, item: Quantity | Range) -> str:
        """Whose score it is, "" where nobody is named."""
        spans: tuple[Quantity | Range, ...] = (*self.quantities, *self.ranges)
        before = [self.after(other) for other in spans if other.end <= item.start]
        return owner_of(self.text, max(before, default=0), item.start)

    def after(self, item: Quantity | Range) -> int:
        """Where the text goes on after a number and its measure word."""
        measure = re.compile(r"\s*[个名位家份条项]").match(self.text, item.end)
        return measure.end() if measure and isinstance(item, Quantity) and item.kind == "count" else item.end

    def stage(self, item: Quantity) -> str:
        """The stage of the audit that gave the score (自评, 复审), "" where none is named."""
        found = STAGE.search(self.text[: item.start])
        return found["stage"] if found else ""

    def levels(self) -> list[str]:
        """Names of the levels mentioned, in the order of the text."""
        text = HELD.sub("", self.text)
        found = sorted(
            (match.start(), name)
            for name, pattern in lex.LEVEL_WORDS.items()
            for match in re.finditer(pattern, text, re.I)
        )
        return list(dict.fromkeys(name for _, name in found))

    def target(self) -> str | None:
        """The one level asked about; a star level counts before 达标 and 通过."""
        names = self.levels()
        if re.search(r"还是", self.text) and len(names) > 1:
            return None
        stars = [name for name in names if name != "达标级"]
        chosen = stars or names
        return chosen[0] if len(chosen) == 1 else self.wished()

    def wished(self) -> str | None:
        """The level that is to be reached when several are named: 从三星升四星."""
        for name, pattern in lex.LEVEL_WORDS.items():
            if re.search(rf"(?:升到?|升为|上|冲|评上|达到|拿到|到)\s*{pattern}", self.text, re.I):
                return name
        return None

    def asks(self, cue: re.Pattern[str]) -> bool:
        """Whether the cue stands in the message."""
        return cue.search(self.text) is not None

    def specials(self) -> int | None:
        """How many special deductions are stated; None when they are mentioned without a number."""
        if NO_SPECIALS.search(self.text):
            return 0
        found = self.of("special")
        if found:
            return int(sum(item.value for item in found))
        if re.search(r"(?:有|出现|了)个(?:特别|特殊)", self.text):
            return 1
        return None if UNCOUNTED_SPECIALS.search(self.text) else 0


def read(message: str, rules: Rules, previous: ScoreState | None, today: date | None) -> Reading:
    """Find everything in ``message`` that later steps look at."""
    text = prepare(message)
    numbers = masked(text)
    ranges = [*find_ranges(numbers), *find_extremes(numbers)]
    quantities = with_distances(text, without(find_quantities(numbers), ranges), rules)
    known = (*(item for item in quantities if item.kind != "loose"), *full_parts(text, quantities, rules))
    loose = tuple(item for item in quantities if item.kind == "loose")
    return Reading(
        text,
        numbers,
        tuple(sorted(known, key=lambda item: item.start)),
        loose,
        tuple(ranges),
        rules,
        previous or ScoreState(),
        today,
    )


def full_parts(text: str, quantities: list[Quantity], rules: Rules) -> Iterator[Quantity]:
    """First-level parts that gained all their points in words: 体系拿满, 顾客服务满分."""
    said = {item.kind for item in quantities}
    for part, name in lex.PART_WORDS.items():
        match = re.search(
            rf"{name}(?:这块|部分|方面)?(?:全)?(?:拿了?|得了?|是|给了?)?满(?:分(?!\d|值|是|为|\s*\d))", text
        )
        if match and part not in said and said & set(lex.PART_WORDS):
            most = Fraction(rules.value("parts", "points")[part])
            yield Quantity(most, match.start(), match.end(), part, True)
