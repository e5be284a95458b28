"""How things are printed: rich on a terminal, plain text when piped."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

from assistant.errors import AssistantError
from assistant.types import Answer

STATUS_WORDS = {"partial": "部分已知", "refused": "资料未载", "clarify": "需要补充"}
STEP_WORDS = {"lexical": "建立词语索引", "dense": "写入向量库"}


def say(text: str) -> None:
    """Print Markdown: rendered on a terminal, as it is when piped."""
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        print(text)  # noqa: T201


def show_answer(answer: Answer) -> None:
    """An answer for a reader: status, text, sources with their confidence, what to ask next."""
    if answer.standalone_question != answer.question:
        say(f"理解为：{answer.standalone_question}\n")
    if answer.status in STATUS_WORDS:
        say(f"〔{STATUS_WORDS[answer.status]}〕\n")
    say(answer.answer)
    if answer.citations:
        lines = [
            f"- [{citation.marker}] {citation.title} › {citation.locator}（{citation.confidence.label}）"
            for citation in answer.citations
        ]
        say("\n依据：\n\n" + "\n".join(lines))
    if answer.receipts:
        say(f"\n星级与分数由评分工具计算（{len(answer.receipts)} 份回执，--json 可见）。")
    if answer.follow_ups:
        say("\n还可以问：" + " ".join(answer.follow_ups))


def fail(error: AssistantError) -> None:
    """One line on the error stream: what, why, what to do next."""
    print(f"错误：{error}", file=sys.stderr)  # noqa: T201


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """Progress bars for building the index, on the error stream; none where nothing is built."""
    tasks: dict[str, Any] = {}
    with ExitStack() as stack:
        bars = cache(lambda: stack.enter_context(new_bars()))

        def advance(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars().add_task(STEP_WORDS.get(step, step), total=total)
            bars().update(tasks[step], completed=done)

        yield advance


def new_bars() -> Any:  # noqa: ANN401 - rich is imported only where something is built
    """Bars on the error stream, not yet shown."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=Console(stderr=True))
