"""What texts use is counted on: texts that come and go leave the counts of those that are there."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.usage import Usage, no_usage

TEXTS = st.lists(st.sampled_from(["认证证书", "证书有效期", "iso 9001 认证", "长城", "长大", ""]), max_size=6)


@settings(deadline=None, max_examples=30)
@given(stay=TEXTS, go=TEXTS, come=TEXTS)
def test_counting_on_is_counting_anew(stay: list[str], go: list[str], come: list[str]) -> None:
    assert no_usage().changed(stay + go).changed(come, go) == no_usage().changed(stay + come)


def test_words_names_and_pairs_are_counted() -> None:
    usage = no_usage().changed(["iso 证书", "证书", "only english"])
    assert usage.words == {"证书": 2}
    assert usage.names == {"iso": 1}
    assert usage.pairs[" 证"] == usage.pairs["证书"] == 2


def test_a_character_sounds_as_the_words_read_it() -> None:
    assert "长" in no_usage().changed(["长城"]).sounds()["chang"]
    assert "长" in no_usage().changed(["长大"]).sounds()["zhang"]


def test_it_survives_a_file(tmp_path: Path) -> None:
    usage = no_usage().changed(["iso 证书"])
    usage.save(tmp_path / "usage.json")
    assert Usage.load(tmp_path / "usage.json") == usage
