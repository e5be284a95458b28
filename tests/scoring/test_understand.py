"""1207 ways of asking, each with the one call (or ask-back) it may lead to.

``expect`` lists what is acceptable: usually one reading; several only where asking back, staying
silent or one plain reading are all honest. What is never acceptable is another number or level.
"""

import json
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import pytest

from assistant.scoring import Rules, ScoreReply, answer_message, guard, verify_receipt
from tests.scoring.lying_model import WORDINGS

TODAY = date(2026, 11, 22)
CASES = [
    json.loads(line) for line in (Path(__file__).parent / "phrasings.jsonl").read_text("utf-8").splitlines()
]
SHORT = {"五星级": "5", "四星级": "4", "三星级": "3", "达标级": "0"}
KINDS = {"ask_back": "ask", "invalid": "invalid"}


def converse(turns: list[str], rules: Rules) -> ScoreReply | None:
    reply, state = None, None
    for turn in turns:
        reply = answer_message(turn, rules, state, TODAY)
        state = reply.state if reply else state
    return reply


def canonical(reply: ScoreReply | None) -> str:
    """A reply as one line: ``level 90/94 s1 ?5`` is 90 of 94, one special deduction, asked for five stars."""
    if reply is None or reply.kind != "result":
        return "none" if reply is None else KINDS[reply.kind]
    request = reply.state.request
    assert request is not None
    inputs, target = request.calls[0].inputs, SHORT.get(request.target or "", "")
    if request.aspect in ("level", "gap"):
        sign = "?" if request.aspect == "level" else ">"
        sides = " ; ".join(side(call.inputs, len(request.calls) > 1) for call in request.calls)
        return f"{request.aspect} {sides}" + (f" {sign}{target}" if target else "")
    return OTHERS[request.aspect](inputs) + (
        f" {'?' if request.aspect == 'range' else '>'}{target}" if target else ""
    )


def side(inputs: dict[str, Any], many: bool) -> str:
    owner = inputs.get("owner", "")
    owned = owner and (many or owner in ("甲公司", "乙公司"))
    points = inputs["gained"] + (f"/{inputs['applicable']}" if "applicable" in inputs else "")
    special = f"s{inputs['specials']}" if inputs.get("specials") else ""
    words = [f"{owner}={points}{special}"] if owned else [points, special]
    words += ["b1" if inputs.get("bonus") else "", f"r{inputs['rounding']}" if "rounding" in inputs else ""]
    return " ".join(word for word in words if word)


def pairs(values: dict[str, str]) -> str:
    return " ".join(f"{key}={value}" for key, value in values.items())


OTHERS = {
    "compare": lambda inputs: "compare " + " ; ".join(side(item, True) for item in inputs["sides"]),
    "range": lambda inputs: (
        f"range {inputs['low']}..{inputs['high']}{'' if inputs['high_included'] else ')'}"
        + (f" s{inputs['specials']}" if "specials" in inputs else "")
    ),
    "rest": lambda inputs: f"rest {pairs(inputs['known'])}",
    "staffing": lambda inputs: f"staff {inputs['managers']}",
    "dates": lambda inputs: f"dates {inputs['issued']}",
    "sample": lambda inputs: f"sample {inputs['points']} {inputs['samples']} {inputs['bad']}",
    "share": lambda inputs: f"share {inputs['samples']} {inputs['bad']}",
    "fix": lambda inputs: f"fix {inputs['gained']} {pairs(inputs['losses'])}",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: " / ".join(case["turns"]))
def test_phrasing_is_read_as_meant(case: dict[str, Any], rules: Rules):
    assert canonical(converse(case["turns"], rules)) in case["expect"]


def test_there_are_enough_phrasings_and_few_are_asked_back(rules: Rules):
    asked = [
        case
        for case in CASES
        if canonical(converse(case["turns"], rules)) == "ask" and "ask" not in case["expect"]
    ]
    assert len(CASES) >= 500
    assert not asked


def test_every_result_is_verified_and_passes_the_guard(rules: Rules):
    for case in CASES:
        reply = converse(case["turns"], rules)
        if reply is None or reply.kind != "result":
            continue
        assert all(verify_receipt(receipt.model_dump(mode="json"), rules) == [] for receipt in reply.receipts)
        report = guard(reply.text, rules, receipts=reply.receipts, question=case["turns"][-1])
        assert report.ok, (case["turns"], report.findings)


def test_a_reply_names_the_passages_it_rests_on(rules: Rules):
    reply = answer_message("92.5分是几星", rules)
    assert reply is not None
    assert reply.text.startswith("92.5 分是**四星级**。")
    assert reply.rule_ids == ("scoring.level.four",)


def test_nothing_is_shown_for_an_impossible_score(rules: Rules):
    reply = answer_message("105分几星", rules)
    assert reply is not None
    assert reply.kind == "invalid"
    assert not reply.receipts
    assert "星级" not in reply.text


PIECES: list[str] = WORDINGS["pieces"]


def test_no_jumble_of_words_breaks_it(rules: Rules):
    random, state = Random(5), None
    for _ in range(4_000):
        message = "".join(random.choice(PIECES) for _ in range(random.randrange(1, 12)))
        reply = answer_message(message, rules, state, TODAY)
        state = reply.state if reply and random.random() < 0.7 else None
        for receipt in reply.receipts if reply else ():
            assert verify_receipt(receipt.model_dump(mode="json"), rules) == []


LONG = {
    "digits": "9" * 5000,
    "numerals": "九" * 5000 + "分几星",
    "specials": "特别扣分项" * 2000,
    "scores": "90分，" * 2000 + "几星",
    "levels": "五星级是" * 1500 + "95分",
    "brackets": "(" * 5000,
}


@pytest.mark.parametrize("message", LONG.values(), ids=LONG.keys())
def test_long_messages_are_read_quickly(message: str, rules: Rules):
    start = perf_counter()
    answer_message(message, rules)
    guard(message[:4000], rules)
    assert perf_counter() - start < 2
