"""Decide whether the material answers: by what the question names, not by similarity alone.

A refusal is earned: the question names something that is not ours, or too little of what it names
stands in any one passage.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answering.asks import Ask, elliptic, leans_wholly
from assistant.answering.cues import manipulates
from assistant.answering.splitting import led_up_to
from assistant.answering.told import WANTS, wanted, without_circumstances
from assistant.answering.trees import FIT, Evidence, Manner, Verdict
from assistant.index.entries import index_terms
from assistant.index.lexical import LexicalIndex
from assistant.retrieval.hybrid import Found
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold, fold_all
from assistant.types import Kind, Passage

# A claim put to us for consent; a wish that something be made or done.
PRESUMES = re.compile(r"既然|反正|不就|无非|(?:吧|对吗|对不对|是吗|没错|咯|是不是)[?]?$|^是不是|听说|都说")
DEMANDS = re.compile(
    r"帮[我忙]|给我[写打造编做判]|[写编造做]一?[份个条张].{0,6}假|[写编造做]假的?(?:记录|报告|证)|瞎编|编造|逐字"
)
# What only the asker's own papers, or people, can tell.
PRIVATE = re.compile(
    r"来着|(?:我们?|咱们?|我司|本厂)(?:的|公司|老板|去年|上次|这次|上回)?[^,。]{0,12}"
    r"(?:是谁|是多少|叫什么|了没|没有\?*$|哪[年天]|会不会|离.星还差)"
)
# What an answer of this kind must hold to be one.
TOKENS = {
    Kind.TIME: re.compile(r"\d|[一二三四五六七八九十两半每][年月天日周次]|未载明|没有规定"),
    Kind.COST: re.compile(r"元|费|钱|价"),
}
# How much, how long, by whom, how many is asked: what says nothing of it is no answer, however well it fits.
ASKED_FOR = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        (
            r"多少钱|什么价|多少费用|费用[是要得]?多少|收费多少|(?:要|收|交|付)(?:不要|不收)?(?:钱|费)[吗么不没][?]?$",
            r"元|(?<!消)费(?!者)|钱|(?<![评代])价(?!值)",
        ),
        (
            r"多久|多长时间|多少天|几个月|几天(?!前|后|[^?,。]{3})",
            r"[\d一二三四五六七八九十两半几每数多]\s*(?:个|多|–|-|至|到)?\s*(?:年|月|天|日|周|小时|次|季|分钟|学时)|"
            r"定期|随时|立即|当天|及时|[之以][前后]|期限|时限|时间|长期|未载明|没有规定|没有查到",
        ),
        (
            r"谁来?(?:做|写|办|负责|管|编|审)[?]?$|由谁|归谁|哪个(?:部门|岗位|人)",
            r"由|负责|承担|专人|[组员师会]|机构|部门|自己|主管|高层|领导|专家|厂家",
        ),
        (
            r"(?:几|多少)[份页张次][?]?$",
            r"[\d两二三四五六七八九十百千万几每数] ?[份页张次]|定期|未载明|没有(?:规定|查到|固定|统一)",
        ),
        (r"原件|复印件", r"原件|复印|副本"),
        (r"模板|范本|样表", r"模板|范本|样表|范例|表格|格式|套用|照抄"),
    )
)


ANY_SCHEME = frozenset({"认证证书", "申请", "办理"})  # words of the glossary that any certification has
SAME = 0.95  # cosine from which on a question is one that the material is known to answer
KNOWN = 0.9  # how sure it then is at least that it does, whatever the trees say
STRANGE = 0.6  # share of what a question names from which on, standing nowhere, it is not of this field
WHOLE = 0.99  # coverage from which on all that a question names stands in the passage
CLOSE = 0.93  # share of the best score from which the second passage is shown too
PLAIN = 14  # characters up to which a question asks for little but that
LONG, NEXT = 40, 5  # characters of a long question; hits that may agree with the best


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, the probability behind it, and what decided where that was not the probability.

    Attributes:
        outside: the foreign subject's name.
        known: whether the question is as good as one of the passage's ways of asking.
    """

    verdict: Verdict
    probability: float = 0.0
    outside: str = ""
    known: bool = False

    @property
    def certainty(self) -> float:
        """How sure the answer is, by which one reading of a question is preferred to another."""
        return max(self.probability, KNOWN) if self.known else self.probability


@dataclass(frozen=True)
class Judge:
    """Decides whether the material answers.

    Attributes:
        ours: the glossary of this field.
        outside: names of schemes and subjects that are not ours.
        details: words that ask for one particular detail.
        rows: passage id -> its row in the lexical index.
    """

    lexical: LexicalIndex
    ours: Concepts
    outside: Concepts
    details: Concepts
    evidence: Evidence
    rows: Mapping[str, int]

    def decide(self, ask: Ask, found: Found) -> Decision:
        """Whether ``found`` answers ``ask``."""
        foreign = self._foreign_to(ask)
        if foreign and not speaks_of(found, foreign):
            return Decision(Verdict.OUTSIDE, outside=foreign)
        if not found.hits:
            return Decision(Verdict.NOTHING)
        features = self.features(ask, found)
        probability = self.evidence.probability(features)
        likeness = found.hits[0].channels["dense"]
        if likeness >= SAME and likeness > found.doubt.dense:  # as good as one of its ways of asking
            return Decision(Verdict.ANSWER, probability, known=True)
        if features["unseen"] > STRANGE and features["coverage"] < 1 - STRANGE:
            return Decision(Verdict.NOTHING, probability)
        if beside_what_is_asked(found):
            return Decision(Verdict.NEAR, probability)
        verdict = self.evidence.verdict(probability, manner_of(ask))
        # A mere "多少钱" can only mean what was spoken of, and "认证多少钱" names nothing but what the
        # passage holds: near is enough.
        plain = elliptic(ask.text) and features["coverage"] >= WHOLE and not features["absent"]
        near_enough = plain or (bool(ask.past) and leans_wholly(ask.text))
        return Decision(Verdict.ANSWER if near_enough and verdict is Verdict.NEAR else verdict, probability)

    def _foreign_to(self, ask: Ask) -> str:
        """The scheme or subject that is asked of and not ours; what leads up to a subject of ours is not."""
        lead, rest = led_up_to(ask.text)
        if self._names_ours(rest):
            return self.foreign(rest if lead and not WANTS.search(fold(lead)) else ask.text)
        beside = "" if self._names_ours(lead) else f"{wanted(ask.circumstances)} {ask.around} "
        return self.foreign(beside + ask.text)

    def _names_ours(self, text: str) -> bool:
        """Whether a text names a subject of this field, and not just what any certification has."""
        return bool(set(self.ours.find(fold(text))) - self.ours.aspects - ANY_SCHEME)

    def foreign(self, text: str) -> str:
        """The first scheme or subject in the text that is not ours; "" where there is none."""
        return next(iter(self.outside.find(without_circumstances(fold(text)))), "")

    def features(self, ask: Ask, found: Found) -> dict[str, float]:
        """What the decision rests on, by name of ``FEATURES``."""
        best, *others = found.hits
        shown = [best.passage, *runners_up(found)]
        lacking, details = self._lacking(found.read, shown), self.details.find(found.read)
        token = TOKENS.get(ask.kind) if ask.kind else None
        own = [hit.passage.document_id == best.passage.document_id for hit in found.hits[:NEXT]]
        fit = {name: best.channels[name] for name in FIT}
        rivals = (found.doubt.asked - best.channels["asked"], found.doubt.dense - best.channels["dense"])
        return fit | {
            "second": others[0].score if others else 0.0,
            "gap": best.score - others[0].score if others else best.score,
            "agree": sum(own) / NEXT,
            "vote": found.doubt.vote,
            "wording": found.doubt.wording,
            "rival": sum(max(0.0, rival) for rival in rivals),
            "unseen": found.doubt.unseen,
            "missing": max(lacking, default=0.0) / 10,
            "absent": sum(lacking) / 50,
            "details": float(sum(not any(word in said(passage) for passage in shown) for word in details)),
            "untyped": float(token is not None and not token.search(best.passage.text)),
            "presumes": float(PRESUMES.search(found.read) is not None),
            "demands": float(DEMANDS.search(found.read) is not None or manipulates(found.read)),
            "private": float(PRIVATE.search(found.read) is not None),
            "length": min(len(found.read), LONG) / LONG,
            "leans": float(ask.leans),
            "corrects": float(any(passage.triggers for passage in shown)),
        }

    def _lacking(self, read: str, shown: list[Passage]) -> list[float]:
        """The weights of the question's words and concepts that the passages do not hold."""
        specific = self.ours.specific(read)
        asked = sorted(set(index_terms(specific, self.ours)))
        return [
            self.lexical.weight(term)
            for term in asked
            if len(term) > 1 and not any(self._holds(passage, term) for passage in shown)
        ]

    def _holds(self, passage: Passage, term: str) -> bool:
        """Whether the term stands in what is said in and of a passage."""
        holders, row = self.lexical.passages(term), self.rows[passage.id]
        place = holders.searchsorted(row)
        return bool(place < len(holders) and holders[place] == row)


def beside_what_is_asked(found: Found) -> bool:
    """Whether a short question asks for a price, a time ... of which what would be shown says nothing."""
    best = found.hits[0].passage
    if best.triggers or best.unknown or len(found.read) > PLAIN:
        return False
    shown = " ".join(passage.text for passage in (best, *runners_up(found)))
    return any(asked.search(found.read) and not said.search(shown) for asked, said in ASKED_FOR)


def manner_of(ask: Ask) -> Manner:
    """Whether an ask stands by itself, leans on what was said, or is so short that it must."""
    if (ask.leans or ask.around) and elliptic(ask.text):
        return Manner.ELLIPTIC
    return Manner.LEANING if ask.leans else Manner.ALONE


def runners_up(found: Found) -> list[Passage]:
    """The second passage where it fits the question almost as well as the first."""
    close = [hit.passage for hit in found.hits[1:2] if hit.score >= CLOSE * found.hits[0].score]
    return [passage for passage in close if not passage.triggers]


def said(passage: Passage) -> str:
    """Everything said in and of a passage, folded."""
    return fold_all((*passage.heading, passage.text, *passage.questions))


def speaks_of(found: Found, foreign: str) -> bool:
    """Whether the best passage itself speaks of the foreign subject."""
    return bool(found.hits) and fold(foreign) in said(found.hits[0].passage)
