"""A text is read as its characters and bigrams, its words and its numbers."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.text.grams import grams


def test_chinese_is_characters_and_bigrams_the_rest_is_whole() -> None:
    assert grams("证书5年 valid") == "证 书 证书 5 年 valid"
    assert grams("、？！") == ""


@given(st.text(alphabet="证书有效期abc12 ，", max_size=30))
def test_no_character_is_lost_and_no_piece_is_longer_than_its_run(text: str) -> None:
    pieces = grams(text).split()
    assert {char for piece in pieces for char in piece} == {char for char in text if char.isalnum()}
    assert all(len(piece) <= 2 for piece in pieces if piece[0] >= "一")
