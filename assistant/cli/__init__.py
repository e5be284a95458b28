"""The ``assistant`` command: one module per command, imported when it is called."""

import logging
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from assistant.cli.output import fail
from assistant.errors import AssistantError

log = logging.getLogger(__name__)
COMMANDS = {
    "ask": "assistant.cli.ask:ask",
    "serve": "assistant.cli.serve:serve",
    "doctor": "assistant.cli.doctor:doctor",
    "score": "assistant.cli.score:score",
    "index": "assistant.cli.index:index",
    "eval": "evals.commands:app",
}


class Commands(TyperGroup):
    """The group of all commands; a command's module is imported when it is called or listed."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - typer's own signature
        """The names, in the order of ``COMMANDS``."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - typer's own signature
        """The command of that name; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        return mounted(cmd_name, getattr(import_module(module), name))


def mounted(name: str, command: Any) -> Any:  # noqa: ANN401 - a function or a Typer
    """The command or group as typer makes it under this application."""
    parent = typer.Typer(rich_markup_mode=None)
    if isinstance(command, typer.Typer):
        parent.add_typer(command, name=name)
    else:
        parent.command(name)(command)
    parent.callback()(lambda: None)
    return get_group(parent).commands[name]


app = typer.Typer(
    name="assistant",
    cls=Commands,
    help="商品售后服务认证（GB/T 27922-2011）问答助手：回答有出处，星级由评分工具精确计算，离线可用。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.callback()(lambda: None)


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
