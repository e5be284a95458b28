"""Training is reproducible from its seed, and its pairs are what they claim to be."""

from pathlib import Path

import pytest

from assistant.knowledge.material import Material, material_of
from assistant.training.pairs import Swapper, disturb, training_pairs
from assistant.training.train import Recipe, batched, train_embedder

TINY = Recipe(rounds=1, batch=64, dimensions=16, nested=(16, 8))


@pytest.fixture(scope="module")
def material(corpus) -> Material:
    return material_of(corpus)


def test_pairs_are_fixed_by_the_seed(material: Material) -> None:
    assert training_pairs(material, 1, 1) == training_pairs(material, 1, 1)
    assert training_pairs(material, 1, 1) != training_pairs(material, 2, 1)


def test_no_passage_stands_twice_in_a_batch(material: Material) -> None:
    pairs = training_pairs(material, 1, 1)
    batches = list(batched(pairs, 64))
    assert sum(map(len, batches)) >= len(pairs) - 1
    assert all(len({pair.group for pair in batch}) == len(batch) for batch in batches)


def test_a_swapped_term_is_another_form_of_the_same() -> None:
    import random

    swap = Swapper({"监督审核": ("年审",), "证书": ()})
    assert {swap("年审", random.Random(seed)) for seed in range(20)} == {"年审", "监督审核"}


def test_disturbing_keeps_the_question_recognisable() -> None:
    import random

    question = "证书有效期是几年"
    kept = disturb(question, random.Random(3))
    assert len(set(kept) & set(question)) >= len(set(question)) - 3


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(material: Material, tmp_path: Path) -> None:
    for name in ("one", "two"):
        train_embedder(material, tmp_path / name, TINY)
    one, two = (tmp_path / name / "model.safetensors" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
