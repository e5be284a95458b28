"""Score tables: the template round-trips in all three forms, and every mistake names its cell."""

import csv
from pathlib import Path

import pytest

from assistant.errors import ScoringError
from assistant.knowledge.score_tables import COLUMNS, read_table, write_template
from assistant.scoring import Rules, run, verify_receipt
from tests.scoring.sample_tree import nodes

SUFFIXES = (".csv", ".xlsx", ".yaml")


def filled(
    tmp_path: Path, changes: dict[str, dict[str, str]], extra: tuple[dict[str, str], ...] = ()
) -> Path:
    path = tmp_path / "card.csv"
    write_template(path, nodes())
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{**row, **changes.get(row["条款号"], {})} for row in csv.DictReader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows([*rows, *extra])
    return path


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_template_is_read_back(suffix: str, tmp_path: Path, rules: Rules):
    path = tmp_path / f"card{suffix}"
    write_template(path, nodes())
    inputs = read_table(path)
    assert inputs["tree"]["5.1"] == ["指标 5.1", "40"]
    assert (inputs["marks"], inputs["specials"], inputs["bonus"]) == ({}, [], None)
    assert run("score.card", inputs, rules).result["level"] is None


def test_a_filled_table_is_scored(tmp_path: Path, rules: Rules):
    path = filled(
        tmp_path,
        {
            "5.1": {"得分": "38.5"},
            "5.2": {"是否符合": "是"},
            "5.3.1": {"样本数": "20", "不符合数": "4"},
            "5.3.2.1": {"删减": "是"},
            **{f"5.3.2.{number}": {"是否符合": "是"} for number in range(2, 6)},
            "特别扣分项": {"指标": "未按承诺时限"},
        },
    )
    receipt = run("score.card", read_table(path), rules)
    assert receipt.result["sums"]["5"] == {
        "gained": {"exact": "93.5", "decimal": "93.5"},
        "applicable": {"exact": "98", "decimal": "98"},
    }
    assert receipt.result["level"] == "四星级"
    assert verify_receipt(receipt.model_dump(mode="json"), rules) == []


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"5.1": {"得分": "三十八点x"}}, "第 2 行“得分”"),
        ({"5.1": {"得分": "-1"}}, "不小于 0"),
        ({"5.1": {"分值": "nan"}}, "“分值”"),
        ({"5.1": {"是否符合": "也许"}}, "应填 是 或 否"),
        ({"5.1": {"样本数": "2.5"}}, "应为整数"),
        ({"5.1": {"得分": "3", "是否符合": "是"}}, "只能填一种"),
        ({"5.1": {"条款号": "6.1"}}, "条款号"),
        ({"5.2": {"条款号": "5.1"}}, "重复"),
    ],
)
def test_a_wrong_cell_is_named(changes: dict[str, dict[str, str]], what: str, tmp_path: Path):
    with pytest.raises(ScoringError, match=what):
        read_table(filled(tmp_path, changes))


def test_two_bonuses_are_refused(tmp_path: Path):
    with pytest.raises(ScoringError, match="最多 1 个"):
        read_table(
            filled(tmp_path, {"特别加分项": {"指标": "一"}}, ({"条款号": "特别加分项", "指标": "二"},))
        )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"no workbook"),
        ("a.yaml", b"a: ["),
        ("a.yaml", b"3"),
        ("a.csv", b""),
        ("a.csv", "编号,名称\n".encode()),
        ("a.pdf", b""),
    ],
)
def test_a_foreign_file_is_one_error(name: str, data: bytes, tmp_path: Path):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ScoringError):
        read_table(tmp_path / name)


def test_a_table_saved_by_a_chinese_spreadsheet_is_read(tmp_path: Path):
    path = filled(tmp_path, {"5.1": {"得分": "38"}})
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    assert read_table(path)["marks"] == {"5.1": {"gained": "38"}}
