"""The scoring tab: the form read, the tool's answer as pieces of the page, and all of it in Chromium."""

import http.client
import json
import re
import subprocess
import sys
from io import BytesIO
from urllib.parse import urlencode, urlsplit

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import read
from standin import HOSTILE, StandIn

from assistant.knowledge.score_tables import read_table
from assistant.scoring import from_json, run, verify_receipt
from assistant.ui.scorecard.assess import assess
from assistant.ui.scorecard.fields import KINDS, CellError, exact, read_form
from assistant.ui.scorecard.form import scorecard_form
from assistant.ui.scorecard.pages import indicators_of
from assistant.ui.scorecard.result import pieces, position, standing_of_nothing
from assistant.ui.scorecard.workbook import workbook

RULES = StandIn.rules
INDICATORS = indicators_of(StandIn.settings.corpus)
KNOWN = {f"points:{node.clause}": node.points for node in INDICATORS if node.points}
THREE = {"gained:5.1": "38", "gained:5.2": "33", "gained:5.3": "24"}
WITHIN_51 = {"5.1.1": "6", "5.1.3": "6", "5.1.4": "6", "5.1.5": "6", "5.1.6": "6", "5.1.7": "3"}


def found(**form):
    return assess(read_form(KNOWN | form, INDICATORS), RULES)


def level(**form):
    graded = found(**form).graded
    return graded and graded["level"]


class TestReading:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("94.9", "94.9"),
            ("９４．９", "94.9"),
            ("九十四点五", "94.5"),
            ("30 分", "30"),
            ("0", "0"),
            ("007.50", "7.5"),
        ],
    )
    def test_numbers_as_people_write_them(self, text, value):
        assert exact(text) == value

    @pytest.mark.parametrize("text", ["abc", "-1", "1e3", "nan", "1/3", "9" * 5000, "1.2.3", "=1+1", "5%"])
    def test_anything_else_is_named(self, text):
        with pytest.raises(CellError, match="不是数字"):
            exact(text)

    def test_tree_goes_no_deeper_than_the_marks(self):
        inputs = read_form(KNOWN | {"gained:5.1.2.1": "3", "gained:5.2": "30"}, INDICATORS).inputs
        assert [clause for clause in inputs["tree"] if clause.startswith("5.2")] == ["5.2"]
        assert {"5.1.1", "5.1.2.2"} <= inputs["tree"].keys()
        assert "5.1.1.1" not in inputs["tree"]

    def test_count_and_reasons(self):
        assert read_form(THREE | {"specials": "3", "reasons": "甲\n\n乙"}, INDICATORS).inputs["specials"] == [
            "甲",
            "乙",
            "事由未写",
        ]
        assert "2 条事由" in found(**THREE, specials="1", reasons="甲\n乙").errors["specials"]

    @settings(max_examples=60, deadline=None)
    @given(
        st.dictionaries(
            st.sampled_from(
                [
                    "mode",
                    "total",
                    "applicable",
                    "specials",
                    "reasons",
                    "bonus",
                    "bonus-reason",
                    "rounding",
                    "order",
                    "extra-points",
                    "extra-specials",
                    "points:5.1",
                    "points:5.1.1.1",
                ]
                + [
                    f"{kind}:{clause}"
                    for kind in ("kind", "gained", "bad", "samples")
                    for clause in ("5.1", "5.1.2.2", "5.3")
                ]
            ),
            st.one_of(
                st.sampled_from(["total", "card", "", "5", "40", "0.5", HOSTILE, "-3", "none", *KINDS]),
                st.text(max_size=30),
            ),
        )
    )
    def test_no_form_breaks_it_and_no_form_becomes_markup(self, form):
        for html in pieces(found(**form), INDICATORS, RULES).values():
            page = read(html)
            assert page.balanced
            assert not {"script", "img", "iframe", "svg"} & set(page.tags)


class TestComputing:
    @pytest.mark.parametrize(
        ("form", "name"),
        [
            (THREE, "五星级"),
            (THREE | {"gained:5.3": "23.9"}, "四星级"),
            (THREE | {"gained:5.3": "23.999999"}, "四星级"),
            (THREE | {"specials": "1"}, "四星级"),
            (THREE | {"specials": "1", "bonus": "1"}, "五星级"),
            (THREE | {"specials": "5"}, "评价不合格"),
            ({"mode": "total", "total": "60.3", "applicable": "67"}, "四星级"),
            ({"mode": "total", "total": "94.999"}, "四星级"),
            ({"mode": "total", "total": "94.999", "rounding": "1"}, "五星级"),
            ({"mode": "total"}, None),
            ({"gained:5.1": "38"}, None),
        ],
    )
    def test_level(self, form, name):
        assert level(**form) == name

    def test_third_level_with_a_sample_and_a_deletion(self):
        rows = {f"gained:{clause}": value for clause, value in WITHIN_51.items()}
        deep = rows | {"kind:5.1.2.2": "sample", "bad:5.1.2.2": "2", "samples:5.1.2.2": "20"}
        card = THREE | deep | {"gained:5.1": "", "kind:5.1.2.1": "deleted"}
        lacking = found(**card).receipt.result
        assert lacking["level"] is None
        assert [clause for clause, _ in lacking["missing"]] == ["5.1.2.1"]
        done = found(**card, **{"points:5.1.2.1": "2"})
        assert done.sums["5.1"]["gained"]["exact"] == "37.5"
        assert done.sums["5"]["applicable"]["exact"] == "98"
        assert done.graded["level"] == "五星级"

    def test_every_wrong_cell_is_named_at_once_and_no_level_is_told(self):
        wrong = found(
            **THREE | {"gained:5.1": "41", "gained:5.2": "x", "gained:5.3": "26", "points:5.3.1": "y"}
        )
        assert set(wrong.errors) == {"5.1", "5.2", "5.3", "points:5.3.1"}
        assert wrong.receipt is None
        shown = pieces(wrong, INDICATORS, RULES)
        assert "41 分" in shown["note-5.1"]
        assert "不是数字" in shown["note-5.3.1"]
        assert "星级" not in read(shown["score-details"]).text

    def test_total_beyond_what_applies_is_named_at_its_cell(self):
        assert "total" in found(mode="total", total="70", applicable="67").errors
        assert "applicable" in found(mode="total", total="70", applicable="101").errors

    def test_parent_and_child_both_filled(self):
        assert "上级" in found(**THREE, **{"gained:5.1.1": "3"}).errors["5.1.1"]

    def test_what_the_rest_must_bring(self):
        shown = pieces(found(**{"gained:5.1": "38", "gained:5.2": "33"}), INDICATORS, RULES)
        assert "五星级：至少 24 分" in read(shown["score-details"]).text

    def test_trying_out_stays_within_the_card(self):
        tried = found(**THREE, **{"extra-points": "20", "extra-specials": "-3"}).trial
        assert (tried.inputs["gained"], tried.inputs["specials"]) == ("100", 0)

    def test_every_receipt_verifies(self):
        for form in (
            THREE,
            {"gained:5.1": "1"},
            {"mode": "total", "total": "9", "specials": "1", "reasons": "甲"},
        ):
            done = found(**form, **{"extra-points": "1"})
            for receipt in filter(None, (done.receipt, done.rest, done.trial)):
                assert verify_receipt(receipt.model_dump(mode="json"), RULES) == []

    def test_gauge_stands_at_the_bounds(self):
        assert [position(score, RULES) for score in (-3, 0, 70, 95, 100, 101)] == [0, 0, 20, 80, 100, 100]


def test_form_is_well_formed_and_names_every_indicator():
    page = read(scorecard_form(INDICATORS, RULES, standing_of_nothing(RULES)).replace("<input", "<br"))
    assert page.balanced
    assert all(node.title in page.text for node in INDICATORS)


def test_workbook_holds_text_as_text():
    done = found(mode="total", total="90", applicable="94", reasons='=HYPERLINK("http://evil.example")')
    sheet = openpyxl.load_workbook(BytesIO(workbook(done.receipt, INDICATORS)))["结果"]
    cells = {row[0].value: row for row in sheet.iter_rows()}
    assert cells["特别扣分项"][1].value.startswith("=HYPERLINK")
    assert cells["特别扣分项"][1].data_type == "s"
    assert cells["评分"][2].value == done.graded["score"]["exact"]
    assert cells["涉及项总分值"][2].value == 94


def test_workbook_reads_back_as_the_same_card(tmp_path):
    marks = {
        "kind:5.1": "met",
        "kind:5.2": "sample",
        "bad:5.2": "1",
        "samples:5.2": "7",
        "gained:5.3": "24.125",
    }
    done = found(**marks, specials="1", bonus="1")
    path = tmp_path / "card.xlsx"
    path.write_bytes(workbook(done.receipt, INDICATORS))
    again = read_table(path)
    assert {name: again[name] for name in ("marks", "specials", "bonus")} == {
        name: done.receipt.inputs[name] for name in ("marks", "specials", "bonus")
    }
    assert run("score.card", again, RULES).result["score"] == done.graded["score"]


@pytest.mark.parametrize(
    ("body", "status"), [(urlencode(THREE), 200), ("", 200), ("a=" + "1" * 70_000, 413), ("&a=1" * 2000, 413)]
)
def test_server_takes_a_form_and_no_more(standin_address, body, status):
    connection = http.client.HTTPConnection(urlsplit(standin_address).netloc, timeout=10)
    connection.request("POST", "/score/card", body)
    response = connection.getresponse()
    assert response.status == status
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    connection.close()


class Sheet:
    """The scoring tab in a page, and what the page did behind one's back."""

    def __init__(self, page, address):
        self.page, self.address, self.strangers, self.errors = page, address, [], []
        page.set_default_timeout(8_000)
        page.on("request", lambda request: self.note(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)
        self.open()

    def note(self, url):
        if not url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(url)

    def open(self):
        self.page.get_by_role("tab", name="评分").click()
        self.page.locator("#scorecard").wait_for()

    def fill(self, **cells):
        """Type into cells; names with ``kind:`` choose."""
        for name, value in cells.items():
            cell = self.page.locator(f'[name="{name}"]')
            cell.select_option(value) if name.startswith("kind:") else cell.fill(value)

    def shows(self, text, where="#score-standing .verdict"):
        """Wait until a place shows ``text``."""
        self.page.locator(where).filter(has_text=re.compile(re.escape(text))).wait_for()
        return True

    def unfold(self, clause):
        fold = self.page.locator(f'[id="cell-{clause}"] + details')
        if fold.get_attribute("open") is None:
            fold.locator("> summary").click()

    def download(self, label):
        with self.page.expect_download() as started:
            self.page.get_by_role("button", name=label).click()
        return started.value

    def unharmed(self):
        return self.page.evaluate("window.hacked") is None and not self.strangers and not self.errors


@pytest.fixture(scope="module")
def desk(chromium, standin_address) -> Sheet:
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
    yield Sheet(context.new_page(), standin_address)
    context.close()


@pytest.fixture
def sheet(desk) -> Sheet:
    """The tab in a page that all tests share, emptied."""
    desk.page.get_by_role("button", name="清空").click()
    desk.shows("填入得分")
    return desk


@pytest.mark.browser
class TestInChromium:
    def test_level_changes_at_exactly_95(self, sheet):
        sheet.fill(**THREE | {"gained:5.3": "23.9"})
        assert sheet.shows("94.9 分")
        assert sheet.page.locator("#score-standing .level").inner_text() == "四星级"
        assert sheet.shows("还差 0.1 分")
        sheet.fill(**{"gained:5.3": "24"})
        assert sheet.shows("95 分")
        assert sheet.shows("最高级别")
        assert sheet.page.locator("#score-standing .level").inner_text() == "五星级"
        sheet.page.locator('[name="mode"][value="total"]').check()
        sheet.fill(total="94.999")
        assert sheet.shows("四星级")
        sheet.fill(total="95")
        assert sheet.shows("五星级")
        assert sheet.unharmed()

    def test_receipt_is_downloaded_and_verified(self, sheet, tmp_path):
        sheet.fill(**THREE, reasons="夸大宣传")
        assert sheet.shows("94 分")
        saved = sheet.download("下载回执")
        path = tmp_path / saved.suggested_filename
        saved.save_as(path)
        assert verify_receipt(from_json(path.read_text("utf-8")), RULES) == []
        verify = [sys.executable, "-m", "assistant", "score", "verify", str(path)]
        assert subprocess.run(verify, capture_output=True, check=False).returncode == 0
        path.write_text(path.read_text("utf-8").replace('"94"', '"95"'), "utf-8")
        assert verify_receipt(json.loads(path.read_text("utf-8")), RULES)
        sheet.page.locator("#score-details .receipt > summary").click()
        assert "90 ≤ 94 < 95" in sheet.page.locator("#score-details .trace").inner_text()

    def test_card_is_downloaded_as_a_workbook(self, sheet, tmp_path):
        sheet.fill(**THREE)
        assert sheet.shows("五星级")
        saved = sheet.download("下载评分表")
        assert saved.suggested_filename == "评分表.xlsx"
        saved.save_as(tmp_path / "card.xlsx")
        book = openpyxl.load_workbook(tmp_path / "card.xlsx")
        cells = {row[0]: row for name in ("评分表", "结果") for row in book[name].iter_rows(values_only=True)}
        assert cells["5.1"][:4] == ("5.1", "售后服务体系", 40, 38)
        assert cells["评分"][2] == 95
        assert cells["级别"][1] == "五星级"

    def test_unfolds_to_the_third_level_and_names_errors_at_their_cells(self, sheet):
        sheet.fill(**{"gained:5.2": "33", "gained:5.3": "24"})
        sheet.unfold("5.1")
        sheet.unfold("5.1.2")
        sheet.fill(**{f"gained:{clause}": value for clause, value in WITHIN_51.items()})
        sheet.fill(
            **{"gained:5.1.2.1": "2", "kind:5.1.2.2": "sample", "bad:5.1.2.2": "30", "samples:5.1.2.2": "20"}
        )
        assert sheet.shows("30 个不符合", where='[id="note-5.1.2.2"]')
        sheet.fill(**{"bad:5.1.2.2": "2"})
        assert sheet.shows("4.5 / 5 分", where='[id="note-5.1.2.2"]')
        assert sheet.shows("96.5 分")
        sheet.fill(**{"gained:5.2": "36", "gained:5.3": "二十四分吧"})
        assert sheet.shows("36 分", where='[id="note-5.2"] .wrong')
        assert sheet.shows("不是数字", where='[id="note-5.3"] .wrong')
        assert sheet.page.locator("#score-standing .level").inner_text() == "未定级"
        assert sheet.page.locator("#scorecard .downloads").count() == 0
        sheet.page.locator("#score-details a", has_text="5.3").click()
        assert sheet.page.evaluate("document.activeElement.closest('.row').id") == "cell-5.3"

    def test_sliders_try_out_without_touching_the_card(self, sheet):
        sheet.fill(**THREE)
        assert sheet.shows("五星级")
        sheet.fill(**{"extra-specials": "2", "extra-points": "-2.5"})
        assert sheet.shows("则评分 90.5 分，四星级", where="#score-trial")
        assert sheet.shows("-2.5 分", where="#note-extra-points")
        assert sheet.page.locator("#score-standing .level").inner_text() == "五星级"
        assert sheet.page.locator(".gauge .pointer").count() == 2

    def test_what_was_filled_in_survives_tabs_and_reload_until_emptied(self, sheet):
        sheet.fill(**THREE)
        assert sheet.shows("五星级")
        sheet.page.get_by_role("tab", name="问答").click()
        sheet.open()
        assert sheet.shows("五星级")
        sheet.page.reload()
        sheet.open()
        assert sheet.shows("五星级")
        sheet.page.get_by_role("button", name="清空").click()
        assert sheet.shows("填入得分")
        assert sheet.page.locator('[name="gained:5.1"]').input_value() == ""

    def test_hostile_reason_does_nothing(self, sheet):
        sheet.fill(**THREE, reasons=HOSTILE.replace("\n", " "), **{"bonus-reason": HOSTILE})
        sheet.page.locator('[name="bonus"]').check()
        assert sheet.shows("95 分")
        sheet.page.locator("#score-details .receipt > summary").click()
        assert sheet.shows("<script>window.hacked=1</script>", where="#score-details .receipt")
        sheet.page.wait_for_timeout(200)
        assert sheet.page.locator("#scoring :is(img, iframe, script, svg)").count() == 0
        assert sheet.unharmed()

    def test_phone_scrolls_only_down_and_keeps_the_level_in_view(self, chromium, standin_address):
        context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
        phone = Sheet(context.new_page(), standin_address)
        for clause in ("5.1", "5.1.2", "5.1.3"):
            phone.unfold(clause)
        phone.fill(**{"kind:5.1.2.2": "sample", "gained:5.1.3.2": "x" * 20, "gained:5.2": "33"})
        assert phone.shows("不是数字", where='[id="note-5.1.3.2"]')
        assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
        phone.fill(**{"gained:5.1.3.2": "", "kind:5.1.2.2": "gained"}, **THREE)
        assert phone.shows("五星级")
        phone.page.locator("#score-details .receipt > summary").tap()
        phone.page.locator('[name="extra-points"]').scroll_into_view_if_needed()
        assert phone.page.locator("#score-standing").bounding_box()["y"] == 0
        assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
        context.close()

    def test_lost_server_leaves_no_stale_level(self, sheet):
        sheet.fill(**THREE)
        assert sheet.shows("五星级")
        sheet.page.route("**/score/card", lambda route: route.abort())
        sheet.fill(**{"gained:5.1": "8"})
        assert sheet.shows("连接不上服务", where="#score-standing")
        sheet.page.unroute("**/score/card")
