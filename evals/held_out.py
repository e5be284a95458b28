"""An assistant that has not read some of the questions: what the refusal model is fitted on.

A question that stands in the index finds itself, and one that the embedding model was trained on
lies too near its passage. So the questions of one author, and each fourth of those who played
people's parts, are left out of the corpus, a model is trained and an index built without them, and
they are asked then: as fresh as a user's.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from assistant.app import Assistant
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.material import material_of
from assistant.settings import SHIPPED, read_settings
from assistant.training.train import Recipe, train_embedder

ANSWERED = "plainly-*.yaml"  # of corpus/questions/: the author left out
PERSONAS = "personas-*.yaml"  # of corpus/questions/: people's parts
FEWEST = 2  # English questions that a passage keeps
EVERY = 4  # of the personas' and of the unanswered questions, each fourth is left out
Questions = list[tuple[str, str]]


def assistant_without(folder: Path) -> tuple[Assistant, Questions, list[str]]:
    """The assistant that has not read them, (passage id, question) left out, unanswered left out."""
    corpus = shutil.copytree(SHIPPED / "corpus", folder / "corpus")
    answered = [pair for path in sorted(corpus.glob(f"questions/{ANSWERED}")) for pair in taken(path)]
    answered += [pair for path in sorted(corpus.glob("english/*.yaml")) for pair in last_taken(path)]
    answered += [pair for path in sorted(corpus.glob(f"questions/{PERSONAS}")) for pair in thinned(path)]
    left = [pair for path in sorted(corpus.glob("unanswered/*.yaml")) for pair in thinned(path)]
    unanswered = [question for _, question in left]
    train_embedder(material_of(load_corpus(corpus)), folder / "embedder", Recipe())
    settings = read_settings(
        corpus=corpus, home=folder / "home", embedding_model=str(folder / "embedder"), llm_model=""
    )
    return Assistant.open(settings), answered, unanswered


def taken(path: Path) -> Iterator[tuple[str, str]]:
    """All questions of a file of corpus/questions/, which is deleted."""
    for name, questions in yaml.safe_load(path.read_text("utf-8")).items():
        yield from ((name, question) for question in questions)
    path.unlink()


def last_taken(path: Path) -> Iterator[tuple[str, str]]:
    """The last question of each passage of a file of corpus/english/, which is written again without it."""
    passages: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    for name, passage in passages.items():
        if len(passage["questions"]) > FEWEST:
            yield name, passage["questions"].pop()
    path.write_text(yaml.safe_dump(passages, allow_unicode=True, sort_keys=False), "utf-8")


def thinned(path: Path) -> Questions:
    """Each ``EVERY``-th question of a file of questions by passage, which is written again without them."""
    groups: dict[str, list[str]] = yaml.safe_load(path.read_text("utf-8"))
    flat = [(name, question) for name, questions in groups.items() for question in questions]
    kept = [pair for number, pair in enumerate(flat) if number % EVERY]
    left = {name: [question for key, question in kept if key == name] for name in dict(kept)}
    path.write_text(yaml.safe_dump(left, allow_unicode=True, sort_keys=False), "utf-8")
    return flat[::EVERY]
