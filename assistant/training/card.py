"""The model card: what the model is, what it was made from, how to make it again."""

from dataclasses import asdict
from pathlib import Path

from assistant.knowledge.material import Material
from assistant.training.train import Recipe

TEXT = """---
license: apache-2.0
language: zh
library_name: sentence-transformers
pipeline_tag: sentence-similarity
---

# The shipped embedding model

A static embedding (one vector per character and bigram, their mean per text) for questions and
passages on 商品售后服务认证 (GB/T 27922-2011). It is small on purpose: reading it needs numpy alone;
`SentenceTransformer` reads it too.

* **Data**: corpus/ of this repository and nothing else: {passages} passages, {questions} ways of
  asking for them, {terms} glossary terms.
* **Recipe**: pairs of a question with its passage, with another question of that passage, with
  its terms swapped for other forms of the glossary; in-batch negatives, and as many of {unanswered}
  questions that the material does not answer, inside MatryoshkaLoss.
  `make train` makes it again.
* **Settings**: {recipe}
* **Texts are folded first** (`assistant.text.normalize.fold`: NFKC, simplified, lower case) and spread
  into characters and bigrams (`assistant.text.grams.grams`); as plain text they are read less well.
* **Figures**: `assistant eval` and `make bench` print them; none are copied here.
* **Limits**: knows the words of the corpus only; useless outside this subject.
"""


def write_card(folder: Path, material: Material, recipe: Recipe) -> None:
    """Write README.md beside the model."""
    settings = ", ".join(f"{name} {value}" for name, value in asdict(recipe).items())
    text = TEXT.format(
        passages=len(material.passages),
        questions=sum(len(passage.questions) for passage in material.passages),
        terms=len(material.terms),
        unanswered=sum(map(len, material.unanswered.values())),
        recipe=settings,
    )
    (folder / "README.md").write_text(text, encoding="utf-8")
