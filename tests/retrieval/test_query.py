"""A question as the channels see it: its own words count most, what surrounds it as far as it leans on it."""

import pytest

from assistant.index.entries import index_terms
from assistant.retrieval.query import CONTEXT, GENERIC, LEANING, SPECIFIC, SUBJECT, make_query
from assistant.text.concepts import MARK, Concepts
from assistant.types import Kind

CONCEPTS = Concepts(
    {"认证": [], "监督审核": ["年审"], "售后服务管理师": ["管理师"], "费用": ["多少钱"]},
    generic=["认证"],
    aspects=["费用"],
)


def test_specific_words_count_fully_and_generic_ones_little() -> None:
    terms = make_query("认证的年审多少钱", CONCEPTS).terms
    assert terms[f"{MARK}监督审核"] == terms["年审"] == SPECIFIC
    assert terms[f"{MARK}认证"] == terms["认证"] == GENERIC


def test_a_question_with_a_subject_takes_little_from_around() -> None:
    terms = make_query("年审多少钱", CONCEPTS, around="管理师的配置").terms
    assert terms["配置"] == terms[f"{MARK}售后服务管理师"] == CONTEXT
    assert terms[f"{MARK}监督审核"] == SPECIFIC


def test_one_without_a_subject_leans_on_what_is_around() -> None:
    query = make_query("多少钱", CONCEPTS, around="年审的流程")
    assert query.terms[f"{MARK}监督审核"] == SUBJECT
    assert query.terms["流程"] == LEANING
    assert query.text == "监督审核 多少钱"
    assert not query.general


def test_its_own_words_are_never_lowered_by_what_is_around() -> None:
    alone = make_query("年审的流程", CONCEPTS).terms
    around = make_query("年审的流程", CONCEPTS, around="年审的流程").terms
    assert around == alone


def test_it_is_general_without_any_subject() -> None:
    assert make_query("认证多少钱", CONCEPTS).general
    assert make_query("多少钱", CONCEPTS, around="认证的费用").general
    assert not make_query("年审多少钱", CONCEPTS).general


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("5.1.2.2 要求什么", ("5.1.2.2",)),
        ("５．２．４怎么准备", ("5.2.4",)),
        ("5.1和5.3.2的区别", ("5.1", "5.3.2")),
        ("15.1.2 是什么", ()),
        ("涨了5.1%", ()),
        ("95.5 分是几星", ()),
        ("6.2.2 讲什么", ()),
        ("5 条", ()),
    ],
)
def test_clauses_named(question: str, clauses: tuple[str, ...]) -> None:
    assert make_query(question, CONCEPTS).clauses == clauses


def test_what_was_typed_is_kept_beside_what_was_meant() -> None:
    query = make_query("Ａ年审合", CONCEPTS, mend=lambda text: text.replace("审合", "审"))
    assert query.typed == "a年审合"
    assert query.text == "a年审"
    assert query.terms[f"{MARK}监督审核"] == SPECIFIC


def test_only_the_question_is_mended() -> None:
    mended: list[str] = []
    make_query("年审", CONCEPTS, around="管理师", mend=lambda text: mended.append(text) or text)
    assert mended == ["年审"]


def test_the_kind_is_carried() -> None:
    assert make_query("年审", CONCEPTS, kind=Kind.COST).kind is Kind.COST
    assert make_query("年审", CONCEPTS).kind is None


def test_traditional_characters_ask_the_same() -> None:
    assert make_query("年審多少錢", CONCEPTS) == make_query("年审多少钱", CONCEPTS)


def test_the_terms_are_those_of_the_index() -> None:
    assert index_terms("年审", CONCEPTS) == ["年", "审", "年审", f"{MARK}监督审核"]


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("CTEAS 1001", {"cteas", "1001"}),
        ("SB/T 10401", {"sb/t", "sb", "t", "10401"}),
        ("service hotline required", {"service", "hotline", "required"}),
    ],
)
def test_words_and_codes_stay_apart(question: str, terms: set[str]) -> None:
    query = make_query(question, CONCEPTS)
    assert query.terms == dict.fromkeys(terms, SPECIFIC)


def test_authored_questions_have_only_terms_of_the_index(assistant) -> None:
    known, concepts = assistant.retriever.lexical.vocabulary, assistant.retriever.concepts
    asked = [question for passage in assistant.material.passages for question in passage.questions]
    foreign = [
        question for question in asked if not make_query(question, concepts).terms.keys() <= known.keys()
    ]
    assert len(foreign) < 0.01 * len(asked)


def test_an_empty_question_has_no_terms() -> None:
    assert make_query("？", CONCEPTS).terms == {}
