"""Answer one ask from what was found: the extractive answerer, in the shape of a LangChain step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering.asks import Ask
from assistant.answering.compose import Statement, in_english, quote_passage, verdict_holds
from assistant.answering.evidence import PRESUMES, Judge, runners_up
from assistant.answering.prompts import Prompts
from assistant.answering.trees import Verdict
from assistant.retrieval.hybrid import Found, Hit
from assistant.retrieval.query import CLAUSE
from assistant.text.concepts import compact
from assistant.text.normalize import fold
from assistant.types import Language, Passage, Receipt, Status

OTHER_STANDARD = re.compile(r"(?:iso|iec|gb|sb|db|cteas)[/ ]*t? *(?!27922)\d")
POINTS_BELOW = re.compile("如下|下面(?!各)")  # 可以围绕下面五个方面准备
# What is said that asks nothing of the material, by the prompt that answers it.
COURTESIES = {
    "greeting": re.compile(
        r"^(?:你好|您好|嗨|hi|hello|hey|在吗|在不在|早上好|下午好|晚上好|哈喽)[呀啊吗!！。.,，~]*$|"
        r"^(?:请问|那)?(?:你是谁|你是什么|你叫什么|(?:你|助手).{0,4}(?:能|会|可以)(?:做|干|帮|回答)(?:些|我)?(?:什么|啥|哪些)|怎么用你)"
        r".{0,4}$"
    ),
    "about": re.compile(
        r"^(?:那|请问|话说)?(?:你们?|贵司|助手)(?:这边)?(?:到底)?(?:是不是|是|算|属于)"
        r"(?:官方|真人|人工|机器人|ai|认证机构|哪家(?:公司|机构)?|什么(?:公司|机构|单位))的?[吗呢么]?\??$|"
        r"^(?:那|请问)?(?:你们?|助手)(?:(?:说|讲|答|回答)的|的?(?:答案|回答|话|资料)).{0,6}"
        r"(?:准|可信|可靠|靠谱|能信|信得过|算数|有依据|有出处|权威|哪来的|从哪来|什么来源|来源是)(?![入备])|"
        r"^are you (?:human|official|real|an? (?:human|bot|ai|certification body))\b|can i trust you"
    ),
    "thanks": re.compile(
        r"^(?:(?:好的|行|明白了?|嗯)[,， ]*)?(?:谢谢|多谢|感谢|辛苦|thanks|thank you)[你您啊了!！。.,，~]*$"
    ),
    "noted": re.compile(
        r"^(?:(?:好的?|明白了?|懂了|了解了?|知道了|清楚了|收到|行吧?|嗯+|哦+|ok|okay|没别的了|没问题了?)"
        r"[啊了!！。.,，~ ]*)+$"
    ),
    "farewell": re.compile(
        r"^(?:(?:好的?|谢谢)[,， ]*)?(?:再见|拜拜|bye|goodbye|先这样)"
        r"[你您啊了!！。.,，~]*(?:(?:下次|回头|改天|有空)再?(?:聊|说|问|来)[吧啊!！。.~]*)?$"
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """The answer to one ask.

    Attributes:
        shown: the passages it quotes.
        hits: what was found, for follow-ups.
        probability: how probable it is that the passages answer; 1 where that is not in question.
    """

    ask: Ask
    status: Status
    statements: tuple[Statement, ...]
    shown: tuple[Passage, ...] = ()
    hits: tuple[Hit, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    failed: tuple[str, ...] = ()
    probability: float = 0.0
    engine: str = "extractive"


def beside(passage: Passage, language: Language) -> list[Statement]:
    """The lead of a passage that may be meant, under its heading, with the list that it points to."""
    if language is Language.ENGLISH and passage.english:
        lead = in_english(passage)[0]
        return [replace(lead, text=f"Related: {lead.text.partition(chr(10))[0]}")]
    lead, *rest = quote_passage(passage, None)
    below = rest[:1] if POINTS_BELOW.search(lead.text) else []
    if lead.text.startswith(passage.heading[-1]):
        return [Statement("相关 ·"), replace(lead, glue=" "), *below]
    return [Statement(f"相关 · {passage.heading[-1]}："), replace(lead, glue=""), *below]


@dataclass(frozen=True)
class Extractive:
    """Answers asks with the words of passages.

    Attributes:
        judge: decides whether the material answers.
        asks_whom: whom to ask about a subject that is not ours.
        conflicts: passages that correct a false claim, with their triggers.
        clauses: clause of the standard -> the passage on it.
    """

    prompts: Prompts
    judge: Judge
    asks_whom: Mapping[str, str]
    conflicts: tuple[Passage, ...]
    clauses: Mapping[str, Passage]

    def answer(self, ask: Ask, found: Found) -> Part:
        """The part that answers ``ask`` from ``found``, or says that the material does not."""
        correction = self.correction(ask.text)
        if correction is not None:
            return replace(self.quoted(ask, found, correction), probability=1.0)
        if unheard_of := self.no_such_clause(ask, found):
            return unheard_of
        decision = self.judge.decide(ask, found)
        if decision.verdict is Verdict.OUTSIDE:
            whom = self.asks_whom[decision.outside]
            said = self.prompts.say("outside", ask.language, name=decision.outside, ask=whom)
            return Part(ask, "refused", (Statement(said),), failed=found.failed)
        if decision.verdict in {Verdict.NOTHING, Verdict.NEAR}:
            near = found.hits[0].passage if decision.verdict is Verdict.NEAR else None
            return replace(self.nothing(ask, found, near), probability=decision.probability)
        best = found.hits[0]
        verdict = verdict_holds(best.passage, ask.text, best.channels["asked"])
        part = self.quoted(ask, found, best.passage, verdict=verdict)
        others = [said for passage in runners_up(found) for said in beside(passage, ask.language)]
        return replace(part, statements=(*part.statements, *others), probability=decision.certainty)

    def correction(self, question: str) -> Passage | None:
        """The passage that corrects a false claim the question rests on."""
        said = compact(fold(question))
        present = {word for word in self._trigger_words if word in said}
        return next((passage for passage, words in self._triggers if words <= present), None)

    @cached_property
    def _triggers(self) -> list[tuple[Passage, frozenset[str]]]:
        """Each group of folded words that together betray a false claim, with what corrects it."""
        return [
            (passage, frozenset(map(fold, group))) for passage in self.conflicts for group in passage.triggers
        ]

    @cached_property
    def _trigger_words(self) -> frozenset[str]:
        """All words of all groups."""
        return frozenset[str]().union(*(words for _, words in self._triggers))

    def no_such_clause(self, ask: Ask, found: Found) -> Part | None:
        """That the clause asked for is not among those of the material, and what the one above it holds."""
        named = () if OTHER_STANDARD.search(fold(ask.text)) else CLAUSE.findall(fold(ask.text))
        if not named or any(clause in self.clauses for clause in named):
            return None
        above = named[0].rpartition(".")[0]
        while above not in self.clauses:
            above = above.rpartition(".")[0]
        said = Statement(self.prompts.say("no_such_clause", ask.language, clause=named[0]))
        nearest = self.clauses[above]
        statements = (said, *beside(nearest, ask.language))
        return Part(ask, "refused", statements, (nearest,), found.hits, failed=found.failed, probability=1.0)

    def quoted(self, ask: Ask, found: Found, passage: Passage, *, verdict: bool = True) -> Part:
        """The passage in the shape and the language that the ask wants.

        Of one that corrects a claim which the ask does not make, only what holds is said.
        """
        aside = bool(passage.triggers) and not (PRESUMES.search(fold(ask.text)) or self.correction(ask.text))
        statements = (
            in_english(passage)
            if ask.language is Language.ENGLISH and passage.english
            else quote_passage(passage, ask.kind, lead_only=aside, verdict=verdict)
        )
        status: Status = "partial" if passage.unknown else "answered"
        return Part(ask, status, tuple(statements), (passage,), found.hits, failed=found.failed)

    def nothing(self, ask: Ask, found: Found, nearest: Passage | None = None) -> Part:
        """That the material does not hold it, and what stands nearest."""
        said = [Statement(self.prompts.say("nothing", ask.language))]
        if nearest is not None:
            said += beside(nearest, ask.language)
            return Part(ask, "refused", tuple(said), (nearest,), found.hits, failed=found.failed)
        near = [f"“{hit.passage.heading[-1]}”" for hit in found.hits[:3] if hit.channels["coverage"] >= 0.3]
        if near:
            said.append(Statement(self.prompts.say("nearest", ask.language, titles="、".join(near))))
        return Part(ask, "refused", tuple(said), hits=found.hits, failed=found.failed)

    def courtesy(self, ask: Ask) -> Part | None:
        """The answer to a greeting, thanks, a nod, or a question about the assistant itself."""
        said = fold(ask.text).strip()
        name = next((name for name, form in COURTESIES.items() if form.search(said)), None)
        if name is None:
            return None
        return Part(ask, "answered", (Statement(self.prompts.say(name, ask.language)),))

    def told(self, ask: Ask) -> Part:
        """What is asked back when the asker has only told of himself."""
        return Part(ask, "clarify", (Statement(self.prompts.say("told")),))
