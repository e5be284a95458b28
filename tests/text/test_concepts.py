"""The glossary's terms in text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.concepts import MARK, Concepts, compact
from assistant.text.normalize import fold


@pytest.fixture
def concepts() -> Concepts:
    return Concepts(
        {
            "监督审核": ["年审", "年度监督"],
            "证书": ["证"],
            "认证": [],
            "GB/T 27922": ["27922"],
            "CE": [],
            "费用": ["多少钱"],
        },
        generic=["认证"],
        aspects=["费用"],
    )


def test_other_forms_give_the_term(concepts: Concepts) -> None:
    assert concepts.find("年审和年度监督") == ["监督审核", "监督审核"]


def test_a_longer_form_hides_a_shorter(concepts: Concepts) -> None:
    assert concepts.find("认证") == ["认证"]
    assert concepts.find("证书的证") == ["证书", "证书"]


def test_spaces_do_not_matter(concepts: Concepts) -> None:
    assert concepts.find("gb/t 27922") == concepts.find("gb/t27922") == ["GB/T 27922"]


def test_latin_forms_stand_alone(concepts: Concepts) -> None:
    assert concepts.find("service") == []
    assert concepts.find("ce标志") == ["CE"]
    assert concepts.find("279220") == []


def test_generic_terms_are_taken_out(concepts: Concepts) -> None:
    assert concepts.specific("认证的年审") == "  的年审"
    assert concepts.telling("认证的年审") == ["监督审核"]


def test_an_aspect_is_no_subject(concepts: Concepts) -> None:
    assert concepts.telling("认证的年审多少钱") == ["监督审核", "费用"]
    assert concepts.subjects("认证的年审多少钱") == ["监督审核"]
    assert concepts.subjects("认证多少钱") == []


def test_marks_are_terms_that_no_text_holds(concepts: Concepts) -> None:
    assert concepts.marks("年审多少钱") == [f"{MARK}监督审核", f"{MARK}费用"]


def test_no_terms_find_nothing() -> None:
    assert Concepts({}).find("任何文字") == []


LETTERS = "证书认年ab1/ "
FORMS = st.sets(
    st.text(LETTERS, min_size=1, max_size=4).map(compact).filter(bool), min_size=1, max_size=12
).map(sorted)


def pattern(form: str) -> str:
    alone = re.fullmatch(r"[a-z0-9./-]+", form)
    spaced = " *".join(map(re.escape, form))
    return rf"(?<![a-z0-9]){spaced}(?![a-z0-9])" if alone else spaced


@given(FORMS, st.text(LETTERS, max_size=20))
def test_it_finds_what_a_pattern_of_all_forms_finds(forms: list[str], text: str) -> None:
    plain = "|".join(map(pattern, sorted(forms, key=lambda form: (-len(form), form))))
    assert Concepts(dict.fromkeys(forms, ())).find(text) == list(map(compact, re.findall(plain, text)))


def test_latin_names_are_words_of_an_english_sentence() -> None:
    concepts = Concepts({"CE": ("ce", "ce mark"), "ISO 9001": ("iso9001",)})
    assert concepts.find("how do i get a ce mark") == ["CE"]
    assert concepts.find("what is iso 9001 for") == ["ISO 9001"]
    assert concepts.find("the service centre") == []


def test_every_form_of_the_shipped_glossary_is_found_by_itself(assistant) -> None:
    terms, ours = assistant.material.terms, assistant.retriever.concepts
    lost = [
        form for term, others in terms.items() for form in (term, *others) if len(ours.find(fold(form))) != 1
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("text", "other", "becomes"),
    [
        ("年审 要收费吗", "换证", "换证要收费吗"),
        ("年审和换证要收费吗", "投诉", ""),  # two subjects: which one is meant?
        ("要收费吗", "换证", ""),
        ("年审要收费吗", "今天换证", ""),  # more than a subject
    ],
)
def test_a_subject_is_put_in_the_place_of_another(text: str, other: str, becomes: str) -> None:
    concepts = Concepts({"监督审核": ["年审"], "换证": [], "投诉": [], "费用": ["收费"]}, aspects=["费用"])
    assert concepts.in_place(text, other) == becomes
