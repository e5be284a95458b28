"""The numpy reading of the shipped model is SentenceTransformer's, and foreign models fail clearly."""

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.index.embedder import open_embedder
from assistant.settings import SHIPPED
from assistant.text.grams import grams

MODEL = SHIPPED / "indexes" / "embedder"
TEXTS = ["证书有效期几年", "五星级要多少分", "年审要交钱吗 gb/t 27922", "", "zzz 未登录 ♥"]


@pytest.mark.slow
def test_vectors_are_those_of_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    theirs = (
        SentenceTransformer(str(MODEL), device="cpu", local_files_only=True)
        .float()
        .encode([grams(text) for text in TEXTS], normalize_embeddings=True)
    )
    ours = open_embedder(str(MODEL)).embed(TEXTS)
    filled = np.linalg.norm(ours, axis=1) > 0
    assert filled.sum() >= 3
    np.testing.assert_allclose(ours[filled], theirs[filled], atol=1e-5)


def test_the_model_is_small() -> None:
    assert sum(path.stat().st_size for path in MODEL.rglob("*") if path.is_file()) <= 20_000_000


def test_same_meaning_is_nearer_than_another() -> None:
    year, surveillance, star = open_embedder(str(MODEL)).embed(
        ["年审多久一次", "监督审核的频次", "五星级多少分"]
    )
    assert year @ surveillance > year @ star


def test_a_model_that_is_not_here_is_an_error_not_a_download() -> None:
    with pytest.raises(ModelError, match="没有向量模型"):
        open_embedder("nobody/no-such-model").embed(["x"])


def test_another_model_has_another_digest(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    assert open_embedder(str(tmp_path)).digest != open_embedder(str(MODEL)).digest
