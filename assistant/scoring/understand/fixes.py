"""Which indicators to mend first: what was lost where, and a level to reach."""

import re
from collections.abc import Iterator
from fractions import Fraction

from assistant.scoring.numerals import NUMBER, parse_number, show
from assistant.scoring.patterns import lazy
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.model import Call, Reply, Request
from assistant.scoring.understand.quantities import Quantity
from assistant.scoring.understand.reading import Reading
from assistant.scoring.understand.single import special_inputs

AMOUNT = rf"\s*(?P<points>{NUMBER})(?:\s*分)?(?P<half>半)?"
CLAUSE = r"5(?:\.\d+){2,3}"
WORDS = r"[A-Za-z]\d?(?:\s*项)?|[^\d\x00\s,，。;；、:：]{1,10}?"
GENERAL = r"(?:现在|目前|评分|总分|得分|我们|一共|共|总共|合计|已|被|其中|还|又|再|就)"
EACH_LOST = lazy(
    rf"(?:(?<=[\s,，。;；、:：])|^)\s*(?!{GENERAL}+\s*(?:丢|扣|失|少))(?P<name>{CLAUSE}(?=[^\d,，。;；、]{{0,12}}?[丢扣失少被])|"
    rf"{WORDS})(?:(?<=\d)[^\d,，。;；、]{{0,12}}?|(?:一共|共|也|又|被|那项|这项|上|大概|\s)*)"
    rf"(?:丢|扣|失|少|被扣)(?:了|掉|去)?{AMOUNT}"
)
LISTED = lazy(
    r"(?:丢|失|扣)(?:的|了的)?(?:分|分数|分项|分点)(?:项|处)?(?:有|是|为|在|如下|分别)*(?:这些|几处)?\s*[:：]?\s*"
)
ITEM = lazy(
    rf"\s*(?P<name>{CLAUSE}|{WORDS})\s*(?:是|占|丢|扣|有|:)?{AMOUNT}\s*(?:[,，、;；和及]|$|(?=最少|至少))"
)

WHETHER = lazy(r"(?:要不要|需不需要|是不是要|用不用)整?改|整改[不吗么没][?？]?$")


def read_fixes(reading: Reading) -> Request | Reply | None:
    """The fewest of the listed indicators whose points bring the level."""
    matches = list(lost_items(reading.text))
    losses = {match["name"].strip(): lost(match) for match in matches}
    if not losses or not reading.asks(lex.ASK_FIX) or WHETHER.search(reading.text):
        return None
    target = reading.target()
    if target is None:
        return Reply("ask_back", "请问要达到哪个级别（达标级、三星级、四星级还是五星级）？")
    outside = [
        item
        for item in (*reading.quantities, *reading.loose)
        if item.kind in ("score", "lost", "loose", "change", "raised") and not within(item, matches)
    ]
    scores = [item for item in outside if item.kind == "score"]
    if len(losses) != len(matches) or len(outside) > 1 or outside != scores:
        return Reply("ask_back", "请问现在的评分是多少？每个丢分的指标各丢几分？")
    total = sum(losses.values(), Fraction(0))
    inputs = {
        "gained": show(scores[0].value if scores else reading.rules.full - total),
        "losses": {key: show(value) for key, value in losses.items()},
        "target": target,
    }
    return Request("fix", (Call("score.fix", {**inputs, **special_inputs(reading)}),), target)


def lost_items(text: str) -> Iterator[re.Match[str]]:
    """Name and points of each loss: 手册丢了 1 分，or a list after 丢分."""
    listed = LISTED.search(text)
    match = ITEM.match(text, listed.end()) if listed else None
    if match is None:
        yield from EACH_LOST.finditer(text)
    while match is not None:
        yield match
        match = ITEM.match(text, match.end())


def within(item: Quantity, matches: list[re.Match[str]]) -> bool:
    """Whether the number is one of the losses."""
    return any(match.start() <= item.start < match.end() for match in matches)


def lost(match: re.Match[str]) -> Fraction:
    """The points of one loss."""
    return (parse_number(match["points"]) or Fraction(0)) + (Fraction(1, 2) if match["half"] else 0)
