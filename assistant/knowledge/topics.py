"""Read a hand-written topic: front matter, then one section per ``##`` heading."""

import re
from pathlib import Path

from pydantic import ValidationError

from assistant.errors import CorpusError
from assistant.knowledge.entries import Facts, Section
from assistant.knowledge.parsing import Parser

FRONT_MATTER = re.compile(r"\A---\n(?P<yaml>.*?)\n---\n", re.DOTALL)
SECTION = re.compile(
    r"^## (?P<heading>[^\n]+)\n+<!--\n(?P<yaml>.*?)\n-->\n(?P<body>.*?)(?=^## |\Z)",
    re.DOTALL | re.MULTILINE,
)


def read_topic(path: Path, parser: Parser) -> tuple[str, str, list[Section]]:
    """Return (document id, title, sections) of a topic file.

    Raises:
        CorpusError: no front matter, a section without facts, or facts that break the schema.
    """
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    front = FRONT_MATTER.match(text)
    if front is None:
        raise CorpusError(f"{path.name}：缺少开头的 --- id、title ---", next_step="见 corpus/README.md")
    meta = parser.parse(front["yaml"], path.name)
    matches = list(SECTION.finditer(text))
    headings = len(re.findall(r"^## ", text, re.MULTILINE))
    if len(matches) != headings:
        raise CorpusError(
            f"{path.name}：{headings} 节中只有 {len(matches)} 节有说明",
            next_step="每个 ## 标题下紧跟 <!-- … --> 说明",
        )
    sections = [
        Section(
            heading=match["heading"].strip(),
            body=match["body"].strip(),
            facts=parse_facts(match["yaml"], f"{path.name}: {match['heading']}", parser),
        )
        for match in matches
    ]
    return meta["id"], meta["title"], sections


def parse_facts(source: str, where: str, parser: Parser) -> Facts:
    """Validate the facts of one section; errors name the place and the field."""
    try:
        return Facts.model_validate(parser.parse(source, where))
    except ValidationError as error:
        raise CorpusError(f"{where}：{describe(error)}", next_step="见 corpus/README.md") from error


def describe(error: ValidationError) -> str:
    """The first three problems of a validation error, each with its path."""
    problems = [
        f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
        for problem in error.errors()[:3]
    ]
    return "; ".join(problems)
