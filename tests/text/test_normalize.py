"""One form for every way of writing the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.normalize import clean_question, fold


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ＧＢ／Ｔ　２７９２２", "gb/t 27922"),
        ("商品售後服務認證", "商品售后服务认证"),
        ("認證證書有效期幾年", "认证证书有效期几年"),
        ("９２．５分", "92.5分"),
        ("证\u200b书", "证书"),
        ("ISO 9001", "iso 9001"),
        ("俺们咋办啥證", "我们怎么办什么证"),
    ],
)
def test_fold(written: str, meant: str) -> None:
    assert fold(written) == meant


def test_clean_question_drops_control_characters_and_keeps_the_rest() -> None:
    assert clean_question("  证书\x00 \t有效期 \n\n几年？\u202e ") == "证书 有效期\n几年？"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
