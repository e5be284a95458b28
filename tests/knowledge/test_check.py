"""A corpus that breaks a rule is refused, with the place named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.knowledge.check import problems
from assistant.knowledge.corpus import load_corpus
from assistant.settings import SHIPPED

Edit = Callable[[str], str]


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, Edit], Path]:
    """Copies the corpus and edits one file of the copy."""

    def edit(name: str, change: Edit) -> Path:
        root = tmp_path / "corpus"
        shutil.copytree(SHIPPED / "corpus", root)
        path = root / name
        before = path.read_text("utf-8")
        after = change(before)
        assert after != before
        path.write_text(after, "utf-8")
        return root

    return edit


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            "topics/identity.md",
            lambda text: text.replace("[007swz-bdlkbe", "[nobody", 1),
            "来源 nobody 没有登记",
        ),
        (
            "topics/identity.md",
            lambda text: text.replace("id: identity\n", "id: structure\n", 1),
            "这个编号用了 2 次",
        ),
        (
            "topics/identity.md",
            lambda text: text.replace("kind: definition\n", 'kind: definition\nclause: "5.9.1"\n', 1),
            "条款 5.9.1 不在指标树里",
        ),
        (
            "topics/identity.md",
            lambda text: text.rstrip() + "\n\n5.1.2.2 售后服务管理师占 7 分。\n",
            "与指标树矛盾",
        ),
        (
            "standard/indicators.yaml",
            lambda text: text.replace("points: '40'", "points: '41'").replace('points: "40"', 'points: "41"'),
            "不是 100 分",
        ),
        (
            "english/certificate.yaml",
            lambda text: text.replace("valid for 3 years", "valid for 7 years", 1),
            "英文里的 7 不在正文里",
        ),
        (
            "unanswered/bodies.yaml",
            lambda text: text + "- 证书有效期几年\n",
            "已属于 unanswered/",
        ),
        (
            "questions/manager.yaml",
            lambda text: text.replace("  - 管理师啥意思\n", "  - 证书有效期几年\n", 1),
            "问法“证书有效期几年”已属于",
        ),
    ],
    ids=["source", "id", "clause", "points", "sum", "english number", "unanswered", "question of two"],
)
def test_problems_are_named(broken, name: str, change: Edit, said: str) -> None:
    found = problems(load_corpus(broken(name, change)))
    assert any(said in problem for problem in found), found


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            "topics/identity.md",
            lambda text: text.replace("confidence: confirmed\n", "", 1),
            "confidence: Field required",
        ),
        ("topics/identity.md", lambda text: text.replace("kind: definition", "kind: poem", 1), "kind"),
        ("topics/identity.md", lambda text: text.replace("<!--", "<!-", 1), "节有说明"),
        ("topics/identity.md", lambda text: text.replace("---\n", "", 1), "缺少开头"),
        ("glossary.yaml", lambda text: text.replace("terms:", "terms: [", 1), "不是有效的 YAML"),
        (
            "questions/manager.yaml",
            lambda text: text.replace("manager.definition:", "manager.x:\nmanager.y:", 1),
            "manager",
        ),
        ("conflicts.yaml", lambda text: text.replace("supported:", "suported:", 1), "suported"),
        ("english/bodies.yaml", lambda text: text.replace("answer:", "anwser:", 1), "anwser"),
        ("unanswered/bodies.yaml", lambda text: text + "bodies.nobody: 一句\n", "bodies.nobody"),
    ],
    ids=[
        "confidence",
        "kind",
        "comment",
        "front matter",
        "yaml",
        "questions",
        "misspelt",
        "english",
        "unanswered",
    ],
)
def test_what_breaks_the_schema_is_refused(broken, name: str, change: Edit, said: str) -> None:
    with pytest.raises(CorpusError, match="corpus/README.md|说明|YAML") as caught:
        load_corpus(broken(name, change))
    assert said in str(caught.value)
    assert Path(name).name in str(caught.value)


@pytest.mark.parametrize("folder", ["english", "questions"])
def test_what_belongs_to_no_passage_is_refused(broken, folder: str) -> None:
    root = broken(f"{folder}/bodies.yaml", lambda text: text.replace("bodies.kind:", "bodies.nobody:", 1))
    with pytest.raises(CorpusError, match="没有编号为 bodies.nobody 的段落"):
        load_corpus(root)


def test_a_missing_file_is_named(broken) -> None:
    root = broken("glossary.yaml", lambda text: text + "\n")
    (root / "glossary.yaml").unlink()
    with pytest.raises(CorpusError, match="缺少 glossary.yaml"):
        load_corpus(root)
