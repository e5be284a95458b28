"""The ``assistant`` command: one module per command, each importing only what it needs."""

import logging
import sys
from io import TextIOWrapper

import typer

from assistant.cli.ask import ask
from assistant.cli.doctor import doctor
from assistant.cli.index import index
from assistant.cli.output import fail
from assistant.cli.score import score
from assistant.cli.serve import serve
from assistant.errors import AssistantError
from evals.commands import app as evaluation

log = logging.getLogger(__name__)
app = typer.Typer(
    name="assistant",
    help="商品售后服务认证（GB/T 27922-2011）问答助手：回答有出处，星级由评分工具精确计算，离线可用。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(ask)
app.command()(serve)
app.command()(doctor)
app.add_typer(score, name="score")
app.add_typer(index, name="index")
app.add_typer(evaluation, name="eval")


def main() -> None:
    """Run the command line; an error is one line and its exit code, never a traceback.

    Text goes in and out as UTF-8, also where a Windows console is set to another code page.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except AssistantError as error:
        fail(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # the last line of defence
        log.exception("unexpected")
        fail(
            AssistantError("程序出了意外", reason=type(error).__name__, next_step="请把上面的记录交给维护者")
        )
        sys.exit(1)
