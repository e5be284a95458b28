"""The composition root: opens everything once, and answers.

One question's way, straight through:
``resolve the conversation -> split into asks -> score tool or retrieve -> compose -> verify -> Answer``
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

from assistant.answering.asks import MOST, OF_DATES, OF_SCORES, Ask, checked
from assistant.answering.assemble import merged, statements_of, status_of
from assistant.answering.calibration import load_calibration
from assistant.answering.comparing import told_apart
from assistant.answering.compose import Statement, quote_passage, render
from assistant.answering.cues import kind_of, manipulates
from assistant.answering.dialogue import score_state, scored_last, told_by, topic_of, understand
from assistant.answering.evidence import Judge
from assistant.answering.finding import FOUND, read, retrieve
from assistant.answering.follow_ups import follow_ups
from assistant.answering.listed import lists_for
from assistant.answering.parts import Extractive, Part
from assistant.answering.prompts import Prompts, load_prompts
from assistant.answering.readings import Reader
from assistant.answering.verify import problems
from assistant.answering.wording import wording
from assistant.egress import close_egress
from assistant.errors import AssistantError, IndexUnusableError
from assistant.index.build import Progress, build_index, ensure_index, silent
from assistant.index.embedder import open_embedder
from assistant.knowledge.material import Material, cited_passage
from assistant.queueing import few_at_once
from assistant.retrieval.hybrid import VIEWS, Found, Retriever, Weights
from assistant.retrieval.opening import open_retriever
from assistant.scoring import Rules, ScoreReply, ScoreState, answer_message, guard, load_rules
from assistant.settings import Settings, read_settings
from assistant.text.concepts import Concepts
from assistant.text.normalize import clean_question
from assistant.types import Answer, Citation, CitedPassage, Document, Status, Turn

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

log = logging.getLogger(__name__)

AT_ONCE = 2  # one in Python, one in Chroma: more threads are not faster, only less even


@dataclass(frozen=True)
class Assistant:
    """Answers questions on 商品售后服务认证 (GB/T 27922-2011); made by :meth:`open`."""

    settings: Settings
    material: Material
    retriever: Retriever
    rules: Rules
    prompts: Prompts
    extractive: Extractive
    word: Callable[[Part], Part]
    fingerprint: str

    @classmethod
    def open(cls, settings: Settings | None = None, progress: Progress = silent) -> "Assistant":
        """Open the published index, built first where there is none that matches.

        Raises:
            AssistantError: corpus, index, model or a setting cannot be used; says what to do.
        """
        close_egress()
        settings = settings or read_settings()
        embedder = open_embedder(settings.embedding_model)
        calibration = load_calibration(settings.calibration)
        folder = ensure_index(settings.home, settings.corpus, embedder, progress)
        try:
            retriever = open_retriever(folder, embedder, calibration.weights)
        except IndexUnusableError as error:
            log.warning("rebuilding the index: %s", error)
            folder = build_index(settings.home, settings.corpus, embedder, progress, force=True)
            retriever = open_retriever(folder, embedder, calibration.weights)
        material, concepts = retriever.material, retriever.concepts
        prompts = load_prompts(settings.prompts)
        rules = load_rules(settings.corpus / "standard" / "scoring.yaml")
        extractive = Extractive(
            prompts=prompts,
            judge=Judge(
                lexical=retriever.lexical,
                ours=concepts,
                outside=Concepts({name: forms for name, (forms, _) in material.outside.items()}),
                details=Concepts(dict.fromkeys(material.details, ())),
                evidence=calibration.evidence,
                rows=material.rows,
            ),
            asks_whom={name: ask for name, (_, ask) in material.outside.items()},
            conflicts=tuple(passage for passage in material.passages if passage.triggers),
            clauses={passage.clause: passage for passage in reversed(material.passages) if passage.clause},
        )
        return cls(
            settings=settings,
            material=material,
            retriever=retriever,
            rules=rules,
            prompts=prompts,
            extractive=extractive,
            word=wording(settings, extractive, rules),
            fingerprint=folder.name.partition(".")[0],
        )

    def ask(self, question: str, *, question_id: str | None = None) -> Answer:
        """Answer one question.

        Raises:
            QuestionError: the question is empty or too long.
        """
        return self.converse(question, question_id=question_id)[0]

    @few_at_once(AT_ONCE, unless=lambda assistant: bool(assistant.settings.llm_model))
    def converse(
        self, question: str, history: tuple[Turn, ...] = (), *, question_id: str | None = None
    ) -> tuple[Answer, tuple[Turn, ...]]:
        """Answer a question of a conversation; returns the answer and the conversation with this turn."""
        started = perf_counter()
        asked = checked(question)
        standalone, asks = self.understand(asked, history)
        said = asked if scored_last(history) else standalone
        parts, state = self._parts(read(said, self.retriever.speller), asks, score_state(history))
        parts = merged(parts)
        statements = statements_of(parts)
        text, citations = render(statements, self.material.documents)
        answer = Answer(
            id=question_id,
            question=asked,
            standalone_question=standalone,
            status=status_of(parts),
            answer=text,
            citations=citations,
            receipts=[receipt for part in parts for receipt in part.receipts],
            follow_ups=follow_ups(parts, standalone),
            engine=next((part.engine for part in parts if part.engine != "extractive"), "extractive"),
            degraded=any(part.failed for part in parts),
            timings_ms={"answer": round((perf_counter() - started) * 1000, 3)},
        )
        answer = self._verified(answer, statements)
        return answer, (*history, self._turn(asked, standalone, parts, state, history))

    def cited(self, citation: Citation) -> CitedPassage:
        """Open a citation: the passage around the quote, and where it comes from."""
        return cited_passage(citation, self.document(citation.source_id), self.material)

    def document(self, source_id: str) -> Document:
        """A stored document, whose text citations point into.

        Raises:
            AssistantError: there is none of that id.
        """
        if source_id not in self.material.documents:
            raise AssistantError(f"没有编号为 {source_id} 的文档", next_step="引文的 source_id 才是文档编号")
        return self.material.documents[source_id]

    def find(self, question: str, count: int = FOUND, weights: Weights | None = None) -> Found:
        """What retrieval finds for a question, as the chat uses it; other weights for trying."""
        asked = read(clean_question(question), self.retriever.speller)
        ask = Ask(asked, kind=kind_of(asked))
        return retrieve(self.retriever, ask, count, weights)

    def search(self, question: str, k: int = FOUND, channel: str = "fused") -> list[tuple[str, float]]:
        """The ids of the best passages with their scores, by all channels or by one of ``VIEWS``."""
        hits = self.find(question, k, VIEWS[channel](self.retriever.weights)).hits
        return [(hit.passage.id, hit.score) for hit in hits]

    def examples(self) -> list[str]:
        """Questions to begin with."""
        return list(EXAMPLES)

    def understand(self, asked: str, history: tuple[Turn, ...] = ()) -> tuple[str, list[Ask]]:
        """The question resolved against the conversation, and the single asks in it."""
        asked = read(asked, self.retriever.speller)
        if self.extractive.courtesy(Ask(asked)):
            return asked, [Ask(asked)]
        shown = (self.material.by_id[turn.shown[0]] for turn in reversed(history) if turn.shown)
        lists = lists_for(asked, shown, self.material.passages)
        return understand(asked, history, self.retriever.concepts, lists)

    def chain(self) -> "Runnable[Ask, Part]":
        """What answers an ask, as a LangChain Runnable to build upon."""
        from assistant.answering.chain import retrieval_chain

        return retrieval_chain(self.found, self.extractive, self.word)

    def found(self, ask: Ask) -> Found:
        """What retrieval finds for an ask."""
        return retrieve(self.retriever, ask, FOUND)

    def answer_ask(self, ask: Ask) -> Part:
        """An ask answered in the words of the passages found for it."""
        return self.extractive.answer(ask, self.found(ask))

    def _parts(
        self, asked: str, asks: list[Ask], state: ScoreState | None
    ) -> tuple[list[Part], ScoreState | None]:
        """Each ask of the message answered by the score tool, as it was put or resolved, or by the chain."""
        parts: list[Part] = []
        reader = Reader(self.answer_ask, self.extractive.told, self.retriever.concepts)
        for ask in asks[:MOST]:
            whole = len(asks) == 1 and (state or ask.circumstances)
            words = asked if whole else f"{ask.circumstances} {ask.text}".strip()
            reply = self._computed(ask, asked, words, state)
            if reply is not None and (reply.kind == "result" or not self.extractive.correction(ask.text)):
                state = reply.state
                parts.append(self._scored(ask, reply, asked))
            else:
                part = self.extractive.courtesy(ask) or reader.read(ask, asks)
                apart = told_apart(ask, part, self.answer_ask, self.retriever.concepts)
                parts += map(self.word, apart or [part])
        if len(asks) > MOST:
            said = self.prompts.say("too_many", asks[MOST].language, most=str(MOST))
            parts.append(Part(asks[MOST], "refused", (Statement(said),)))
        return parts, state

    def _computed(self, ask: Ask, asked: str, words: str, state: ScoreState | None) -> ScoreReply | None:
        """What the score tool replies to an ask, as it was put or resolved; None where it is none of its.

        What is told beside an ask makes nobody want a score or a date: "五星和四星差在哪？我们公司 50 人".
        """
        if self.extractive.judge.foreign(words) or manipulates(asked):
            return None
        reply = partial(answer_message, rules=self.rules, previous=state, today=date.today())
        found = reply(words) or (reply(ask.text) if state else None)
        scored = found and found.kind == "ask_back" and found.state.slot == "score" and not state
        dated = found and any(receipt.tool == "score.dates" for receipt in found.receipts)
        unwanted = (scored and not OF_SCORES.search(ask.circumstances)) or (
            dated and not OF_DATES.search(ask.text)
        )
        return reply(ask.text) if unwanted else found

    def _scored(self, ask: Ask, reply: ScoreReply, asked: str) -> Part:
        """What the score tool says, guarded, then the rules it rests on, cited."""
        names = reply.rule_ids if reply.kind == "result" else ()
        passages = [self.material.by_id[name] for name in names if name in self.material.by_id]
        quotes = [passage.text for passage in passages]
        said = guard(reply.text, self.rules, receipts=reply.receipts, quotes=quotes, question=asked).text
        rules = quote_passage(passages[0], None, lead_only=True) if passages else ()
        status: Status = "clarify" if reply.kind == "ask_back" else "answered"
        statements = (Statement(said), *rules)
        return Part(ask, status, statements, tuple(passages), receipts=reply.receipts)

    def _verified(self, answer: Answer, statements: list[Statement]) -> Answer:
        """The answer if it keeps every promise; one that breaks a promise is never shown."""
        own = [statement.text for statement in statements if statement.passage is None]
        broken = problems(answer, self.material.documents, own)
        if not broken:
            return answer
        log.error("an answer did not hold: %s", "; ".join(broken[:3]))
        held_back = {"status": "refused", "answer": self.prompts.say("held_back"), "citations": []}
        return answer.model_copy(update=held_back | {"receipts": [], "degraded": True})

    def _turn(
        self,
        asked: str,
        standalone: str,
        parts: list[Part],
        state: ScoreState | None,
        history: tuple[Turn, ...],
    ) -> Turn:
        """What the conversation remembers of this exchange."""
        shown = [passage for part in parts if part.status != "refused" for passage in part.shown]
        heading = shown[0].heading[-1] if shown else ""
        topic = topic_of(standalone, next(iter(shown), None), history, self.retriever.concepts)
        ids = tuple(passage.id for passage in shown)
        scored = state if state is not score_state(history) else None
        return Turn(asked, standalone, topic, heading, ids, told_by(asked), {"score": scored})


EXAMPLES = (
    "申请认证要准备哪些材料？",
    "92.5 分是几星？",
    "从申请到拿证要多久，大概多少钱？",
    "售后服务管理师要配几个？",
    "证书怎么查真伪？",
    "它和 ISO 9001 有什么区别？",
)
