"""The guard against a model that lies: 20,000 lies and more, none passes; truth is let through."""

from random import Random

import pytest

from assistant.scoring import Rules, answer_message, guard, run
from tests.scoring.lying_model import QUOTES, WORDINGS, lies, orphan_lies, scenes, swapped_lies, truths


@pytest.mark.slow
def test_no_lie_passes(rules: Rules):
    random, passed, count = Random(7), [], 0
    for scene in scenes(rules, seed=1, count=160):
        for text in lies(scene, random, each=22):
            count += 1
            if guard(text, rules, receipts=scene.receipts, quotes=scene.quotes, question=scene.question).ok:
                passed.append((scene.question, scene.level, text))
    for question, text in orphan_lies(random, 1500):
        count += 1
        if guard(text, rules, quotes=QUOTES, question=question).ok:
            passed.append((question, "", text))
    for question, receipts, text in swapped_lies(rules, random, 1000):
        count += 1
        if guard(text, rules, receipts=receipts, quotes=QUOTES, question=question).ok:
            passed.append((question, "", text))
    assert count >= 20_000
    assert not passed, passed[:20]


@pytest.mark.slow
def test_at_most_one_truth_in_a_hundred_is_blocked(rules: Rules):
    random, blocked, count = Random(11), [], 0
    for scene in scenes(rules, seed=3, count=420):
        for text in truths(scene, random, each=4):
            count += 1
            if not guard(
                text, rules, receipts=scene.receipts, quotes=scene.quotes, question=scene.question
            ).ok:
                blocked.append((scene.question, scene.level, text))
    assert count >= 5_000
    assert len(blocked) <= count / 100, blocked[:20]


QUESTIONS = (
    "{}分是几星",
    "{}分能评五星吗",
    "{}分离四星还差多少",
    "{}分，有2个特别扣分项，几星",
    "{}分，有5个特别扣分项，几星",
    "删减了6分，实际得了{}分，几星",
    "{}分到100分之间是几星",
    "甲公司{}分，乙公司88分，分别几星",
    "甲{}分，乙91分，谁高",
    "{}分以上是几星",
    "扣了{}分几星",
    "满分94得了{}分，离五星差多少",
)


def test_what_the_tool_says_is_never_blocked(rules: Rules):
    count = 0
    for tenths in range(400, 1001, 5):
        for question in QUESTIONS:
            asked = question.format(tenths / 10)
            reply = answer_message(asked, rules)
            if reply is not None and reply.kind == "result":
                count += 1
                assert guard(reply.text, rules, receipts=reply.receipts, question=asked).ok, reply.text
    assert count > 1_000


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("95 分及以上为五星级。", True),
        ("90 分及以上为五星级。", False),
        ("没有二星级。", True),
        ("没有四星级。", False),
        ("您问的“五星级”还达不到。", True),
        ("您是五星级。", False),
        ("92.5 分离五星级还差 2.5 分。", True),
        ("92.5 分离五星级还差 1.5 分。", False),
        ("四星级，不是五星级。", True),
        ("不止四星级。", False),
        ("得分 92.5 分。", True),
        ("得分 95 分。", False),
        ("最高级别是五星级。", True),
        ("五星级证书的有效期是 3 年。", True),
        ("五星级证书您肯定能拿到。", False),
    ],
)
def test_roles_of_a_mention(text: str, ok: bool, rules: Rules):
    receipt = run("score.level", {"gained": "92.5"}, rules)
    assert guard(text, rules, receipts=[receipt], quotes=QUOTES, question="92.5 分能评五星级吗").ok is ok


PLAIN = ({"gained": "92.5"}, "92.5分能评几星", "")
DEDUCTED = ({"gained": "88", "specials": 1}, "88分，1个特别扣分项，几星", "_after_deduction")


@pytest.mark.parametrize(("inputs", "question", "suffix"), [PLAIN, DEDUCTED])
def test_texts_written_by_hand(inputs: dict[str, object], question: str, suffix: str, rules: Rules):
    receipt = run("score.level", inputs, rules)
    backing = {"receipts": [receipt], "quotes": QUOTES, "question": question}
    assert not [text for text in WORDINGS[f"written_lies{suffix}"] if guard(text, rules, **backing).ok]
    assert not [text for text in WORDINGS[f"written_truths{suffix}"] if not guard(text, rules, **backing).ok]


def test_the_mended_text_says_what_the_receipt_says(rules: Rules):
    receipt = run("score.level", {"gained": "92.5"}, rules)
    report = guard("您好！您是五星级。证书有效期 3 年。", rules, receipts=[receipt])
    assert report.text == "您好！92.5 分是**四星级**。证书有效期 3 年。"
    assert [finding.claim for finding in report.findings] == ["五星级"]


def test_a_cited_sentence_passes_word_for_word_only(rules: Rules):
    quote = "某机构的五星级客户有 300 家。"
    assert guard("某机构的五星级客户有 300 家。", rules, quotes=[quote]).ok
    assert not guard("贵公司是某机构的五星级客户。", rules, quotes=[quote]).ok


def test_without_a_receipt_no_company_gets_a_level(rules: Rules):
    report = guard("贵公司可以评四星级。", rules, quotes=QUOTES)
    assert not report.ok
    assert "四星" not in report.text
