"""The commands as a user types them, each in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.types import Answer


@pytest.fixture(scope="session")
def run(command_environment: dict[str, str]):
    """Runs ``assistant …`` and gives exit code, output and error stream."""

    def call(*words: str, given: str | None = None) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *words],
            capture_output=True, text=True, encoding="utf-8", input=given, env=command_environment,
            timeout=120, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    return call


def test_ask_for_a_reader(run) -> None:
    code, out, err = run("ask", "证书有效期几年？")
    assert (code, err.strip()) == (0, "")
    assert "3 年" in out and "[1]" in out and "依据" in out


def test_ask_as_json_is_the_contract(run) -> None:
    code, out, _ = run("ask", "92.5 分是几星？", "--json")
    assert code == 0
    record = json.loads(out)
    answer = Answer.model_validate(record)
    assert list(record) == list(Answer.model_fields)
    assert answer.receipts[0].result["level"] == "四星级"


def test_batch_answers_in_order_and_survives_a_broken_line(run, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "question": "证书有效期几年？"}, ensure_ascii=False),
        "{broken",
        json.dumps({"id": "c", "turns": ["五星级要多少分？", "那四星呢"]}, ensure_ascii=False),
        json.dumps({"id": "d", "question": ""}),
        json.dumps(["not", "a", "record"]),
        json.dumps({"id": 7, "question": "年审要钱吗"}, ensure_ascii=False),
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    code, out, err = run("ask", "--batch", str(path), "--json")
    records = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert "3 行" in err
    assert [record["id"] for record in records] == ["a", None, "c", "d", None, "7"]
    assert "JSON" in records[1]["error"] and records[1]["line"] == 2
    assert "空" in records[3]["error"]
    assert [Answer.model_validate(answer).id for answer in records[2]["answers"]] == ["c", "c"]
    Answer.model_validate(records[5])


def test_batch_from_standard_input(run) -> None:
    code, out, _ = run("ask", "--batch", "-", "--json", given='{"id":"x","question":"你好"}\n')
    assert code == 0
    assert json.loads(out)["id"] == "x"


@pytest.mark.parametrize(
    "words",
    [
        ("ask",),
        ("ask", ""),
        ("ask", "\x01\x02"),
        ("ask", "a" * 100_000),
        ("ask", "--batch", "no-such-file.jsonl"),
        ("score", "--score", "abc"),
        ("score", "你好"),
        ("score", "verify", "no-such-file.json"),
        ("nonsense",),
    ],
    ids=lambda words: " ".join(words)[:30],
)
def test_wrong_use_is_one_line_and_exit_code_2(run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert code == 2
    assert "Traceback" not in err
    if words != ("nonsense",):
        assert len((err or out).strip().splitlines()) == 1


def test_score_and_verify(run, tmp_path: Path) -> None:
    code, out, _ = run("score", "--score", "94.96", "--json")
    assert code == 0
    record = json.loads(out)
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(record["receipts"][0]), "utf-8")
    assert run("score", "verify", str(path))[0] == 0
    record["receipts"][0]["result"]["score"]["exact"] = "95"
    path.write_text(json.dumps(record["receipts"][0]), "utf-8")
    code, out, _ = run("score", "verify", str(path))
    assert code == 1 and "95" in out


def test_index_and_doctor(run) -> None:
    code, out, _ = run("index", "info")
    assert code == 0 and "指纹" in out
    code, out, _ = run("index", "verify")
    assert code == 0 and "资料无误" in out
    code, out, _ = run("doctor")
    assert code == 0 and "✗" not in out


@pytest.mark.parametrize(
    "words", [("--help",), ("ask", "--help"), ("score", "--help"), ("index", "--help"), ("serve", "--help")]
)
def test_help_has_examples_or_commands(run, words: tuple[str, ...]) -> None:
    code, out, _ = run(*words)
    assert code == 0
    assert "示例" in out or "Commands" in out


def test_ask_is_quick_and_light(run, command_environment: dict[str, str]) -> None:
    """Under two seconds from a cold process, without torch and gradio; warm at most 30 ms; best of three."""
    runs = [run("ask", "证书有效期几年？", "--timings") for _ in range(3)]
    assert [code for code, _, _ in runs] == [0, 0, 0]
    errors = [err for _, _, err in runs]
    assert min(float(err.partition("冷启动到回答 ")[2].partition(" s")[0]) for err in errors) < 2
    assert min(float(err.partition("热状态中位数 ")[2].partition(" ms")[0]) for err in errors) <= 30
    program = (
        "import sys; sys.argv = ['assistant', 'ask', '证书有效期几年？'];"
        "from assistant.cli import app; app(standalone_mode=False);"
        "heavy = {'torch', 'gradio', 'sentence_transformers'} & set(sys.modules);"
        "print(*heavy, 'loaded')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8",
        env=command_environment, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "loaded"
