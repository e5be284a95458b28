"""Train the shipped embedding model: a StaticEmbedding over our own tokenizer, in about a minute.

In-batch negatives (MultipleNegativesRankingLoss, Henderson et al. 2017) inside MatryoshkaLoss
(Kusupati et al. 2022), so that a prefix of the vector is a good vector too. One thread and fixed
seeds make the result the same, byte for byte, on the same machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.losses import MatryoshkaLoss, MultipleNegativesRankingLoss
from sentence_transformers.models import StaticEmbedding
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from assistant.knowledge.material import Material
from assistant.training.pairs import Pair, texts_of, training_pairs


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides the result."""

    seed: int = 27922
    rounds: int = 24
    batch: int = 256
    dimensions: int = 256
    nested: tuple[int, ...] = (256, 128, 64)
    vocabulary: int = 6000
    longest_token: int = 3
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
    loss = MatryoshkaLoss(model, MultipleNegativesRankingLoss(model), list(recipe.nested))
    fit(model, loss, training_pairs(material, recipe.seed, recipe.rounds), recipe)
    model.save(str(folder), create_model_card=False)
    return model


def train_tokenizer(material: Material, recipe: Recipe) -> Tokenizer:
    """Byte-pair encoding over runs of one script; pieces of at most ``longest_token`` characters."""
    tokenizer = Tokenizer(models.BPE(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{Han}a-z0-9]+"), behavior="removed"),
            pre_tokenizers.Split(Regex(r"[a-z]+|[0-9]+"), behavior="isolated"),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=recipe.vocabulary,
        special_tokens=["[UNK]"],
        max_token_length=recipe.longest_token,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts_of(material), trainer)
    return tokenizer


def fit(model: SentenceTransformer, loss: MatryoshkaLoss, pairs: list[Pair], recipe: Recipe) -> None:
    """One pass over the pairs with Adam; the rate falls to zero."""
    batches = list(batched(pairs, recipe.batch))
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, total_iters=len(batches))
    model.train()
    for batch in batches:
        optimizer.zero_grad()
        features = [
            model.preprocess([pair.left for pair in batch]),
            model.preprocess([pair.right for pair in batch]),
        ]
        loss(features, labels=None).backward()
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
