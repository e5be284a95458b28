"""``assistant index``: build it, look at it, check the material."""

from typing import Annotated

import typer

from assistant.cli.output import progress_bars, say
from assistant.errors import CorpusError
from assistant.index.build import build_index, fingerprint, manifest_of, matches
from assistant.index.embedder import open_embedder
from assistant.index.publish import published
from assistant.knowledge.check import problems
from assistant.knowledge.corpus import load_corpus
from assistant.settings import read_settings

index = typer.Typer(help="索引：建立、查看、检查资料。", no_args_is_help=True)


@index.command()
def build(force: Annotated[bool, typer.Option("--force", help="损坏时从头重建")] = False) -> None:
    """建立索引（已是最新则不重建）。"""
    settings = read_settings()
    embedder = open_embedder(settings.embedding_model)
    with progress_bars() as progress:
        folder = build_index(settings.home, settings.corpus, embedder, progress, force=force)
    say(f"索引已就绪：{folder.name}")


@index.command()
def info() -> None:
    """显示条数、指纹、大小，以及是否与当前资料和模型一致。"""
    settings = read_settings()
    folder = published(settings.home)
    if folder is None:
        say("还没有索引。运行：assistant index build")
        raise typer.Exit(1)
    manifest = manifest_of(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    current = matches(folder, fingerprint(settings.corpus, open_embedder(settings.embedding_model)))
    rows = {
        "指纹": manifest["fingerprint"],
        "与资料和模型一致": "是" if current else "否（下次使用时自动重建）",
        "文档": manifest["documents"],
        "条目（段落）": manifest["passages"],
        "检索入口（段落与问法）": manifest["entries"],
        "向量模型": manifest["embedder"],
        "大小": f"{size / 1e6:.1f} MB",
    }
    say("\n".join(f"- {name}：{value}" for name, value in rows.items()))


@index.command()
def verify() -> None:
    """检查资料：未知来源、缺可信度、重复编号、不在指标树中的条款、与指标树矛盾的分值。"""
    corpus = load_corpus(read_settings().corpus)
    broken = problems(corpus)
    for problem in broken:
        say(f"- {problem}")
    if broken:
        raise CorpusError(f"资料有 {len(broken)} 处问题", next_step="按上面的列表修改 corpus/ 后再检查")
    questions = sum(len(passage.questions) for passage in corpus.passages)
    say(f"资料无误：{len(corpus.documents)} 份文档，{len(corpus.passages)} 个段落，{questions} 种问法。")
