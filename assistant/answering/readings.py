"""Which way of reading an ask answers it: in the light of what surrounds it, or by itself.

What a conversation or a message adds to an ask helps where the ask leans on it, and misleads where it does
not: each reading is answered, and the likelier answer stands.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from assistant.answering.asks import Ask, elliptic, leans_wholly, of_it_alone
from assistant.answering.cues import kind_of
from assistant.answering.evidence import TOKENS
from assistant.answering.parts import Part
from assistant.answering.splitting import INTRODUCES, led_up_to
from assistant.answering.told import of_any_trade, of_self, only_tells, supposes, without_service
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold

EDGE = 0.15  # probability by which one reading of an ask must beat the likelier one
NEARER = 1.2  # times the score of the best passage by which one reading's is nearer than another's
CLEAR = 0.75  # probability from which on no other reading is tried
SURE, LIKELY = 0.9, 0.5  # those at which an ask is held to mean no more than it says itself


@dataclass(frozen=True)
class Reader:
    """Answers asks by the reading of each that answers best.

    Attributes:
        answer: answers one reading.
        told: what is asked back of one who only tells of himself.
    """

    answer: Callable[[Ask], Part]
    told: Callable[[Ask], Part]
    concepts: Concepts

    def read(self, ask: Ask, asks: list[Ask]) -> Part:
        """The answer to an ask of a message; one that names no subject is tried in its whole message too."""
        if asked := without_service(f"{ask.context}，{ask.text}"):
            return replace(self.answer(Ask(asked, kind=kind_of(asked))), ask=ask)
        part = self.answer(ask)
        if not part.hits or part.probability == 1.0:  # not ours, or sure, however it is read
            return part
        if ask.past:
            alone = cache(lambda: self.answer(Ask(ask.text, kind=ask.kind)))
            part = clearer(part, lambda: self.answer(replace(ask, past="")))
            part = of_the_whole(part, alone)
            part = without_what_was_told(part, alone)
        if only_tells(ask.text) and not tells_enough(ask, part):
            return self.told(ask)
        if not ask.leans:
            part = self._with_what_leads_up(part, ask, ask.circumstances)
        elif ask.context:
            part = self._with_what_leads_up(part, ask, ask.context)
        part = self._of_any_trade(part, ask)
        if part.status != "refused" or len(asks) == 1 or self._names_something(ask.text):
            return part
        whole = replace(ask, text="，".join(other.text for other in asks))
        return replace(self.answer(whole), ask=ask)

    def _with_what_leads_up(self, part: Part, ask: Ask, told: str) -> Part:
        """An ask together with what leads up to it, or without that, where either is clearly better."""
        if told:
            part = fuller(part, lambda: self.answer(replace(ask, text=f"{told}，{ask.text}", past="")))
        if part.status != "refused" and part.probability >= SURE:
            return part
        lead, rest = led_up_to(ask.text)
        before = f"{told} {lead}".strip()
        introduced = INTRODUCES.match(before) is not None and not self._names_something(before)
        of_asker = of_self(before) or introduced
        if not before or supposes(lead) or (self._names_something(lead) and not of_asker):
            return part
        bare = Ask(rest, kind=kind_of(rest))
        alone = self.answer(bare)
        plain = self._names_something(rest) or general(alone)
        if not plain and (not of_asker or alone.probability < CLEAR):
            return part
        return replace(
            barer(part, alone, lambda: self.answer(replace(bare, context=before)), told=of_asker), ask=ask
        )

    def _of_any_trade(self, part: Part, ask: Ask) -> Part:
        """Whether a company of some trade can be certified, where nothing is known of that trade."""
        anyone = of_any_trade(f"{ask.context}，{ask.text}" if ask.context else ask.text)
        if not anyone or (part.status != "refused" and part.probability >= SURE):
            return part
        other = self.answer(Ask(anyone, kind=ask.kind))
        clear = other.status != "refused" and other.probability >= CLEAR
        better = part.status == "refused" or other.probability > part.probability
        return replace(other, ask=ask) if clear and better else part

    def _names_something(self, text: str) -> bool:
        """Whether a text names a subject of this field."""
        return bool(self.concepts.subjects(fold(text)))


def clearer(leaning: Part, alone: Callable[[], Part]) -> Part:
    """An ask answered in the light of the conversation, or by itself where that is clearly better.

    A short one is better understood in that light, a longer one by itself; but what was just shown is all
    too like what is asked in the light of it: there neither reading of a longer one has an edge.
    """
    ask = leaning.ask
    if of_it_alone(ask.text):
        return leaning
    settled = leans_wholly(ask.text) or leaning.probability >= CLEAR
    if leaning.status != "refused" and settled:
        return leaning
    repeated = bool(leaning.shown) and leaning.shown[0].id in ask.seen
    edge = EDGE if elliptic(ask.text) else 0.0 if repeated else -EDGE
    other = alone()
    better = other.status != "refused" and other.probability > leaning.probability + edge
    return other if better or leaning.status == "refused" else leaning


def of_the_whole(leaning: Part, bare: Callable[[], Part]) -> Part:
    """A price, a time, where that is not what was found, is asked of the certification as a whole."""
    unheard = leaning.status == "refused" and elliptic(leaning.ask.text) and not of_it_alone(leaning.ask.text)
    if not (unheard or beside_the_point(leaning)):
        return leaning
    other = bare()
    return other if general(other) else leaning


def without_what_was_told(leaning: Part, bare: Callable[[], Part]) -> Part:
    """An ask that what was told before only obscures: refused with it, or general without it."""
    unheard = leaning.status == "refused"
    settled = not unheard and (leaning.probability >= SURE or elliptic(leaning.ask.text))
    if settled or not leaning.ask.circumstances:
        return leaning
    other = bare()
    clear = other.status != "refused" and other.probability >= CLEAR
    better = unheard or (general(other) and other.probability > leaning.probability)
    return replace(other, ask=leaning.ask) if clear and better else leaning


def general(part: Part) -> bool:
    """Whether it is the general answer of the kind asked for."""
    best = part.shown[0] if part.status != "refused" and part.shown else None
    return best is not None and best.overview and best.kind is part.ask.kind


def beside_the_point(part: Part) -> bool:
    """Whether it is not of the kind asked for: what was just shown once more, or no price for a price."""
    kind = part.ask.kind
    if kind is None or not part.shown or part.shown[0].kind is kind:
        return False
    token = TOKENS.get(kind)
    lacking = token is not None and not token.search(part.shown[0].text)
    return lacking or part.shown[0].id in part.ask.seen


def fuller(part: Part, told: Callable[[], Part]) -> Part:
    """An ask answered by itself, or with what is told beside it where that is clearly likelier or nearer.

    What was told in a message before makes an answer that is clear no clearer.
    """
    if part.status != "refused" and part.probability >= CLEAR and not part.ask.context:
        return part
    other = told()
    if other.status == "refused":
        return part
    likelier = other.probability > part.probability + EDGE
    nearer = other.probability >= part.probability and other.hits[0].score > NEARER * part.hits[0].score
    return replace(other, ask=part.ask) if likelier or nearer else part


def barer(part: Part, alone: Part, beside: Callable[[], Part], *, told: bool) -> Part:
    """An ask answered with what leads up to it, or by itself (``alone``) where that is clearly better.

    What the asker tells of himself ("我们做软件的", ``told``) seldom changes what is asked; what else leads
    up to it ("发票丢了") mostly is what is asked of, unless the ask finds the same ``beside`` it.
    """
    unheard = part.status == "refused"
    settled = part.probability == 1.0 or (alone.shown == part.shown and not unheard)
    least = SURE if not told else 0.0 if unheard else CLEAR
    if settled or alone.status == "refused" or alone.probability < least:
        return part
    if not told:
        other = beside()
        if other.status == "refused" or other.shown != alone.shown or other.probability < LIKELY:
            return part
    if unheard or (told and beside_the_point(part) and alone.shown[0].kind is alone.ask.kind):
        return alone
    return alone if alone.probability > part.probability + (0.0 if told else EDGE) else part


def tells_enough(ask: Ask, part: Part) -> bool:
    """Whether to one who only told of himself ("我们公司才成立两个月") it says what that means.

    It must be clear, and not what was shown last.
    """
    new = bool(part.shown) and part.shown[0].id not in ask.seen
    return ask.leans and part.status != "refused" and new and part.probability >= CLEAR
