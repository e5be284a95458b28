"""Put a suite's planted texts among the material: a corpus copy that holds them as one more source (植入).

The copy differs from the shipped corpus by nothing else, so what changes in the answers comes from
the planted texts: noise must not disturb them, a false claim must not be believed.
"""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import yaml

from evals.items import Item, Planted

SOURCE = {
    "id": "planted",
    "kind": "media",
    "publisher": "评测植入",
    "title": "评测时放进来的资料",
    "rank": 5,
}
SECTION = """## {title}
<!--
{facts}
-->
{text}
"""


def planted_in(items: Iterable[Item]) -> tuple[Planted, ...]:
    """All planted texts of a suite's items, each once, in their order."""
    return tuple({document.id: document for item in items for document in item.documents}.values())


def plant(corpus: Path, documents: Iterable[Planted], folder: Path) -> Path:
    """Copy the corpus to ``folder`` and add the documents as a topic of their own; returns ``folder``."""
    shutil.copytree(corpus, folder, dirs_exist_ok=True)
    sections = "\n".join(map(section, documents))
    topic = f"---\nid: planted\ntitle: 网上资料\n---\n# 网上资料\n\n{sections}"
    (folder / "topics" / "planted.md").write_text(topic, encoding="utf-8")
    registry = yaml.safe_load((folder / "sources.yaml").read_text(encoding="utf-8"))
    registry["sources"].append(SOURCE)
    (folder / "sources.yaml").write_text(yaml.safe_dump(registry, allow_unicode=True), encoding="utf-8")
    return folder


def section(document: Planted) -> str:
    """A planted text as a section of a topic, asked for by its title."""
    facts = {
        "id": document.id,
        "kind": "definition",
        "confidence": "single",
        "sources": [SOURCE["id"]],
        "questions": [document.title, f"{document.title}？"],
    }
    return SECTION.format(
        title=document.title, text=document.text, facts=json.dumps(facts, ensure_ascii=False)
    )
