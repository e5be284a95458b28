"""Corpora of any size, made from the shipped one: the same schema, the same way of writing, seeded."""

import random
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from assistant.knowledge.corpus import load_corpus
from assistant.settings import SHIPPED

PER_FILE = 200
CLAUSE = re.compile(r"[^，。；：、\n|>#*\d-]{4,24}")
NAMES = "安宝昌成达德丰福光广海恒宏华汇佳建金京康乐利隆美宁鹏启庆瑞盛顺泰腾天万祥信兴永裕远泽正中"
TRADES = ("电器", "家具", "汽车", "空调", "电梯", "手机", "医疗器械", "建材", "软件", "农机", "灯具", "卫浴")
ASPECTS = ("售后电话怎么打", "保修期怎么算", "上门要多久", "配件从哪里买", "投诉找谁", "退换怎么办")
KEPT = ("glossary.yaml", "sources.yaml", "standard/scoring.yaml", "standard/indicators.yaml")
EMPTY = (
    *("open_points.yaml", "standard/materials.yaml", "standard/process.yaml"),
    *("standard/costs.yaml", "standard/schemes.yaml"),
)


def make_corpus(folder: Path, passages: int, seed: int = 1) -> None:
    """Write a corpus of ``passages`` passages: the standard's tree and scoring rules, the rest invented."""
    shipped = SHIPPED / "corpus"
    for name in KEPT:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(shipped / name, folder / name)
    for name in (*EMPTY, "conflicts.yaml"):
        entries = "conflicts" if name == "conflicts.yaml" else "entries"
        record = {"id": Path(name).stem.replace("_", "-"), "title": Path(name).stem, entries: []}
        (folder / name).write_text(yaml.safe_dump(record), "utf-8")
    (folder / "topics").mkdir()
    given = len(load_corpus(folder).passages)
    clauses = sorted({clause for text in shipped_texts() for clause in CLAUSE.findall(text)})
    sections = list(invented(passages - given, clauses, random.Random(seed)))
    for number, first in enumerate(range(0, len(sections), PER_FILE)):
        head = f"---\nid: made-{number}\ntitle: 资料 {number}\n---\n"
        text = "\n".join((head, *sections[first : first + PER_FILE]))
        (folder / "topics" / f"made-{number:05}.md").write_text(text, "utf-8")


def shipped_texts() -> list[str]:
    """The texts of the shipped passages."""
    return [passage.text for passage in load_corpus(SHIPPED / "corpus").passages]


def invented(count: int, clauses: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Sections on invented companies: clauses of the shipped texts put together anew."""
    for number in range(count):
        subject = f"{company(number)}{chance.choice(TRADES)}"
        aspect = chance.choice(ASPECTS)
        body = f"{subject}：" + "，".join(chance.sample(clauses, 8)) + "。"
        yield (
            f"## {subject}{aspect[:2]}规定\n<!--\nid: made.p{number}\nkind: requirement\n"
            f"confidence: confirmed\nsources: [gaia]\nquestions:\n  - {subject}{aspect}\n"
            f"  - 想知道{subject}的{aspect}\n-->\n{body}\n"
        )


def company(number: int) -> str:
    """A name of three characters or more, another one for every number."""
    name = ""
    for _ in range(3):
        number, place = divmod(number, len(NAMES))
        name += NAMES[place]
    return name + (str(number) if number else "")


def asked_of(folder: Path, count: int) -> list[str]:
    """Questions that the invented passages answer, evenly spread over them."""
    found = [
        question
        for path in sorted((folder / "topics").glob("*.md"))
        for question in re.findall(r"^  - 想知道(.+)$", path.read_text("utf-8"), re.MULTILINE)
    ]
    return found[:: max(1, len(found) // count)][:count]
