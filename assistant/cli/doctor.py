"""``assistant doctor``: what is installed, configured and reachable, and what to do."""

import platform
from importlib.metadata import PackageNotFoundError, version

import typer

from assistant.answering.prompts import load_prompts
from assistant.cli.output import say
from assistant.errors import AssistantError
from assistant.index.build import fingerprint, matches
from assistant.index.embedder import open_embedder
from assistant.index.publish import published
from assistant.settings import Settings, read_settings

PACKAGES = ("langchain", "langchain-core", "chromadb", "gradio", "sentence-transformers", "torch", "numpy")
GOOD, BAD, NOTE = "✓", "✗", "·"


def doctor() -> None:
    """检查安装、设置、索引和模型，并说明要做什么。有问题时退出码为 1。"""
    settings = read_settings()
    lines = [*installed(), *configured(settings), *usable(settings)]
    say("\n".join(f"- {mark} {text}" for mark, text in lines))
    if any(mark == BAD for mark, _ in lines):
        raise typer.Exit(1)


def installed() -> list[tuple[str, str]]:
    """Python and the packages the assistant needs."""
    lines = [(GOOD, f"Python {platform.python_version()}，{platform.system()} {platform.machine()}")]
    for name in PACKAGES:
        try:
            lines.append((GOOD, f"{name} {version(name)}"))
        except PackageNotFoundError:
            lines.append((BAD, f"缺少 {name}。重新运行 make run 安装"))
    return lines


def configured(settings: Settings) -> list[tuple[str, str]]:
    """Each setting with its value; a key is never printed."""
    hidden = {"llm_api_key"}
    return [
        (
            NOTE,
            f"ASSISTANT_{name.upper()} = {'（已隐藏）' if name in hidden and value else value or '（未设）'}",
        )
        for name, value in settings.model_dump().items()
    ]


def usable(settings: Settings) -> list[tuple[str, str]]:
    """Whether model, index, prompts and data directory can be used."""
    lines: list[tuple[str, str]] = []
    try:
        lines.append((GOOD, f"提示语：哈希 {load_prompts(settings.prompts).digest}"))
        embedder = open_embedder(settings.embedding_model)
        dimensions = embedder.embed(["售后服务"]).shape[1]
        lines.append((GOOD, f"向量模型 {embedder.name}：{dimensions} 维"))
    except AssistantError as error:
        return [*lines, (BAD, str(error))]
    folder = published(settings.home)
    if folder is None:
        lines.append((NOTE, "还没有索引：首次使用时自动建立，或运行 assistant index build"))
    elif not matches(folder, fingerprint(settings.corpus, embedder)):
        lines.append((NOTE, "索引已过期：下次使用时自动重建"))
    else:
        lines.append((GOOD, f"索引 {folder.name}"))
    lines.append((NOTE, "语言模型：" + (settings.llm_model or "未启用（不需要）")))
    return lines
