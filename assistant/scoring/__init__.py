"""Exact scoring for 商品售后服务认证 (GB/T 27922-2011): rules as data, fractions, receipts, a guard.

Pure: the standard library and floor 0 only, no float, no clock; the rule file is read in
:func:`load_rules` and nowhere else.
"""

from assistant.scoring.answer import ScoreReply, answer_message
from assistant.scoring.guarding import Finding, GuardReport, guard
from assistant.scoring.receipt import from_json, run, to_json, to_text, verify_receipt
from assistant.scoring.rules import FAILED, Level, Rules, load_rules
from assistant.scoring.understand.model import ScoreState

__all__ = [
    "FAILED",
    "Finding",
    "GuardReport",
    "Level",
    "Rules",
    "ScoreReply",
    "ScoreState",
    "answer_message",
    "from_json",
    "guard",
    "load_rules",
    "run",
    "to_json",
    "to_text",
    "verify_receipt",
]
