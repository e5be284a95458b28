"""The benchmarks run, on tiny sizes, and count what they say they count."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.knowledge.check import problems
from assistant.knowledge.corpus import load_corpus
from assistant.settings import SHIPPED
from evals.bench.arms import assistant_arm, run_cold, workers
from evals.bench.corpus import asked_of, make_corpus
from evals.bench.indexing import build_times
from evals.bench.measures import crowds, peaks, warm_answers, web_crowd, wrong_of
from evals.bench.naive import build, open_chain
from evals.bench.ratios import p50, p99, ratio
from evals.bench.report import absolute, missed, relative, table
from evals.bench.web import patched

TALKS = [
    ["证书有效期几年？", "年审要交钱吗"],
    ["五星级要多少分？", "那四星呢"],
    ["证书怎么查真伪？", "要多久"],
]


def test_a_ratio_of_equal_arms_is_one() -> None:
    values = [[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]]
    same, half = ratio(values, values, p50), ratio(values, 2 * np.array(values), p99)
    assert (same.value, same.interval.low, same.interval.high) == (1, 1, 1)
    assert half.value == half.interval.low == half.interval.high == 0.5


def test_a_missed_target_is_seen() -> None:
    rows = [
        relative("speed", "ms", [[1.0]], [[4.0]], p50, 0.2),
        relative("speed", "ms", [[1.0]], [[4.0]], p50, None),
        absolute("rate", 99, "a second", least=100),
        absolute("rate", 100, "a second", least=100),
    ]
    assert [row.met for row in rows] == [False, None, False, True]
    assert len(missed(rows)) == 2
    assert len(table(rows).splitlines()) == 6


def test_lost_and_mixed_up_answers_are_counted() -> None:
    assert wrong_of([["a", "b"], ["c"]], [["a", "b"], ["c", "d"]]) == 1
    assert wrong_of([["b", "a"]], [["a", "b"]]) == 2


def test_gradio_changes_are_followed() -> None:
    value = [{"text": "问"}, {"text": "答", "options": []}]
    changes = [["append", [1, "text"], "案"], ["add", [1, "options", 0], "x"], ["replace", [0, "text"], "题"]]
    assert patched(value, changes) == [{"text": "题"}, {"text": "答案", "options": ["x"]}]


def test_a_made_corpus_is_sound_and_of_its_size(tmp_path: Path) -> None:
    make_corpus(tmp_path, 300)
    corpus = load_corpus(tmp_path)
    assert len(corpus.passages) == 300
    assert problems(corpus) == []
    asked = {question for passage in corpus.passages for question in passage.questions}
    assert {f"想知道{question}" for question in asked_of(tmp_path, 5)} <= asked


def test_index_building_is_timed(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    make_corpus(tmp_path / "corpus", 150)
    taken = build_times(tmp_path / "corpus", tmp_path, rounds=1)
    assert taken["passages"] == 150
    assert taken["none"][0] < min(taken["one"][0], taken["all"][0])


@pytest.mark.slow
def test_the_assistant_is_measured_cold_warm_and_in_a_crowd(home: Path, assistant) -> None:
    arm = assistant_arm(home)
    assert run_cold(arm, "证书有效期几年？") > 0
    with workers([arm]) as open_arms:
        warm = warm_answers(open_arms, TALKS[0], block=1)
        crowd, queued = (crowds(open_arms, TALKS, 1, [threads])[0] for threads in (0, 1))
        assert peaks(open_arms)[0] > 10
    assert np.array(warm).shape == (1, 2, 1)
    assert crowd.wrong == queued.wrong == 0
    assert np.array(crowd.ms).shape == (3, 2)


@pytest.mark.slow
def test_the_page_is_measured(home: Path, assistant) -> None:
    crowd = web_crowd(assistant_arm(home), TALKS, rounds=1)
    assert crowd.wrong == 0
    assert crowd.rate > 0


@pytest.mark.slow
def test_the_naive_pipeline_answers(tmp_path: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted((SHIPPED / "corpus" / "topics").glob("*.md"))[:1]]
    assert build(texts, tmp_path, "ours") > 1
    reply = open_chain(tmp_path, "ours")("证书有效期几年？")
    assert reply.text
    assert len(reply.sources) == 4
    shutil.rmtree(tmp_path)
