import json
import re

import pytest
from eval_world import world

from assistant.errors import UsageError
from evals.importing import import_table, points
from evals.suite import SUITES, load_suite, lock, parse, validate

GOOD = {"id": "a", "question": "几年？", "expect": {"points": [{"any": ["3年"]}]}}


def write(folder, *items, name="s.jsonl"):
    path = folder / name
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return path


def test_shipped_suites_are_right():
    for path in SUITES.glob("*.jsonl"):
        assert validate(path) == []
        assert load_suite(path.stem).items


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({**GOOD, "questoin": "x"}, "questoin"),
        ({**GOOD, "id": "含中文"}, "id"),
        ({**GOOD, "expect": {"status": "maybe"}}, "expect.status.0"),
        ({**GOOD, "expect": {"points": [{"any": []}]}}, "expect.points.0.any"),
        ({**GOOD, "expect": {"points": [{"any": [{"regex": "("}]}]}}, "expect.points.0.any.0"),
        ({**GOOD, "expect": {"points": [{"any": [{"number": "drei"}]}]}}, "expect.points.0.any.0"),
        ({**GOOD, "expect": {"forbid": [{"gist": "x", "text": "y"}]}}, "expect.forbid.0"),
        ({**GOOD, "turns": ["x"]}, ""),
        ({"id": "a", "expect": {}}, ""),
        ({"id": "a", "turns": ["x", {"question": "y", "expect": {}}], "expect": {}}, ""),
        ({"id": "a", "question": "x"}, "expect"),
        ({**GOOD, "question": "  "}, "question"),
        ({**GOOD, "question": 3}, "question"),
        ({**GOOD, "documents": [{"id": "planted.a", "title": "t", "text": ""}]}, "documents.0.text"),
        ({**GOOD, "tags": "x"}, "tags"),
    ],
)
def test_problems_name_line_and_field_in_chinese(item, field, tmp_path):
    (problem,) = validate(write(tmp_path, GOOD, {**item, "id": item["id"] + "2"}))
    assert (problem.line, problem.field) == (2, field)
    assert re.search("[一-鿿]", problem.message), problem.message
    assert not re.search("(?i)input|value|should", problem.message)


def test_what_is_no_text_names_its_line(tmp_path):
    path = write(tmp_path, GOOD)
    path.write_bytes(path.read_bytes() + "\n问".encode("utf-16"))
    with pytest.raises(UsageError, match="第 2 行"):
        validate(path)


def test_points_and_lists_are_written_short():
    line = {
        **GOOD,
        "expect": {"points": ["三年", ["每年", "一年一次"], 3], "passages": "a", "forbid": "五年"},
    }
    (item,), _ = parse(json.dumps(line))
    assert [len(point.any) for point in item.expect.points] == [1, 2, 1]
    assert (item.expect.passages, item.expect.forbid[0].value) == (("a",), "五年")


def test_broken_json_and_twins_and_emptiness(tmp_path):
    path = write(tmp_path, GOOD, GOOD)
    assert "第 1 行" in str(validate(path)[0])
    path.write_text("\n{oops\n")
    assert validate(path)[0].line == 2
    path.write_text("")
    assert validate(path)
    with pytest.raises(UsageError, match="第 1 行"):
        load_suite(path)


def test_unknown_suite_names_the_known():
    with pytest.raises(UsageError, match="smoke"):
        load_suite("no-such-suite")


def test_forms_are_written_short():
    (item,), _ = parse(
        json.dumps({**GOOD, "expect": {"points": [{"any": ["三年", 3, {"number": 3, "unit": "年"}]}]}})
    )
    assert [(f.kind, f.value, f.unit) for f in item.expect.points[0].any] == [
        ("text", "三年", ""),
        ("number", "3", ""),
        ("number", "3", "年"),
    ]


def test_a_locked_suite_cannot_change_unnoticed(tmp_path):
    path = write(tmp_path, GOOD)
    assert load_suite(path).version == 0
    assert lock(path).version == lock(path).version == 1
    assert load_suite(path).version == 1
    write(tmp_path, {**GOOD, "question": "几个月？"})
    with pytest.raises(UsageError, match="锁"):
        load_suite(path)
    assert lock(path).version == 2
    assert load_suite(path).version == 2


def test_halves_are_stable_and_keep_families_together():
    suite = world()
    dev, test = suite.part("dev"), suite.part("test")
    assert len(dev.items) + len(test.items) == len(suite.items)
    assert 0.35 < len(dev.items) / len(suite.items) < 0.65
    assert {item.id for item in dev.items} == {
        item.id for item in reversed(suite.items) if item.half == "dev"
    }
    parent = suite.items[0]
    assert all(
        parent.model_copy(update={"id": f"typo-{n}", "parent": parent.id}).half == parent.half
        for n in range(9)
    )


# --- tables ---------------------------------------------------------------------------------------


def test_csv_of_questions_and_answers(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(
        "问题,标准答案\n几年？,3年\n谁发？,由认证机构颁发；要有资质\n\n天气？,无法回答\n等级？,四星|四星级\n",
        encoding="gb18030",
    )
    suite = load_suite(path)
    assert [item.id for item in suite.items] == ["row-2", "row-3", "row-5", "row-6"]
    first, second, third, fourth = (item.expect for item in suite.items)
    assert first.points[0].any[0].model_dump() == {"kind": "number", "value": "3", "unit": "年"}
    assert [point.any[0].value for point in second.points] == ["由认证机构颁发", "要有资质"]
    assert third.status == ("refused",)
    assert len(fourth.points[0].any) == 2


def test_xlsx_with_a_column_map(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["No", "用户说", "应答", "主题"], [1, "几年？", 3, "证书"]):
        book.active.append(row)
    path = tmp_path / "mine.xlsx"
    book.save(path)
    suite = load_suite(path, {"question": "用户说", "answer": "应答"})
    assert (suite.items[0].id, suite.items[0].topic) == ("1", "证书")
    assert suite.items[0].expect.points[0].any[0].kind == "number"
    with pytest.raises(UsageError, match="没有问题列"):
        load_suite(path)
    with pytest.raises(UsageError, match="对不上列"):
        load_suite(path, {"question": "没有"})


def test_problems_of_a_table_name_its_row(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("question,status\n好,answered\n,\n坏,maybe\n", encoding="utf-8")
    assert validate(path)[0].line == 4


def test_unreadable_tables(tmp_path):
    for name, content in (("a.xlsx", b"no zip"), ("b.csv", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UsageError):
            import_table(tmp_path / name)


def test_points_of_prose():
    assert points("约 5000 元。要先申请！") == [
        {"any": [{"number": "5000", "unit": "元"}]},
        {"any": [{"gist": "要先申请"}]},
    ]
