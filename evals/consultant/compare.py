"""``python -m evals.consultant.compare``: the assistant's answers beside a consultant's (并排对照).

Which points an answer makes is decided by :mod:`evals.matching`, the same for both; which of the two
is better is for a reader to say, in ``findings.md``.
"""

from pathlib import Path
from statistics import median
from typing import NamedTuple

import yaml
from pydantic import TypeAdapter

from assistant import Answer, Assistant
from assistant.types import Turn
from evals.items import Point, Strict
from evals.matching import MARKER, says
from evals.reports.markdown import table

HERE = Path(__file__).parent
REPORT = HERE / "side_by_side.md"
COLUMNS = ("id", "status", "顾问要点", "助手要点", "顾问字数", "助手字数", "引到依据")


class Must(Point):
    """A point the answer must make; ``say`` is its short name."""

    say: str


class Case(Strict):
    """A question, or a dialogue whose last turn is answered, with the consultant's answer to it."""

    id: str
    turns: tuple[str, ...]
    answer: str
    passages: tuple[str, ...]
    points: tuple[Must, ...]


class Pair(NamedTuple):
    """A case and the assistant's answers, one a turn, with the passages that the last one cites."""

    case: Case
    answers: tuple[Answer, ...]
    cited: frozenset[str]

    @property
    def last(self) -> Answer:
        """The answer that is compared."""
        return self.answers[-1]

    @property
    def said(self) -> str:
        """Its text; a refusal says nothing, whatever it happens to mention."""
        return "" if self.last.status == "refused" else self.last.answer

    def row(self) -> tuple[str, ...]:
        """The pair's line in the summary."""
        made = [f"{len(self.made(text))}/{len(self.case.points)}" for text in (self.case.answer, self.said)]
        lengths = (str(len(self.case.answer)), str(length(self.last.answer)))
        rests = f"{len(self.cited & set(self.case.passages))}/{len(self.case.passages)}"
        return (self.case.id, self.last.status, *made, *lengths, rests)

    def made(self, text: str) -> set[str]:
        """The points that the text makes."""
        return {point.say for point in self.case.points if says(text, point)}

    def section(self) -> str:
        """The pair as it is read: questions, both answers, the points."""
        earlier = [f"> 助手（前一轮）：{answer.answer}" for answer in self.answers[:-1]]
        made = self.made(self.said)
        points = [f"- {'✓' if point.say in made else '✗'} {point.say}" for point in self.case.points]
        asked = [f"**问：** {turn}" for turn in self.case.turns]
        told = [f"**顾问：** {self.case.answer}", f"**助手（{self.last.status}）：**", self.last.answer]
        return "\n\n".join([f"## {self.case.id}", *asked, *earlier, *told, "\n".join(points)])


def length(answer: str) -> int:
    """Characters of an answer as it is read, without citation markers."""
    return len(MARKER.sub("", answer))


def load_cases() -> list[Case]:
    """The cases of answers.yaml; a misspelt field is an error."""
    return TypeAdapter(list[Case]).validate_python(yaml.safe_load((HERE / "answers.yaml").read_text("utf-8")))


def ask(assistant: Assistant, case: Case) -> Pair:
    """Put the case's turns to the assistant, one conversation."""
    history: tuple[Turn, ...] = ()
    answers = []
    for turn in case.turns:
        answer, history = assistant.converse(turn, history)
        answers.append(answer)
    return Pair(case, tuple(answers), cited_passages(assistant, answers[-1]))


def cited_passages(assistant: Assistant, answer: Answer) -> frozenset[str]:
    """The ids of the passages that hold the answer's quotes."""
    return frozenset(
        passage.id
        for citation in answer.citations
        for passage in assistant.material.passages
        if passage.document_id == citation.source_id
        and passage.start <= citation.start
        and citation.end <= passage.end
    )


def report(pairs: list[Pair]) -> str:
    """The summary table, then every pair."""
    made = sum(len(pair.made(pair.said)) for pair in pairs)
    points = sum(len(pair.case.points) for pair in pairs)
    middles = (
        median(len(pair.case.answer) for pair in pairs),
        median(length(pair.last.answer) for pair in pairs),
    )
    counts = f"{len(pairs)} 问；助手说到 {made}/{points} 个要点"
    lengths = "回答长度中位数：顾问 {:.0f} 字，助手 {:.0f} 字".format(*middles)
    head = f"# 顾问与助手并排对照\n\n{counts}；{lengths}。"
    return "\n\n".join(
        [head, table(COLUMNS, [pair.row() for pair in pairs]), *(pair.section() for pair in pairs), ""]
    )


def main() -> None:
    """Write side_by_side.md."""
    assistant = Assistant.open()
    REPORT.write_text(report([ask(assistant, case) for case in load_cases()]), "utf-8")


if __name__ == "__main__":
    main()
