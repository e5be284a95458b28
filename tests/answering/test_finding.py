"""From an ask to passages: read, mended, in the light of what surrounds it; a failed channel is said."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answering.asks import Ask
from assistant.answering.finding import query_of, read, retrieve
from assistant.retrieval.hybrid import Weights
from assistant.settings import Settings
from assistant.types import Kind


@pytest.mark.parametrize(
    "asked", ["ＧＢ／Ｔ 27922 是什么？", "認證證書有效期幾年", "Is it VALID?", "证书 SGS"]
)
def test_what_holds_no_pinyin_is_left_as_it_was_written(assistant, asked: str) -> None:
    assert read(asked, assistant.retriever.speller) == asked


def test_pinyin_is_read_as_characters(assistant) -> None:
    assert read("Zhengshu Youxiaoqi 几年", assistant.retriever.speller) == "证书有效期 几年"


def test_a_slip_is_mended_in_what_is_looked_for_and_kept_in_what_was_typed(assistant) -> None:
    query = query_of(assistant.retriever, Ask("认正机构有哪些"))
    assert query.text == "认证机构有哪些"
    assert query.typed == "认正机构有哪些"


@pytest.mark.parametrize(
    "ask",
    [
        Ask("多少钱", context="年审"),
        Ask("多少钱", around="年审怎么做？"),
        Ask("多少钱", past="监督审核 年审的流程"),
    ],
    ids=["context", "around", "past"],
)
def test_one_without_subject_is_found_in_the_light_of_what_surrounds_it(assistant, ask: Ask) -> None:
    query = query_of(assistant.retriever, ask)
    assert "监督审核" in query.text
    assert not query.general
    hits = retrieve(assistant.retriever, replace(ask, kind=Kind.COST), 3).hits
    assert any("监督" in hit.passage.heading[-1] for hit in hits)


def test_the_kind_is_looked_for(assistant) -> None:
    assert query_of(assistant.retriever, Ask("年审", kind=Kind.COST)).kind is Kind.COST


def test_the_count_and_other_weights_are_kept(assistant) -> None:
    ask = Ask("年审多少钱", kind=Kind.COST)
    assert len(retrieve(assistant.retriever, ask, 4).hits) == 4
    only_text = Weights(**dict.fromkeys(Weights.__slots__, 0.0) | {"text": 1.0})
    for hit in retrieve(assistant.retriever, ask, 4, only_text).hits:
        assert hit.score == pytest.approx(hit.channels["text"])


def test_the_test_page_and_the_chat_find_the_same(assistant) -> None:
    found = assistant.find("nianshen多少钱")
    assert found == retrieve(assistant.retriever, Ask("年审多少钱", kind=Kind.COST), 10)
    assert found.read == "年审多少钱"
    assert [(hit.passage.id, hit.score) for hit in found.hits] == assistant.search("nianshen多少钱")


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ("zhengshu youxiaoqi jinian", "证书有效期几年"),
        ("認證證書有效期幾年", "认证证书有效期几年"),
        ("监督审合多久一次", "监督审核多久一次"),
        ("认正机构有哪些", "认证机构有哪些"),
    ],
)
def test_it_leads_to_the_same_passage_however_it_is_spelt(assistant, asked: str, same: str) -> None:
    assert assistant.search(asked, 1)[0][0] == assistant.search(same, 1)[0][0]


@pytest.fixture
def without_vectors(home: Path, assistant, tmp_path: Path) -> Iterator[Assistant]:
    """An assistant whose store of vectors is lost while it is open."""
    copied = Path(shutil.copytree(home, tmp_path / "home"))
    opened = Assistant.open(Settings(home=copied))
    store = opened.retriever.store
    store.client.delete_collection(store.collection.name)
    yield opened
    store.close()


def test_without_the_dense_channel_it_answers_and_says_so(without_vectors: Assistant) -> None:
    answer = without_vectors.ask("证书有效期几年？")
    assert answer.degraded
    assert answer.status == "answered"
    assert "3 年" in answer.answer
    assert answer.citations
    assert without_vectors.find("证书有效期几年？").failed == ("dense",)


def test_with_all_channels_nothing_is_degraded(assistant) -> None:
    assert not assistant.ask("证书有效期几年？").degraded
    assert assistant.find("证书有效期几年？").failed == ()


def test_an_amount_with_its_unit_is_no_clause(assistant) -> None:
    assert assistant.find("响应时间 5.1 小时可以吗").hits[0].channels["clause"] == 0
    assert assistant.find("5.1 讲什么").hits[0].channels["clause"] == 1
