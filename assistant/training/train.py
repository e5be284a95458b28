"""Train the shipped embedding model: a static embedding of characters and bigrams, in a minute or two.

In-batch negatives (MultipleNegativesRankingLoss, Henderson et al. 2017) inside MatryoshkaLoss
(Kusupati et al. 2022), so that a prefix of the vector is a good vector too; questions that the
material does not answer are negatives of every pair. One thread and fixed seeds make the result the
same, byte for byte, on the same machine.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.losses import MatryoshkaLoss, MultipleNegativesRankingLoss
from sentence_transformers.models import StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from assistant.index.embedder import PREPARATION
from assistant.knowledge.material import Material
from assistant.text.grams import grams
from assistant.training.pairs import Pair, samples, texts_of, training_pairs, unanswered_of

MOST_TOKENS = 1_000_000  # more than any material has


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the result."""

    seed: int = 27922
    rounds: int = 24
    batch: int = 256
    dimensions: int = 256
    nested: tuple[int, ...] = (256, 128, 64)
    rarest: int = 2
    scale: float = 12.0
    learning_rate: float = 0.02


def train_embedder(material: Material, folder: Path, recipe: Recipe) -> SentenceTransformer:
    """Train from the material and save into ``folder``; returns the model."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    tokenizer = train_tokenizer(material, recipe)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_dim=recipe.dimensions)], device="cpu"
    )
    ranking = MultipleNegativesRankingLoss(model, scale=recipe.scale)
    loss = MatryoshkaLoss(model, ranking, list(recipe.nested))
    pairs = training_pairs(material, recipe.seed, recipe.rounds)
    fit(model, loss, pairs, unanswered_of(material), recipe)
    model.half().save(str(folder), create_model_card=False)
    (folder / PREPARATION).write_text(json.dumps({"reads": "grams"}), encoding="utf-8")
    return model


def train_tokenizer(material: Material, recipe: Recipe) -> Tokenizer:
    """Byte-pair encoding of grams: each that stands in the material ``rarest`` times is one token."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(vocab_size=MOST_TOKENS, min_frequency=recipe.rarest, show_progress=False)
    tokenizer.train_from_iterator(map(grams, texts_of(material)), trainer)
    return tokenizer


def fit(
    model: SentenceTransformer, loss: MatryoshkaLoss, pairs: list[Pair], unanswered: list[str], recipe: Recipe
) -> None:
    """One pass over the pairs with Adam; the rate falls to zero."""
    batches = list(batched(pairs, recipe.batch))
    negatives = samples(unanswered, recipe.batch, recipe.seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, total_iters=len(batches))
    model.train()
    for batch in batches:
        optimizer.zero_grad()
        columns = [[pair.left for pair in batch], [pair.right for pair in batch], next(negatives)]
        loss(
            [model.preprocess(list(map(grams, column))) for column in columns if column], labels=None
        ).backward()
        optimizer.step()
        schedule.step()
    model.eval()


def batched(pairs: list[Pair], size: int) -> Iterator[list[Pair]]:
    """Batches in which no passage stands twice, so that no true pair counts as a negative."""
    waiting = list(pairs)
    while waiting:
        batch: list[Pair] = []
        later: list[Pair] = []
        seen: set[int] = set()
        for position, pair in enumerate(waiting):
            if len(batch) == size:
                later += waiting[position:]
                break
            (later if pair.group in seen else batch).append(pair)
            seen.add(pair.group)
        waiting = later
        if len(batch) > 1:
            yield batch
