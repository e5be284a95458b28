"""The evaluation page: one run at a time, kept runs read and compared, and all of it in Chromium."""

import json
import threading
import time

import pytest
from lab import Tab, pieces, post
from pages import read
from standin import HOSTILE

from assistant.errors import UsageError
from assistant.settings import Settings
from assistant.types import Answer
from assistant.ui.evaluation.job import Bench, new_folder
from assistant.ui.evaluation.overview import seconds
from assistant.ui.evaluation.routes import begin
from assistant.ui.evaluation.store import FOLDER, OWN, chosen_suite, open_run, runs, title
from evals.runner import run_suite

STRANGE = {"question": f"火星售后{HOSTILE}怎么办？", "expect": {"status": "refused"}}
ITEMS = {
    "valid": {"question": "证书有效期几年？", "topic": "证书", "expect": {"points": [{"any": ["3 年"]}]}},
    "five": {"question": "95 分是几星？", "topic": "评分", "expect": {"points": [{"any": ["五星"]}]}},
    "wrong": {"question": "达到五星要多少分？", "topic": "评分", "expect": {"points": [{"any": [HOSTILE]}]}},
    "strange": STRANGE,
    "talk": {
        "turns": ["四星级要多少分？", "那五星呢？"],
        "topic": "评分",
        "expect": {"points": [{"any": [{"number": "95", "unit": "分"}]}]},
    },
}


class Silent:
    """An assistant of the same material that knows nothing of certificates."""

    def __init__(self, assistant):
        self.assistant, self.fingerprint = assistant, "silent"

    def converse(self, question, history):
        return self.assistant.converse(question, history)

    def ask(self, question, *, question_id=None):
        if "证书" in question:
            return Answer(
                question=question, standalone_question=question, status="refused", answer="不知道。"
            )
        return self.assistant.ask(question, question_id=question_id)


@pytest.fixture(scope="module")
def kept(home, assistant):
    """The suite in the data directory, and a run from before it got better."""
    folder = home / FOLDER / OWN
    folder.mkdir(parents=True)
    lines = (json.dumps({"id": name, **item}, ensure_ascii=False) for name, item in ITEMS.items())
    (folder / "small.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    suite = chosen_suite(home, "small", "")
    run_suite(suite, Silent(assistant), home / FOLDER / "small-before")
    run_suite(suite, assistant, home / FOLDER / "small-after")
    return home


class Slow:
    """An assistant that answers once for every time it is let."""

    fingerprint = "slow"

    def __init__(self, home):
        self.settings, self.may = Settings(home=home), threading.Semaphore(0)

    def ask(self, question, **_):
        self.may.acquire()
        return Answer(question=question, standalone_question=question, status="refused", answer="不知道。")

    def search(self, *_):
        return []


class TestBench:
    @pytest.fixture
    def home(self, tmp_path):
        folder = tmp_path / FOLDER / OWN
        folder.mkdir(parents=True)
        lines = (json.dumps({"id": f"q{n}", **STRANGE}) for n in range(4))
        (folder / "slow.jsonl").write_text("\n".join(lines), "utf-8")
        return tmp_path

    def until(self, wanted):
        end = time.monotonic() + 5
        while not wanted():
            assert time.monotonic() < end
            time.sleep(0.01)

    def test_one_run_at_a_time_stopped_and_gone_on_with(self, home):
        slow = Slow(home)
        bench = Bench(slow)
        begin(bench, home, {"suite": "slow"})
        slow.may.release()
        self.until(lambda: bench.job.done == 1)
        assert bench.job.seconds_left > 0
        with pytest.raises(UsageError, match="已有一次评测在跑"):
            begin(bench, home, {"suite": "smoke"})
        bench.stop()
        slow.may.release()
        self.until(lambda: bench.job.over)
        assert "已停止" in bench.job.problem
        (name,) = runs(home)
        assert runs(home)[name].figures is None
        with pytest.raises(UsageError, match="没有这次运行"):
            open_run(home, name)

        slow.may.release(2)
        assert name in str(bench.job.folder)
        begin(bench, home, {"resume": name})
        self.until(lambda: bench.job.over)
        assert bench.job.problem == ""
        assert list(open_run(home, name).records) == ["q0", "q1", "q2", "q3"]

    def test_an_accident_is_one_sentence(self, home, caplog):
        slow = Slow(home)
        slow.ask = None
        bench = Bench(slow)
        begin(bench, home, {"suite": "slow"})
        self.until(lambda: bench.job.over)
        assert "程序出了意外" in bench.job.problem
        assert "TypeError" in caplog.text

    @pytest.mark.parametrize("choice", [{}, {"suite": "../slow"}, {"suite": "slow", "half": "third"}])
    def test_only_what_is_listed_is_run(self, home, choice):
        bench = Bench(Slow(home))
        with pytest.raises(UsageError):
            begin(bench, home, choice)
        assert bench.job is None

    def test_a_suite_with_a_wrong_line_names_it(self, home):
        (home / FOLDER / OWN / "bad.jsonl").write_text('{"id": "a"}\n', "utf-8")
        with pytest.raises(UsageError, match="第 1 行"):
            chosen_suite(home, "bad", "")

    def test_folders_are_named_after_the_suite(self, home):
        suite = chosen_suite(home, "slow", "")
        assert new_folder(home, suite).name.startswith("slow-20")


def test_words():
    assert (seconds(0.2), seconds(59.6), seconds(240)) == ("1 秒", "60 秒", "4 分钟")
    assert (title("golden.dev"), title("mine")) == ("常见问题（golden）开发半", "mine")


ALL = {"run": "small-after", "before": "small-before", "after": "small-after", "item": "valid"}


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("overview", {}),
        ("open", ALL),
        ("questions", ALL),
        ("question", {"run": "small-after", "item": "wrong"}),
        ("question", {"run": "small-after", "item": "strange"}),
        ("question", ALL),
        ("compare", ALL),
        ("changes", ALL),
        ("open", {"run": HOSTILE}),
        ("open", {"run": "../evals/small-after"}),
        ("compare", {"before": "small-before", "after": HOSTILE}),
        ("question", {"run": "small-after", "item": HOSTILE}),
        ("questions", {"run": "small-after", "search": HOSTILE, "topic": HOSTILE, "metric": HOSTILE}),
    ],
)
def test_whatever_is_posted_no_markup_comes_of_it(kept, address, path, form):
    for html in pieces(address, f"/evals/{path}", **form).values():
        page = read(html.replace("<input", "<br"))
        assert page.balanced
        assert not {"script", "img", "iframe", "svg"} & set(page.tags)
        assert not [name for name, _ in page.attributes if name.startswith("on")]


def test_other_sites_and_large_forms_are_turned_away(address):
    assert post(address, "/evals/run", {"Sec-Fetch-Site": "cross-site"}, suite="smoke")[0].status == 403
    assert post(address, "/evals/open", run="x" * 70_000)[0].status == 413


def test_report_is_one_file(kept, address):
    response, body = post(address, "/evals/report.html", run="small-after", before="small-before")
    assert "attachment" in response.headers["Content-Disposition"]
    assert "与基线比较" in body.decode()
    assert "<script>window.hacked" not in body.decode()
    assert post(address, "/evals/report.html", run="gone")[0].status == 204


def opened(tab, run):
    """Open a run, and wait for it rather than for what was open before."""
    tab.page.evaluate("document.getElementById('eval-run').replaceChildren()")
    tab.page.get_by_role("button", name=run).click()
    assert tab.shows(run, "#eval-run h3")


@pytest.mark.browser
@pytest.mark.usefixtures("kept")
class TestInChromium:
    @pytest.fixture(scope="class")
    def tab(self, chromium, address):
        context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
        yield Tab(context.new_page(), address, "评测", "#eval-start form")
        context.close()

    def test_a_suite_is_run_with_progress_and_opens(self, tab):
        page = tab.page
        page.evaluate(
            """window.seen = [];
            new MutationObserver(() => {
              const value = document.querySelector('#eval-progress progress')?.value;
              if (value !== undefined && value !== seen.at(-1)) seen.push(value);
            }).observe(document.body, { childList: true, subtree: true })"""
        )
        page.locator('[name="suite"]').select_option("smoke")
        page.get_by_role("button", name="开始评测").click()
        assert tab.shows("已跑完", "#eval-job .done")
        assert tab.shows("快速检查", "#eval-run h3")
        assert page.evaluate("seen.length") >= 1
        assert page.locator("#eval-run .tile").count() == 6
        assert page.locator("#eval-runs tbody tr").count() == 3
        assert tab.unharmed()

    def test_a_failing_question_unfolds_to_answer_citations_and_trace(self, tab):
        page = tab.page
        opened(tab, "small-after")
        assert page.locator("#eval-questions .question").all_inner_texts()
        row = page.locator("#eval-questions .question").filter(has_text="达到五星要多少分")
        row.locator("> summary").click()
        row.locator(".citation q").first.wait_for()
        assert "95" in row.locator(".said").inner_text()
        assert HOSTILE.split()[0] in row.locator(".facts").inner_text()
        row.get_by_text("检索过程").click()
        assert "scoring." in row.locator("table.ranks").inner_text()
        assert page.locator("#evaluation :is(img, iframe, script, svg)").count() == 0
        assert tab.unharmed()

    def test_questions_are_filtered(self, tab):
        page = tab.page
        opened(tab, "small-after")
        page.locator('#eval-run [name="show"]').select_option("")
        assert tab.shows("5 题", "#eval-questions")
        page.locator('#eval-run [name="search"]').fill("那五星")
        assert tab.shows("1 题", "#eval-questions")
        page.locator("#eval-questions summary").first.click()
        assert tab.shows("四星级要多少分？", "#eval-questions .turn")

    def test_two_runs_are_compared_and_what_changed_is_filtered(self, tab):
        page = tab.page
        opened(tab, "small-after")
        page.locator('#eval-run [name="before"]').select_option("small-before")
        page.get_by_role("button", name="比较", exact=True).click()
        assert tab.shows("small-before → small-after", "#eval-comparison h3")
        assert tab.shows("1 题有变好", "#eval-changes")
        page.locator('#eval-comparison [name="way"]').select_option("worse")
        assert tab.shows("0 题", "#eval-changes")
        page.locator('#eval-comparison [name="way"]').select_option("better")
        page.locator('#eval-comparison [name="metric"]').select_option("false_refusal")
        changed = page.locator("#eval-changes .question")
        changed.locator("> summary").click()
        page.locator("#eval-changes .beside .answer").nth(1).wait_for()
        assert changed.locator(".beside .tag.refused").count() == 1
        assert "不知道" in changed.locator(".beside > div").first.inner_text()
        with page.expect_download() as started:
            page.get_by_role("button", name="下载对比报告").click()
        assert started.value.suggested_filename == "评测报告-small-after.html"
        assert tab.unharmed()

    def test_a_lost_server_is_told(self, tab):
        tab.page.wait_for_timeout(1500)  # a form sends itself with a delay; its success would clear the note
        tab.page.route("**/evals/open", lambda route: route.abort())
        tab.page.get_by_role("button", name="small-before").click()
        assert tab.shows("连接不上服务", "#evaluation [data-problem]")
        tab.page.unroute("**/evals/open")
        tab.page.get_by_role("button", name="small-before").click()
        assert tab.shows("small-before", "#eval-run h3")
        assert tab.page.locator("#evaluation [data-problem]").inner_text() == ""

    def test_phone_scrolls_only_down(self, chromium, address):
        context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
        phone = Tab(context.new_page(), address, "评测", "#eval-start form")
        phone.page.get_by_role("button", name="small-after").tap()
        assert phone.shows("small-after", "#eval-run h3")
        for fold in phone.page.locator("#eval-run > .card > .fold > summary").all():
            fold.tap()
        phone.page.locator("#eval-questions .question > summary").first.tap()
        phone.page.locator("#eval-questions .answer").first.wait_for()
        phone.page.locator('#eval-run [name="before"]').select_option("small-before")
        phone.page.get_by_role("button", name="比较", exact=True).tap()
        phone.page.locator("#eval-changes .question > summary").first.tap()
        phone.page.locator("#eval-changes .beside .answer").first.wait_for()
        assert phone.width() == 390
        context.close()
