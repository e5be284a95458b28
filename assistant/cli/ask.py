"""``assistant ask``: one question, or a batch of them."""

import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from assistant.cli.output import progress_bars, say, show_answer
from assistant.cli.process import opening, seconds_since_start
from assistant.errors import AssistantError, UsageError

if TYPE_CHECKING:
    from assistant.app import Assistant

WARM_RUNS = 30
Engine = Literal["extractive", "llm"]


def ask(
    question: Annotated[str | None, typer.Argument(help="问题，例如：92.5 分是几星？")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（一行一个回答）")] = False,
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch", help='JSONL 文件，每行 {"id","question"} 或 {"id","turns":[…]}；- 表示标准输入'
        ),
    ] = None,
    timings: Annotated[bool, typer.Option("--timings", help="再答 30 遍，报告冷启动与热状态用时")] = False,
) -> None:
    """回答一个问题，或一批问题。

    示例：

      assistant ask "证书有效期几年？"

      assistant ask "92.5 分是几星？" --json

      assistant ask --batch questions.jsonl --json
    """
    if (question is None) == (batch is None):
        raise UsageError(
            "请给出一个问题，或用 --batch 给出文件", next_step='例如：assistant ask "证书有效期几年？"'
        )
    assistant = open_assistant()
    if batch is not None:
        answer_batch(assistant, batch, as_json=as_json)
        return
    text = cast(str, question)
    answer = assistant.ask(text)
    cold = seconds_since_start()
    if as_json:
        say_json(answer.model_dump(mode="json"))
    else:
        show_answer(answer)
    if timings:
        report_timings(assistant, text, cold)


def open_assistant() -> "Assistant":
    """The assistant; a missing index is built with progress bars."""
    with opening(), progress_bars() as progress:
        from assistant.app import Assistant

        return Assistant.open(progress=progress)


def answer_batch(assistant: "Assistant", path: Path, *, as_json: bool) -> None:
    """Answer every line in order; a broken line gets its error in its place, and the rest goes on."""
    broken = 0
    for number, line in enumerate(lines_of(path), 1):
        try:
            record = parse_line(line)
            result = answer_record(assistant, record)
        except AssistantError as error:
            broken += 1
            result = {"id": identifier(line), "line": number, "error": str(error)}
        except Exception as error:  # noqa: BLE001 - one line must never end the batch
            broken += 1
            reason = f"这一行无法处理（{type(error).__name__}）"
            result = {"id": None, "line": number, "error": reason}
        if as_json or "error" in result:
            say_json(result)
        else:
            say(f"\n## {result.get('id') or number}\n")
            for answer in result.get("answers", [result]):
                say(f"{answer['answer']}\n")
    if broken:
        raise UsageError(f"{broken} 行无法处理，其余已回答", next_step="出错的行见输出中的 error")


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a file, or of standard input for "-"; empty ones are left out.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise UsageError(
            f"读不了 {path.name}", reason=type(error).__name__, next_step="需要 UTF-8 编码的 JSONL 文件"
        ) from error
    yield from (line for line in text.split("\n") if line.strip())


def parse_line(line: str) -> dict[str, Any]:
    """A line as a record with a question or turns.

    Raises:
        UsageError: it is not such a record.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        place = (
            f"第 {error.colno} 个字符" if isinstance(error, json.JSONDecodeError) else "嵌套太深或数字太长"
        )
        raise UsageError("这一行不是有效的 JSON", reason=place) from error
    if not isinstance(record, dict) or not (
        isinstance(record.get("question"), str)
        or (isinstance(record.get("turns"), list) and all(isinstance(turn, str) for turn in record["turns"]))
    ):
        raise UsageError('这一行缺少 "question"（文字）或 "turns"（文字列表）')
    return record


def answer_record(assistant: "Assistant", record: dict[str, Any]) -> dict[str, Any]:
    """The answer to a record: an Answer, or ``{"id", "answers"}`` for turns."""
    name = None if record.get("id") is None else str(record["id"])
    if "turns" not in record:
        return assistant.ask(record["question"], question_id=name).model_dump(mode="json")
    answers, history = [], ()
    for turn in record["turns"]:
        answer, history = assistant.converse(turn, history, question_id=name)  # type: ignore[assignment]
        answers.append(answer.model_dump(mode="json"))
    return {"id": name, "answers": answers}


def identifier(line: str) -> str | None:
    """The id of a line that could not be answered, where it can still be read."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return str(record["id"]) if isinstance(record, dict) and record.get("id") is not None else None


def say_json(record: dict[str, Any]) -> None:
    """One JSON object on one line."""
    print(json.dumps(record, ensure_ascii=False), flush=True)  # noqa: T201


def report_timings(assistant: "Assistant", question: str, cold: float) -> None:
    """Seconds from process start to the first answer, and the median of warm answers."""
    runs = []
    for _ in range(WARM_RUNS):
        started = perf_counter()
        assistant.ask(question)
        runs.append((perf_counter() - started) * 1000)
    message = f"冷启动到回答 {cold:.2f} s；热状态中位数 {statistics.median(runs):.1f} ms（{WARM_RUNS} 次）"
    print(message, file=sys.stderr)  # noqa: T201
