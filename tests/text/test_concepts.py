"""The glossary's terms in text."""

import pytest

from assistant.text.concepts import Concepts


@pytest.fixture
def concepts() -> Concepts:
    return Concepts(
        {"监督审核": ["年审", "年度监督"], "证书": ["证"], "认证": [], "GB/T 27922": ["27922"], "CE": []},
        generic=["认证"],
    )


def test_other_forms_give_the_term(concepts: Concepts) -> None:
    assert concepts.find("年审和年度监督") == ["监督审核", "监督审核"]


def test_a_longer_form_hides_a_shorter(concepts: Concepts) -> None:
    assert concepts.find("认证") == ["认证"]


def test_spaces_do_not_matter(concepts: Concepts) -> None:
    assert concepts.find("gb/t 27922") == concepts.find("gb/t27922") == ["GB/T 27922"]


def test_latin_forms_stand_alone(concepts: Concepts) -> None:
    assert concepts.find("service") == []
    assert concepts.find("ce标志") == ["CE"]


def test_generic_terms_are_taken_out(concepts: Concepts) -> None:
    assert concepts.specific("认证的年审") == " 的年审"
    assert concepts.telling("认证的年审") == ["监督审核"]


def test_no_terms_find_nothing() -> None:
    assert Concepts({}).find("任何文字") == []
