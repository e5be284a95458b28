"""Terms: characters and bigrams for Chinese, whole tokens for the rest."""

from assistant.text.terms import term_class_weight, terms


def test_chinese_gives_characters_and_bigrams() -> None:
    assert list(terms("有效期")) == ["效", "期", "有效", "效期"]


def test_codes_stay_whole_and_give_their_parts() -> None:
    assert list(terms("gb/t27922")) == ["gb/t27922", "gb", "t", "27922"]
    assert list(terms("5.1.2.2")) == ["5.1.2.2"]
    assert list(terms("10%")) == ["10%"]


def test_words_of_grammar_are_no_terms() -> None:
    assert list(terms("请问我们需要什么")) == []


def test_a_concept_weighs_more_than_a_bigram_and_that_more_than_a_character() -> None:
    assert term_class_weight("§监督审核") > term_class_weight("审核") > term_class_weight("审")
