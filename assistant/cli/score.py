"""``assistant score``: the scoring tool by itself; needs no index and no model."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from assistant.cli.output import say
from assistant.errors import ScoringError, UsageError
from assistant.scoring import (
    Rules,
    ScoreReply,
    answer_message,
    from_json,
    load_rules,
    run,
    to_json,
    to_text,
    verify_receipt,
)
from assistant.settings import read_settings
from assistant.text.normalize import fold

PLAIN_NUMBER = re.compile(r"\d{1,3}(\.\d{1,20})?分?")


class QuestionFirst(TyperGroup):
    """A group whose first word may be a question or an option of ``level``."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Send whatever does not begin with a command's name to ``level``."""
        if args and args[0] not in {"--help", *self.commands}:
            args = ["level", *args]
        return super().parse_args(ctx, args)


score = typer.Typer(
    cls=QuestionFirst,
    help='评分工具：精确计算星级、差距和人数，附回执。\n\n示例：assistant score "92.5 分是几星？"',
    no_args_is_help=True,
)


@score.command()
def level(
    question: Annotated[
        str | None, typer.Argument(help="例如：体系38、商品服务33，顾客服务要多少才到五星")
    ] = None,
    points: Annotated[str | None, typer.Option("--score", help="直接给出评分，例如 92.5")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出回执（JSON）")] = False,
) -> None:
    """回答一个评分问题（可省略 level 这个词）。

    示例：

      assistant score "删减 6 分，实得 90 分，是几星？"

      assistant score --score 94.96 --json
    """
    if (question is None) == (points is None):
        raise UsageError(
            "请给出一个问题，或用 --score 给出分数", next_step="例如：assistant score --score 92.5"
        )
    if points is not None and not PLAIN_NUMBER.fullmatch(fold(points).strip()):
        raise UsageError(f"“{points[:20]}”不是一个分数", next_step="例如：assistant score --score 92.5")
    reply = reply_to(question or f"{points}分是几星", rules())
    if as_json:
        print(json.dumps(record_of(reply), ensure_ascii=False))  # noqa: T201
    else:
        say(reply.text)
    if reply.kind != "result":
        raise typer.Exit(2)


@score.command()
def template(
    path: Annotated[Path, typer.Argument(help="要写的文件：.xlsx、.csv 或 .yaml")],
) -> None:
    """写出一张空的评分表（指标树和已知分值），填好后用 assistant score table 计算。"""
    from assistant.knowledge.corpus import load_corpus
    from assistant.knowledge.score_tables import write_template

    write_template(path, load_corpus(read_settings().corpus).indicators)
    say(f"已写出 {path}：填上“分值”和“得分”（或“是否符合”），然后运行 assistant score table {path}")


@score.command()
def table(
    path: Annotated[Path, typer.Argument(help="填好的评分表：.xlsx、.csv 或 .yaml")],
    as_json: Annotated[bool, typer.Option("--json", help="输出回执（JSON）")] = False,
) -> None:
    """按填好的评分表计算评分、级别和差距；填错的单元格会指出来。"""
    from assistant.knowledge.score_tables import read_table

    receipt = run("score.card", read_table(path), rules())
    print(to_json(receipt) if as_json else to_text(receipt))  # noqa: T201


@score.command()
def verify(receipt: Annotated[Path, typer.Argument(help="回执文件（JSON）")]) -> None:
    """重新计算一份回执，改动过一个数字也会查出来。"""
    try:
        given = from_json(receipt.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"读不了 {receipt.name}", reason=type(error).__name__) from error
    known = rules()
    found = [line for one in given.get("receipts", [given]) for line in verify_receipt(one, known)]
    for line in found:
        say(f"- {line}")
    if found:
        say(f"回执不成立：{len(found)} 处与重新计算的结果不同。")
        raise typer.Exit(1)
    say("回执成立：重新计算的结果完全一致。")


def rules() -> Rules:
    """The shipped rules."""
    return load_rules(read_settings().corpus / "standard" / "scoring.yaml")


def reply_to(question: str, known: Rules) -> ScoreReply:
    """The tool's reply.

    Raises:
        ScoringError: the text asks for no computation.
    """
    reply = answer_message(question, known, None, date.today())
    if reply is None:
        raise ScoringError(
            "这不是一个要计算的评分问题", next_step=f'请给出分数，或用 assistant ask "{question}" 提问'
        )
    return reply


def record_of(reply: ScoreReply) -> dict[str, Any]:
    """The reply as JSON: what kind it is, its text, its receipts."""
    receipts = [receipt.model_dump(mode="json") for receipt in reply.receipts]
    return {"kind": reply.kind, "text": reply.text, "receipts": receipts}
