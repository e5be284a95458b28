"""One message to one reply: understand it, run the tools, say the result."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.errors import ScoringError
from assistant.scoring.explain import explain_compare, explain_gap, explain_level, explain_rounding
from assistant.scoring.explain_english import IN_ENGLISH, INVALID, Explain, reply_in_english
from assistant.scoring.explain_plans import (
    explain_dates,
    explain_fix,
    explain_range,
    explain_rest,
    explain_sample,
    explain_share,
    explain_staffing,
)
from assistant.scoring.receipt import run
from assistant.scoring.rules import LEVELS_ID, Rules
from assistant.scoring.understand import understand
from assistant.scoring.understand.english import in_chinese, is_english
from assistant.scoring.understand.model import Reply, Request, ScoreState
from assistant.types import Receipt


@dataclass(frozen=True, slots=True)
class ScoreReply:
    """What the tool says: Markdown in the language of the message, whose first sentence is the answer.

    ``rule_ids`` are the passages of ``scoring.yaml`` it rests on, for the caller to cite;
    ``state`` goes into the next turn.
    """

    kind: Literal["result", "ask_back", "invalid"]
    text: str
    receipts: tuple[Receipt, ...]
    rule_ids: tuple[str, ...]
    state: ScoreState


def answer_message(
    message: str, rules: Rules, previous: ScoreState | None = None, today: date | None = None
) -> ScoreReply | None:
    """Answer ``message`` where it asks for a computation, in its own language; None where it does not.

    What the rules are ("五星要多少分") is not computed here: that is retrieval's.
    """
    message = message.replace("\n", "，")
    english = is_english(message)
    asked = in_chinese(message) if english else message
    found = understand(asked, rules, previous, today) if asked else None
    if found is None or (english and isinstance(found, Request) and found.aspect not in IN_ENGLISH):
        return None
    state = previous or ScoreState()
    if isinstance(found, Reply):
        said = reply_in_english(found) if english else found.text
        return ScoreReply(found.kind, said, (), (LEVELS_ID,), state.asked_back(asked, found.slot))
    try:
        receipts = tuple(run(call.tool, call.inputs, rules) for call in found.calls)
    except ScoringError as error:
        return ScoreReply(
            "invalid",
            INVALID if english else f"{error.reason or error.message}。请核对后再问。",
            (),
            (LEVELS_ID,),
            state.asked_back(),
        )
    explain = IN_ENGLISH if english else EXPLAIN
    text = explain[found.aspect](receipts, found, rules)
    return ScoreReply("result", text, receipts, rule_ids(receipts), state.answered(found))


def rule_ids(receipts: tuple[Receipt, ...]) -> tuple[str, ...]:
    """The passages the receipts rest on, each once, in order of application."""
    return tuple(dict.fromkeys(line["rule"] for receipt in receipts for line in receipt.trace))


EXPLAIN: dict[str, Explain] = {
    "level": explain_level,
    "gap": explain_gap,
    "rounding": explain_rounding,
    "compare": explain_compare,
    "range": explain_range,
    "rest": explain_rest,
    "fix": explain_fix,
    "sample": explain_sample,
    "share": explain_share,
    "staffing": explain_staffing,
    "dates": explain_dates,
}
