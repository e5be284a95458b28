"""What a release gate must catch: each made of the real assistant, on the suite that is about it."""

import random
import re
from dataclasses import replace
from itertools import pairwise
from unittest.mock import patch

import numpy as np
from changes import (
    Make,
    World,
    answering,
    citing,
    having,
    live,
    one_in,
    replayed,
    saying,
    when,
    with_receipts,
)
from replay import Spoilt

from assistant.errors import IndexUnusableError
from assistant.retrieval.hybrid import Retriever
from assistant.text.normalize import fold
from assistant.types import Answer, Passage
from evals.records import Run

TOPIC = "documents"
PADDING = "企业应当高度重视售后服务工作，不断提高服务水平，努力让顾客满意，为高质量发展作出贡献。"
ASKING = {"status": "clarify", "answer": "请问您具体想了解什么？", "citations": [], "receipts": []}
REFUSING = {"status": "refused", "answer": "资料里没有这方面的内容。", "citations": [], "receipts": []}
HIGHER = {"达标级": "三星级", "三星级": "四星级", "四星级": "五星级"}

# --- changed parts --------------------------------------------------------------------------------


class Swapped(Retriever):
    """The second passage comes first."""

    def retrieve(self, *given, **named):
        found = super().retrieve(*given, **named)
        return replace(found, hits=(*found.hits[1:2], *found.hits[:1], *found.hits[2:]))


class Blind(Retriever):
    """Finds nothing by some channels, and does not say so."""

    blind = frozenset()

    def channels(self, *given, **named):
        found, *rest = super().channels(*given, **named)
        return {name: values * (name not in self.blind) for name, values in found.items()}, *rest


class NoLexical(Blind):
    blind = frozenset({"text", "asked", "coverage"})


class NoDense(Blind):
    blind = frozenset({"dense", "lead", "company"})


class Partial(Retriever):
    """Finds no passage of those that ``lost`` tells."""

    @staticmethod
    def lost(_passage: Passage) -> bool:
        return False

    def channels(self, *given, **named):
        found, *rest = super().channels(*given, **named)
        kept = np.array([not self.lost(passage) for passage in self.material.passages])
        return {name: values * kept for name, values in found.items()}, *rest


class WithoutTopic(Partial):
    @staticmethod
    def lost(passage: Passage) -> bool:
        return passage.document_id == TOPIC


class WithoutCorrections(Partial):
    @staticmethod
    def lost(passage: Passage) -> bool:
        return passage.id.startswith("conflict.")


class BrokenStore:
    def nearest(self, *_given, **_named):
        raise IndexUnusableError("索引已损坏")


def searching_as(kind: type[Retriever]) -> Make:
    return lambda world, _: world.searching(lambda retriever: kind(**vars(retriever)))


def without_corrections(retriever: Retriever) -> Retriever:
    """Neither found nor triggered."""
    passages = tuple(replace(passage, triggers=()) for passage in retriever.material.passages)
    parts = vars(retriever) | {"material": replace(retriever.material, passages=passages)}
    return WithoutCorrections(**parts)


def broken_store(world: World, _suite: str):
    return world.searching(lambda retriever: replace(retriever, store=BrokenStore()))


class SimplifiedOnly(Spoilt):
    """The assistant without its conversion of traditional characters."""

    def timed(self, function, *given, **named):
        fold.cache_clear()
        with patch("assistant.text.normalize.converter", return_value=self):
            result = super().timed(function, *given, **named)
        fold.cache_clear()
        return result

    def convert(self, text):
        return text


# --- changed answers ------------------------------------------------------------------------------


def given_in(runs: dict[str, Run]) -> list[Answer]:
    """The answers of runs that are answers."""
    records = (record for run in runs.values() for record in run.records.values())
    return [answer for record in records for answer in record.answers if answer.status == "answered"]


def always_answers(world: World, suite: str):
    pool = given_in(world.baseline)

    def spoil(question, right):
        same = {"question": question, "standalone_question": right.standalone_question}
        return random.Random(question).choice(pool).model_copy(update=same)

    return Spoilt(world.replay(suite), when(lambda _, right: right.status == "refused", spoil))


def refuses_a_topic(world: World, suite: str):
    asked = {item.question for item in world.baseline[suite].items if item.topic == "certificate"}
    return Spoilt(world.replay(suite), when(lambda q, _: q in asked, having(**REFUSING)))


def answers_of_the_question_before(world: World, suite: str):
    records = [record.answers[-1] for record in world.baseline[suite].records.values()]
    stale = {
        after.question: before.model_copy(update={"question": after.question})
        for before, after in pairwise(records)
    }
    return Spoilt(world.replay(suite), lambda question, right: stale.get(question, right))


def strange_quotes(world: World, suite: str):
    pool = [citation for answer in given_in(world.baseline) for citation in answer.citations]
    return Spoilt(
        world.replay(suite),
        citing(lambda q, given: remarked(given, random.Random(q).choices(pool, k=len(given)))),
    )


def remarked(citations, others):
    """The other citations under the markers of the first."""
    return [new.model_copy(update={"marker": old.marker}) for old, new in zip(citations, others, strict=True)]


def turned(_question, citations):
    """Each citation under the marker of its neighbour."""
    return remarked(citations, [*citations[1:], *citations[:1]])


def one_off(_question, citations):
    return [citation.model_copy(update={"end": citation.end + 1}) for citation in citations]


def uncited(_question, right):
    return right.model_copy(update={"answer": re.sub(r"\s*\[\d+\]", "", right.answer), "citations": []})


def raised_numbers(text: str) -> str:
    return re.sub(r"(?<![\[\d])\d+(?![\]\d])", lambda number: str(int(number[0]) + 1), text)


def higher_level(_question, right):
    levels = re.compile("|".join(HIGHER))
    return Answer.model_validate_json(levels.sub(lambda level: HIGHER[level[0]], right.model_dump_json()))


def cut_off(_question, right):
    text = right.answer[: len(right.answer) // 3]
    kept = [citation for citation in right.citations if f"[{citation.marker}]" in text]
    return right.model_copy(update={"answer": text, "citations": kept})


REGRESSIONS: dict[str, tuple[str, Make]] = {
    "refusal threshold too high": ("golden", lambda w, _: w.with_thresholds(0.999)),
    "refusal threshold too low": ("unanswerable", lambda w, _: w.with_thresholds(0.0)),
    "a topic dropped": ("golden", searching_as(WithoutTopic)),
    "five stars from 96": ("scoring", lambda w, _: w.with_rules('"95"', '"96"')),
    "the dense channel fails": ("golden", broken_store),
    "the dense channel finds nothing": ("golden", searching_as(NoDense)),
    "the lexical channel finds nothing": ("golden", searching_as(NoLexical)),
    "first and second passage swapped": ("golden", searching_as(Swapped)),
    "corrections of conflicts lost": ("premises", lambda w, _: w.searching(without_corrections)),
    "traditional characters not folded": ("perturbed", lambda w, _: SimplifiedOnly(w.assistant)),
    "the conversation forgotten": ("dialogues", live(forgets=True)),
    "three times slower": ("golden", live(slower=3.0)),
    "answers what it should refuse": ("unanswerable", always_answers),
    "refuses one topic": ("golden", refuses_a_topic),
    "asks back for no reason": ("golden", replayed(one_in(5, having(**ASKING)))),
    "never asks back": ("scoring", replayed(when(lambda _, r: r.status == "clarify", having(**REFUSING)))),
    "hedges what it knows": ("golden", replayed(one_in(4, having(status="partial")))),
    "citations of the neighbour": ("golden", replayed(citing(turned))),
    "quotes of other questions": ("golden", strange_quotes),
    "ranges off by one": ("golden", replayed(citing(one_off))),
    "citations dropped": ("golden", replayed(uncited)),
    "receipts dropped": ("scoring", replayed(having(receipts=[]))),
    "some levels one too high": (
        "scoring",
        replayed(when(lambda q, r: with_receipts(q, r) and random.Random(q).random() < 0.25, higher_level)),
    ),
    "numbers altered": ("golden", replayed(one_in(4, saying(raised_numbers)))),
    "answers cut off": ("golden", replayed(when(answering, cut_off))),
    "answers padded": ("golden", replayed(when(answering, saying(lambda text: f"{text}\n\n{PADDING * 3}")))),
    "answers of the question before": ("golden", answers_of_the_question_before),
}
