"""The shipped suites are honest: asked in words the material has not seen, answered by passages it has."""

import unicodedata

import pytest

from evals.matching import WORDS, claimed, fold, says
from evals.perturb import PERTURBED, perturbed
from evals.suite import SUITES, load_suite, read_manifest

NAMES = sorted(path.stem for path in SUITES.glob("*.jsonl"))
FEWEST = {
    "golden": 300,
    "unanswerable": 300,
    "premises": 60,
    "dialogues": 100,
    "followups": 100,
    "perturbed": 300,
    "scoring": 300,
    "integration": 100,
    "noise": 100,
    "counterfactual": 60,
}


def bare(text: str) -> str:
    """The text without what a typist may change at will: width, script, case, numerals, punctuation."""
    return "".join(WORDS.findall(fold(text)))


@pytest.fixture(scope="module")
def authored(corpus) -> dict[str, str]:
    """Every way of asking that the index and the embedder have seen, with its passage."""
    return {bare(question): passage.id for passage in corpus.passages for question in passage.questions}


@pytest.mark.parametrize("name", NAMES)
def test_no_question_is_one_the_material_was_trained_on(name, authored):
    asked = [(item.id, step.question) for item in load_suite(name).items for step in item.steps]
    seen = [f"{item}: {text} ({authored[bare(text)]})" for item, text in asked if bare(text) in authored]
    assert not seen, "reword these"


@pytest.mark.parametrize("name", NAMES)
def test_every_expected_passage_exists(name, corpus):
    known = {passage.id for passage in corpus.passages}
    lost = {
        f"{item.id}: {passage}"
        for item in load_suite(name).items
        for step in item.steps
        if step.expect
        for passage in step.expect.passages
        if passage not in known
    }
    assert not lost


def test_every_suite_is_locked_and_large_enough():
    locked = read_manifest(SUITES).suites
    assert set(NAMES) == set(locked)
    assert {name: size for name, size in FEWEST.items() if locked[name].items < size} == {}


@pytest.mark.parametrize("name", NAMES)
def test_each_half_holds_its_share(name):
    suite = load_suite(name)
    assert 0.2 <= len(suite.part("test").items) / len(suite.items) <= 0.6


@pytest.mark.parametrize("name", ["golden", "premises", "integration", "noise", "counterfactual"])
def test_the_material_makes_every_point_and_no_forbidden_claim(name, corpus):
    texts = {passage.id: passage.text for passage in corpus.passages}
    for item in load_suite(name).items:
        quotes = [texts[passage] for passage in item.expect.passages]
        missed = [point for point in item.expect.points if quotes and not says("\n".join(quotes), point)]
        claims = [form for form in item.expect.forbid if any(claimed(quote, form) for quote in quotes)]
        assert (item.id, missed, claims) == (item.id, [], [])


def test_believing_a_planted_claim_would_be_noticed():
    for item in load_suite("counterfactual").items:
        (planted,) = item.documents
        assert any(claimed(planted.text, form) for form in item.expect.forbid), item.id


def test_parents_exist_and_share_the_half():
    parents = {item.id: item for name in NAMES for item in load_suite(name).items}
    for item in parents.values():
        if item.parent:
            assert parents[item.parent].half == item.half
            assert not parents[item.parent].parent


# --- perturbed ------------------------------------------------------------------------------------


def test_perturbed_is_what_the_generator_makes_of_golden():
    assert load_suite(PERTURBED).items == tuple(perturbed(load_suite("golden").items))


def test_each_perturbation_is_there_and_changes_the_question():
    golden = {item.id: item for item in load_suite("golden").items}
    items = load_suite(PERTURBED).items
    kinds = {item.tags[1] for item in items}
    assert kinds == {"typo", "homophone", "pinyin", "missing", "traditional", "fullwidth", "english"}
    for item in items:
        assert item.question != golden[item.parent].question
        assert item.expect == golden[item.parent].expect


def test_no_perturbation_touches_a_number():
    golden = {item.id: item for item in load_suite("golden").items}
    for item in load_suite(PERTURBED).items:
        if "english" not in item.tags:
            assert digits(item.question) == digits(golden[item.parent].question)


def digits(question: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", question)
    return [sign for sign in plain if sign.isdigit() or sign in "零一二三四五六七八九十百千半"]
