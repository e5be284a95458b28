"""``python -m assistant.training``: train the shipped model again and write its card."""

import shutil

from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.material import material_of
from assistant.settings import SHIPPED
from assistant.training.card import write_card
from assistant.training.train import Recipe, train_embedder


def main() -> None:
    """Replace indexes/embedder by a freshly trained model."""
    folder = SHIPPED / "indexes" / "embedder"
    material = material_of(load_corpus(SHIPPED / "corpus"))
    recipe = Recipe()
    shutil.rmtree(folder, ignore_errors=True)
    train_embedder(material, folder, recipe)
    write_card(folder, material, recipe)


if __name__ == "__main__":
    main()
