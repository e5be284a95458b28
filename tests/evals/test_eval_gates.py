"""Cheaters fail for the right reason; regressions are caught; harmless changes raise no alarm."""

import random
from dataclasses import replace

import pytest
from eval_world import DEPARTMENTS, GATES, TOPICS, Perfect, answer, fact, ideal, run_of, world

from assistant.errors import UsageError
from evals.gates import Gate, broken, judge, load_gates
from evals.suite import Suite

EVERYTHING = [fact(t, s) for t in range(6) for s in range(10)]


def failed_metrics(run, baseline=None) -> set[str]:
    return {check.gate.metric for check in broken(judge(run, GATES, baseline))}


def when(condition, change):
    return lambda question, right: change(question, right) if condition(question, right) else right


def answered(_question, right):
    return right.status == "answered"


def refused(_question, right):
    return right.status == "refused"


def about(*words):
    return lambda question, _right: any(word in question for word in words)


def saying(change):
    return lambda _question, right: right.model_copy(update={"answer": change(right.answer)})


def refuse(question, _right):
    return answer(question, "资料里没有这方面的内容。", status="refused")


def test_perfect_passes_every_gate(perfect_run):
    assert not broken(judge(perfect_run, GATES, perfect_run))


# --- degenerate answerers -------------------------------------------------------------------------

DEGENERATE = {
    "dump everything": (
        lambda q, _: answer(
            q, "\n\n".join(f"{t}[{n}]" for n, t in enumerate(EVERYTHING, 1)), quotes=EVERYTHING
        ),
        {"focus", "length", "false_answer"},
    ),
    "always refuse": (refuse, {"false_refusal", "point_recall"}),
    "always ask back": (
        lambda q, _: answer(q, "请问您具体想了解什么？", status="clarify"),
        {"clarify", "point_recall"},
    ),
    "always answer": (
        when(refused, lambda _, __: ideal("证书登记有效期几年？")),
        {"false_answer"},
    ),
    "random citations": (
        when(
            answered,
            lambda q, right: answer(
                q,
                right.answer,
                quotes=[random.Random(q).choice(EVERYTHING)] * bool(right.citations),
                receipts=right.receipts,
            ),
        ),
        {"citation_precision", "citation_recall"},
    ),
    "copy the question": (lambda q, _: answer(q, q), {"point_recall", "citation_precision"}),
    "stuff keywords": (
        lambda q, _: answer(
            q,
            " ".join(
                [
                    *DEPARTMENTS,
                    *(f"{n} 年" for n in range(2, 9)),
                    "有期限",
                    *["三星级", "四星级", "五星级", "达标级"],
                ]
            )
            + "。",
        ),
        {"invented_number", "citation_precision", "number_exact"},
    ),
    "quote without answering": (
        when(
            answered,
            lambda q, right: answer(
                q,
                "相关内容见引文。[1]" if right.citations else right.answer,
                quotes=[c.quote for c in right.citations],
                receipts=right.receipts,
            ),
        ),
        {"point_recall", "correct"},
    ),
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_answerer_fails_for_the_right_reason(name, tmp_path):
    spoil, reasons = DEGENERATE[name]
    failed = failed_metrics(run_of(tmp_path / "run", Perfect(spoil)))
    assert reasons <= failed


def test_always_answer_fails_for_nothing_but_answering(tmp_path):
    failed = failed_metrics(run_of(tmp_path / "run", Perfect(DEGENERATE["always answer"][0])))
    assert "point_recall" not in failed
    assert "false_refusal" not in failed


# --- planted regressions --------------------------------------------------------------------------


def every(n, change):
    """Spoil one question in ``n``, chosen by its text."""
    return when(lambda q, right: answered(q, right) and random.Random(q).randrange(n) == 0, change)


def swap_numbers(_question, right):
    return right.model_copy(update={"answer": right.answer.replace(" 年", "0 年")})


def shifted_citations(_question, right):
    return right.model_copy(
        update={"citations": [c.model_copy(update={"end": c.end + 1}) for c in right.citations]}
    )


def wrong_level(question, right):
    wrong = {"四星级": "五星级", "三星级": "四星级", "五星级": "四星级", "达标级": "三星级"}
    receipts = [r.model_copy(update={"result": {"level": wrong[r.result["level"]]}}) for r in right.receipts]
    level = right.receipts[0].result["level"]
    return right.model_copy(
        update={"answer": right.answer.replace(level, wrong[level]), "receipts": receipts}
    )


def scored(_question, right):
    return bool(right.receipts)


def no_citation(question, right):
    return answer(question, right.answer.replace("[1]", ""), receipts=right.receipts)


def padded(_question, right):
    return saying(lambda text: text + "售后服务是企业的重要工作，应当得到高度重视和持续改进。" * 6)(
        _question, right
    )


REGRESSIONS = {
    "refuses too early (threshold too high)": Perfect(every(6, refuse)),
    "answers what it should refuse (threshold too low)": Perfect(DEGENERATE["always answer"][0]),
    "refusal broken for a quarter": Perfect(
        when(
            lambda q, r: r.status == "refused" and random.Random(q).random() < 0.25,
            lambda _, __: ideal("证书登记"),
        )
    ),
    "a topic dropped": Perfect(when(about(TOPICS[2]), refuse)),
    "a small topic dropped": Perfect(when(about("永久有效"), refuse)),
    "citations shuffled": Perfect(DEGENERATE["random citations"][0]),
    "citations lost": Perfect(when(answered, no_citation)),
    "ranges off by one": Perfect(when(answered, shifted_citations)),
    "markers without citation": Perfect(when(answered, saying(lambda text: f"{text}[9]"))),
    "numbers changed": Perfect(every(5, swap_numbers)),
    "numbers invented": Perfect(every(8, saying(lambda text: f"{text}\n\n费用约 7777 元。[1]"))),
    "one level wrong": Perfect(when(about("84 分"), wrong_level)),
    "levels without the tool": Perfect(when(scored, lambda q, r: answer(q, r.answer))),
    "false premises accepted": Perfect(
        when(about("永久有效"), lambda q, _: answer(q, f"是的，{q[2:]}[1]", quotes=[q]))
    ),
    "conversation forgotten": Perfect(forgets=True),
    "asks back for no reason": Perfect(every(8, DEGENERATE["always ask back"][0])),
    "never asks back": Perfect(when(lambda _, r: r.status == "clarify", refuse)),
    "ranking reversed": Perfect(reorder=lambda ranking: ranking[::-1]),
    "floods the reader": Perfect(when(answered, padded)),
    "a channel down": Perfect(every(9, lambda _, r: r.model_copy(update={"degraded": True}))),
    "answers cut off": Perfect(when(answered, saying(lambda text: text[:12] + "[1]" * ("[1]" in text)))),
}


REASONS = {
    "refuses too early (threshold too high)": "false_refusal",
    "answers what it should refuse (threshold too low)": "false_answer",
    "refusal broken for a quarter": "false_answer",
    "a topic dropped": "false_refusal",
    "a small topic dropped": "conflict",
    "citations shuffled": "citation_recall",
    "citations lost": "citation_precision",
    "ranges off by one": "citations_valid",
    "markers without citation": "citations_valid",
    "numbers changed": "number_exact",
    "numbers invented": "invented_number",
    "one level wrong": "level_exact",
    "levels without the tool": "tool_exact",
    "false premises accepted": "forbidden",
    "conversation forgotten": "dialogue",
    "asks back for no reason": "clarify",
    "never asks back": "clarify_right",
    "ranking reversed": "fused.ndcg@10",
    "floods the reader": "focus",
    "a channel down": "degraded",
    "answers cut off": "point_recall",
}


@pytest.mark.parametrize("name", REGRESSIONS)
def test_planted_regression_is_caught_for_its_reason(name, tmp_path, perfect_run):
    assert REASONS[name] in failed_metrics(run_of(tmp_path / "run", REGRESSIONS[name]), perfect_run)


def test_three_times_slower_is_caught(tmp_path, perfect_run):
    assert failed_metrics(run_of(tmp_path / "run", Perfect(), slower=3), perfect_run) == {"work_ratio"}


def test_small_loss_is_seen_against_the_baseline_only(tmp_path, perfect_run):
    """A loss of 12 in 198 keeps every absolute gate on correctness, but not the paired test."""
    lost = {f"dept-{t}-{s}" for t in range(6) for s in (1, 5)}
    questions = {item.question for item in world().items if item.id in lost}
    run = run_of(
        tmp_path / "run", Perfect(when(lambda q, _: q in questions, saying(lambda t: t.replace("部", "处"))))
    )
    gates = [gate for gate in GATES if gate.metric == "correct"]
    assert not broken(judge(run, tuple(gates)))
    assert broken(judge(run, tuple(gates), perfect_run))


def test_a_class_too_small_to_be_significant_may_lose_no_more_than_the_tolerance(tmp_path, perfect_run):
    silenced = when(lambda question, right: right.status == "clarify" and "第 0 种" not in question, refuse)
    silent = run_of(tmp_path / "run", Perfect(silenced))
    test = Gate(metric="clarify_right", not_worse=True)
    assert not broken(judge(silent, (test,), perfect_run))
    for tolerance, failures in ((0.1, 1), (1.0, 0)):
        gate = Gate(metric="clarify_right", at_most_worse=tolerance)
        assert len(broken(judge(silent, (gate,), perfect_run))) == failures


def test_a_tolerance_holds_for_each_topic(tmp_path, perfect_run):
    run = run_of(tmp_path / "run", Perfect(when(about(TOPICS[2]), refuse)))
    gate = Gate(metric="correct", by="topic", at_most_worse=0.5, fewest=5)
    (check,) = broken(judge(run, (gate,), perfect_run))
    assert check.group == TOPICS[2]
    assert check.room == pytest.approx(-0.5)


# --- harmless changes -----------------------------------------------------------------------------


def shuffled(seed):
    items = list(world().items)
    random.Random(seed).shuffle(items)
    return Suite("world", 1, "0" * 64, tuple(items))


def wide(text):
    return text.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})


HARMLESS = {
    "the same again": {},
    "another fingerprint": {"answerer": Perfect(fingerprint="rebuilt")},
    **{f"suite in another order {seed}": {"suite": shuffled(seed)} for seed in range(5)},
    "a little slower": {"slower": 1.4},
    "faster": {"slower": 0.5},
    "bold figures": {"answerer": Perfect(saying(lambda t: t.replace("年", "**年**")))},
    "no space before units": {
        "answerer": Perfect(saying(lambda t: t.replace(" 年", "年").replace(" 天", "天")))
    },
    "full width": {
        "answerer": Perfect(when(answered, saying(lambda t: t if "[1]" not in t else wide(t[:-3]) + "[1]")))
    },
    "as a list": {"answerer": Perfect(when(answered, saying(lambda t: f"- {t}")))},
    "a blank before markers": {"answerer": Perfect(saying(lambda t: t.replace("[1]", " [1]")))},
    "a courteous lead-in": {"answerer": Perfect(when(answered, saying(lambda t: f"您好：\n\n{t}")))},
    "documents renamed": {
        "answerer": Perfect(
            lambda _, r: r.model_copy(
                update={"citations": [c.model_copy(update={"title": "新名"}) for c in r.citations]}
            )
        )
    },
    "corpus reordered": {
        "answerer": Perfect(
            lambda _, r: r.model_copy(
                update={
                    "citations": [
                        c.model_copy(update={"start": c.start + 500, "end": c.end + 500}) for c in r.citations
                    ]
                }
            )
        )
    },
    "scores on another scale": {
        "answerer": Perfect(reorder=lambda ranking: [(p, s * 37) for p, s in ranking])
    },
    "follow-ups added": {
        "answerer": Perfect(lambda _, r: r.model_copy(update={"follow_ups": ["还有什么？"]}))
    },
    "other refusal words": {"answerer": Perfect(when(refused, saying(lambda _: "抱歉，现有资料未载明。")))},
    "traditional characters": {"answerer": Perfect(saying(lambda t: t.replace("负责办理", "負責辦理")))},
}


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_change_raises_no_alarm(name, tmp_path, perfect_run):
    change = {"answerer": Perfect(), **HARMLESS[name]}
    run = run_of(tmp_path / "renamed", change.pop("answerer"), **change)
    assert failed_metrics(run, perfect_run) == set()


# --- the file of gates ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ('[[gate]]\nmetric = "beauty"\nat_least = 1\n', "beauty"),
        ('[[gate]]\nmetric = "correct"\n', "at_least"),
        ('[[gate]]\nmetric = "correct"\nat_least = 1\nat_most = 1\n', "at_most"),
        ('[[gate]]\nmetric = "latency_p95_ms"\nnot_worse = true\n', "latency_p95_ms"),
        ("gate = 3", "gate"),
        ("[[", "gates.toml"),
    ],
)
def test_wrong_gates_are_named(toml, named, tmp_path):
    path = tmp_path / "gates.toml"
    path.write_text(toml)
    with pytest.raises(UsageError, match=named):
        load_gates(path)


def test_empty_class_is_skipped_but_unmeasured_fails(tmp_path, perfect_run):
    gates = {gate.metric: gate for gate in GATES if not gate.needs_baseline and not gate.by}
    refusals = Suite("world", 1, "0" * 64, tuple(i for i in world().items if i.id.startswith("unknown")))
    run = run_of(tmp_path / "refusals", Perfect(), refusals)
    assert judge(run, (gates["point_recall"],))[0].passed is None
    records = {name: record.model_copy(update={"found": {}}) for name, record in perfect_run.records.items()}
    scores = {
        i: {n: s for n, s in scores.items() if "." not in n} for i, scores in perfect_run.scores.items()
    }
    blind = replace(perfect_run, records=records, scores=scores)
    assert judge(blind, (gates["fused.hit@5"],))[0].passed is False


def test_shipped_gates_are_read():
    assert all(gate.why for gate in load_gates())
