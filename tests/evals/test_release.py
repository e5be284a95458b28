"""The release gates on the shipped suites: the assistant passes, cheats fail, planted texts are read."""

import csv
import json
import random
from pathlib import Path

import pytest
from eval_world import Perfect
from replay import Replay, Spoilt
from typer.testing import CliRunner

from assistant.types import Answer
from evals import engines
from evals.commands import app
from evals.gates import COSTS, broken, judge, load_gates
from evals.items import Item, Planted
from evals.peers import PEERS
from evals.planted import plant, planted_in
from evals.records import Run
from evals.runner import run_suite
from evals.suite import Suite, load_suite

RELEASE = tuple(gate for gate in load_gates() if gate.metric not in COSTS)
SAMPLED = {"golden": 60, "unanswerable": 30, "scoring": 40}


@pytest.fixture(scope="module")
def honest(assistant, tmp_path_factory) -> dict[str, Run]:
    """The assistant's runs of the suites' test halves."""
    folder = tmp_path_factory.mktemp("release")
    return {name: run_suite(load_suite(name).part("test"), assistant, folder / name) for name in SAMPLED}


@pytest.mark.parametrize("name", SAMPLED)
def test_the_assistant_passes_the_release_gates(name, honest):
    assert [(check.gate.why, check.reason) for check in broken(judge(honest[name], RELEASE))] == []


# --- degenerate answerers -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def quotes(assistant) -> list[Answer]:
    """Every passage as an answer of its own."""
    return [
        PEERS["dense"](assistant).ask(passage.heading[-1]) for passage in assistant.material.passages[::12]
    ]


def refuse(_question, right):
    return right.model_copy(
        update={"status": "refused", "answer": "没有找到。", "citations": [], "receipts": []}
    )


def say(text, status="answered"):
    return lambda _q, right: right.model_copy(
        update={"status": status, "answer": text, "citations": [], "receipts": []}
    )


def dump_everything(quotes):
    citations = [q.citations[0].model_copy(update={"marker": n}) for n, q in enumerate(quotes[:30], 1)]
    text = "\n\n".join(f"{c.quote} [{c.marker}]" for c in citations)
    return lambda _q, right: right.model_copy(
        update={"status": "answered", "answer": text, "citations": citations}
    )


def random_citations(quotes):
    def spoil(question, right):
        drawn = random.Random(question).choices(quotes, k=len(right.citations))
        pairs = zip(right.citations, drawn, strict=True)
        citations = [new.citations[0].model_copy(update={"marker": old.marker}) for old, new in pairs]
        return right.model_copy(update={"citations": citations})

    return spoil


def always_answer(quotes):
    def spoil(question, right):
        if right.status == "answered":
            return right
        same = {"id": right.id, "question": question, "standalone_question": right.standalone_question}
        return random.Random(question).choice(quotes).model_copy(update=same)

    return spoil


def quote_without_answering(_question, right):
    markers = "".join(f"[{citation.marker}]" for citation in right.citations)
    text = f"相关内容见引文。{markers}" if markers else "相关内容见标准。"
    return right.model_copy(update={"answer": text}) if right.status == "answered" else right


def copy_the_question(question, right):
    return say(question)(question, right)


KEYWORDS = (
    "认证机构 证书 审核 手册 营业执照 申请 5000 元 3 年 每年 95 分 90 分 80 分 10% "
    "三星级 四星级 五星级 达标级。"
)
CHEATS = {
    "dump everything": (dump_everything, {"focus", "length", "false_answer"}),
    "always refuse": (lambda _: refuse, {"false_refusal", "point_recall", "tool_exact"}),
    "always ask back": (lambda _: say("请问您具体想了解什么？", "clarify"), {"clarify", "point_recall"}),
    "always answer": (always_answer, {"false_answer"}),
    "random citations": (random_citations, {"citation_precision", "citation_recall"}),
    "copy the question": (lambda _: copy_the_question, {"point_recall", "citation_precision"}),
    "stuff keywords": (lambda _: say(KEYWORDS), {"invented_number", "citation_precision", "tool_exact"}),
    "quote without answering": (lambda _: quote_without_answering, {"point_recall", "correct"}),
}


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_fails_the_release_for_its_reason(name, honest, quotes, tmp_path):
    make, reasons = CHEATS[name]
    failed = set()
    for suite, size in SAMPLED.items():
        sample = Suite(suite, 1, "0" * 64, honest[suite].items[:size])
        run = run_suite(sample, Spoilt(Replay(honest[suite]), make(quotes)), tmp_path / suite)
        failed |= {check.gate.metric for check in broken(judge(run, RELEASE))}
    assert reasons <= failed


# --- a user's own suite ---------------------------------------------------------------------------


def test_fifty_questions_of_a_user_run_with_one_command(assistant, tmp_path, monkeypatch):
    """A table of nothing but questions and expected answers gives a report."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(engines, "open_engine", lambda _name, _documents: (assistant, {}))
    items = [item for item in load_suite("golden").items if item.expect.points][:50]
    with Path("mine.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["问题", "标准答案"])
        rows.writerows([item.question, expected_answer(item)] for item in items)
    done = CliRunner().invoke(app, ["run", "--suite", "mine.csv"])
    assert done.exit_code == 0, done.output
    folder = Path("evals/out/mine-assistant")
    figures = json.loads((folder / "scores.json").read_text(encoding="utf-8"))["overall"]
    assert figures["point_recall"]["items"] == 50
    assert figures["point_recall"]["value"] > 0.6
    assert "要点召回" in (folder / "report.md").read_text(encoding="utf-8")
    assert "<html" in (folder / "report.html").read_text(encoding="utf-8")


def expected_answer(item: Item) -> str:
    """The points of an item as a person would write them in a cell."""
    return (
        "；".join(
            f"{form.value}{form.unit}"
            for point in item.expect.points
            for form in point.any[:1]
            if form.kind != "regex"
        )
        or "3年"
    )


# --- planted texts --------------------------------------------------------------------------------


def test_planted_texts_stand_in_the_copy_only(settings, tmp_path):
    from assistant.knowledge.check import problems
    from assistant.knowledge.corpus import load_corpus

    items = load_suite("counterfactual").items
    documents = planted_in((*items, *items))
    assert len(documents) == len(items)
    copied = load_corpus(plant(settings.corpus, documents, tmp_path / "corpus"))
    assert problems(copied) == []
    added = [passage for passage in copied.passages if passage.id.startswith("planted.")]
    assert [(passage.id, passage.text) for passage in added] == [(d.id, d.text) for d in documents]
    assert len(load_corpus(settings.corpus).passages) == len(copied.passages) - len(documents)


def test_an_engine_reads_what_is_planted(settings, monkeypatch):
    monkeypatch.setattr(engines, "read_settings", lambda **given: settings.model_copy(update=given))
    document = Planted(id="planted.canteen", title="食堂的开饭时间", text="食堂的开饭时间是十一点半。")
    answerer, _ = engines.open_engine("extractive", (document,))
    assert answerer.search("食堂几点开饭")[0][0] == "planted.canteen"


def test_items_of_a_run_keep_what_was_planted(tmp_path):
    suite = Suite("n", 1, "0" * 64, load_suite("noise").items[:2])
    run = run_suite(suite, Perfect(), tmp_path / "run")
    assert run.items == suite.items
