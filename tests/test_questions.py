"""Real questions from shared/questions.md through the batch command (skipped where shared/ is absent)."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.types import Answer


@pytest.fixture(scope="module")
def answers(shared: Path, command_environment: dict[str, str], tmp_path_factory) -> list[tuple[str, Answer]]:
    """Each question with its section, answered by one batch run."""
    section, asked = "", []
    for line in (shared / "questions.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif line.startswith("- "):
            asked.append((section, line[2:].partition("—")[0].strip()))
    path = tmp_path_factory.mktemp("batch") / "in.jsonl"
    lines = [json.dumps({"id": n, "question": text}, ensure_ascii=False) for n, (_, text) in enumerate(asked)]
    path.write_text("\n".join(lines), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "--batch", str(path), "--json"],
        capture_output=True, text=True, encoding="utf-8", env=command_environment, check=True,
    )  # fmt: skip
    replies = [Answer.model_validate_json(line) for line in done.stdout.splitlines()]
    assert len(replies) == len(asked) > 40
    return [(section, reply) for (section, _), reply in zip(asked, replies, strict=True)]


def test_known_questions_are_answered_with_citations(answers) -> None:
    known = [answer for section, answer in answers if not section.startswith("七")]
    bare = [answer.question for answer in known if not answer.citations]
    assert not bare


def test_unknown_questions_say_so(answers) -> None:
    unknown = [answer for section, answer in answers if section.startswith("七")]
    assert unknown
    for answer in unknown:
        assert answer.status in {"partial", "refused"}, answer.question
        assert re.search("未载明|未查到|没有查到|不确定", answer.answer), answer.question


def test_every_quote_stands_in_the_stored_text(answers, assistant) -> None:
    for _, answer in answers:
        for citation in answer.citations:
            text = assistant.document(citation.source_id).text
            assert text[citation.start : citation.end] == citation.quote
        used = {int(marker) for marker in re.findall(r"\[(\d+)\]", answer.answer)}
        assert used == {citation.marker for citation in answer.citations}
