"""Which indicators to mend first: clauses with the points they lost, and a level to reach."""

import re
from fractions import Fraction

from assistant.scoring.numerals import NUMBER, parse_number, show
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.model import Call, Reply, Request
from assistant.scoring.understand.reading import Reading
from assistant.scoring.understand.single import special_inputs

LOSS = re.compile(
    rf"(?P<clause>5(?:\.\d+){{2,3}})[^\d,，。;；、]{{0,12}}?(?:丢|扣|失|少|被扣)(?:了|掉|"
    rf"去)?\s*(?P<points>{NUMBER})(?:\s*分)?(?P<half>半)?"
)


def read_fixes(reading: Reading) -> Request | Reply | None:
    """The fewest of the listed indicators whose points bring the level."""
    found = {match["clause"]: lost(match) for match in LOSS.finditer(reading.text)}
    losses = {clause: points for clause, points in found.items() if points is not None}
    if not losses or not reading.asks(lex.ASK_FIX):
        return None
    target = reading.target()
    if target is None:
        return Reply("ask_back", "请问要达到哪个级别（达标级、三星级、四星级还是五星级）？")
    rest = LOSS.sub(lambda match: "\x00" * len(match[0]), reading.text)
    scores = [item for item in reading.of("score") if rest[item.start : item.start + 1] != "\x00"]
    if len(scores) > 1:
        return Reply("ask_back", "请问现在的评分是多少？")
    gained = scores[0].value if scores else reading.rules.full - sum(losses.values(), Fraction(0))
    inputs = {
        "gained": show(gained),
        "losses": {key: show(value) for key, value in losses.items()},
        "target": target,
    }
    return Request("fix", (Call("score.fix", {**inputs, **special_inputs(reading)}),), target)


def lost(match: re.Match[str]) -> Fraction | None:
    """The points of one loss."""
    points = parse_number(match["points"])
    return None if points is None else points + (Fraction(1, 2) if match["half"] else 0)
