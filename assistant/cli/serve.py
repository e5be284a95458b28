"""``assistant serve``: the web chat."""

from typing import Annotated

import typer

from assistant.cli.ask import open_assistant
from assistant.settings import read_settings


def serve(
    host: Annotated[str | None, typer.Option(help="监听地址（默认 127.0.0.1）")] = None,
    port: Annotated[int | None, typer.Option(help="端口（默认 7860）")] = None,
) -> None:
    """启动网页问答，默认地址 http://127.0.0.1:7860。

    示例：

      assistant serve

      assistant serve --port 8000
    """
    settings = read_settings()
    typer.echo("[1/3] 检查索引（没有或过期时自动建立）…")
    assistant = open_assistant()
    typer.echo(f"[2/3] 已就绪：{len(assistant.material.passages)} 条资料")
    address = f"http://{host or settings.host}:{port or settings.port}"
    typer.echo(f"[3/3] 打开 {address} 开始提问（Ctrl+C 退出）")
    from assistant.ui import serve as serve_page

    serve_page(assistant, host=host or settings.host, port=port or settings.port)
