"""Resolve a question that leans on the conversation into one that stands by itself (消解指代与省略).

Only what is unresolved is rewritten; the result is always shown to the asker.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.asks import Ask, asks_something, kind_of, split_asks, stretches, with_scores_joined
from assistant.retrieval.query import CLAUSE
from assistant.scoring import ScoreState
from assistant.scoring.numerals import parse_number
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.types import Kind, Turn

LEVEL = re.compile(r"达标级?|[一二三四五六七八1-8][颗个]?星级?")
WHAT_ABOUT = re.compile(
    r"^(?:那么?|还有|再问|至于|换成|要是|如果是|假如是)?[，,]?(?P<what>.{1,14}?)(?:的话)?(?:又|怎么样|怎么说)?呢[？?。]*$"
)
# What is said before the question itself: "啊？那 5.2.2 呢".
INTERJECTION = re.compile(
    r"^(?:(?:啊|哦|噢|喔|哎|嗯+|好吧?|行吧?|那好|明白了?|知道了?|懂了)[？?，,。！!、 ]+)+(?=.)"
)
LEADING = re.compile(r"^(?:那么|那(?![一两三个些种几步条项])|然后|接着|另外|还有)[，,]?(?=.)")
# 这个 before a noun points at that noun, not at what was spoken of.
PRONOUN = re.compile(
    r"它们?|这一?条|这一?项|(?<![\u4e00-\u9fff])那一?[条项]|这一?步|那一?步|这些|那些|此项|(?:上面|刚才|前面)说的(?=[，,？?怎要多谁能可需是]|$)|"
    r"[这那]个(?=[谁怎要多需是能可有在什哪呢，,？?算得会吗必到由给收贵难还]|一般|$)|(?<![0-9一-九两])这(?=要|得|需|能|怎|是|多|算)"
)
EVENT = re.compile(r"这[件个种]?(?:事儿?|情况)(?!实)")
LISTED = re.compile(r"[这那](?P<count>[两三四五六几些])(?:[条项个点种样步]|(?=[要各都分]))")
BOTH = re.compile(r"[这那]两[个种项者]|两者|二者")
SUPPOSING = re.compile(r"^那?(?:要是|如果|假如|万一)")
WHY_SO = re.compile(r"^那?(?:是|又)?(?:为什么|为啥|为何|凭什么|什么原因|什么道理)(?:呢|啊|呀|这样)?[？?]*$")
# One of the things that were listed: "第二条具体说什么".
ORDINAL = re.compile(r"第(?P<which>[一二三四五六七八九1-9])[条项个点种样步]")
POINTS = re.compile(r"^(?:正好|刚好|整|只有|才)?\s*(?P<points>\d+(?:\.\d+)?)\s*(?:分|整)?$")
OWN = re.compile(r"我们?|咱们?|我司|本公司|公司|本厂|单位")
SCORES = re.compile(r"\d\s*分|几分|多少分|星级|达标级")
# Words by which a question that names a subject of its own still leans on the one before.
LEANS = re.compile(r"^比|^[^，,]{0,6}也|这么|那么(?=[多长久高])|一样|同样|还要|另外|[多再](?:交|要|付)")
# How to ask the same of something else.
ASKED_AGAIN = {
    Kind.TIME: "多久",
    Kind.COST: "多少钱",
    Kind.MATERIALS: "需要准备什么材料",
    Kind.STEPS: "怎么办理",
    Kind.WHO: "由谁来做",
    Kind.WHERE: "在哪里",
    Kind.DEFINITION: "是什么",
    Kind.REQUIREMENT: "有什么要求",
    Kind.WHY: "有什么用",
    Kind.SCORING: "怎么评分",
}
DISTINCT = re.compile(r"分别|各自?|都(?:要|是|讲|说|有|指)")
LONGEST_ITEM = 20  # characters of a thing in a list that can be put in for "这两条"
MOST_LISTED = 4  # things of a list that "这几条" asks of at once
LONGEST_EVENT = 20  # characters of a message that 这事 points at
SHORT = 8  # characters up to which a question leans on the one before


def understand(
    asked: str, history: tuple[Turn, ...], concepts: Concepts, listed: Sequence[str] = ()
) -> tuple[str, list[Ask]]:
    """The question resolved against the conversation, and the single asks in it, in its light.

    ``listed`` are the items of the list that was shown last.
    """
    standalone = resolve(asked, history, concepts, listed)
    told = told_in(history)
    return standalone, [
        replace(
            ask,
            context=f"{told} {ask.context}".strip(),
            past=past_of(ask.text, history, concepts),
        )
        for ask in with_scores_joined(split_asks(standalone))
    ]


def resolve(question: str, history: tuple[Turn, ...], concepts: Concepts, listed: Sequence[str] = ()) -> str:
    """``question`` with what it leaves out put in from the last turn; unchanged where nothing is left out."""
    if not history:
        return question
    last = last_telling(history)
    question = INTERJECTION.sub("", question)
    if WHY_SO.match(question):
        return last.standalone_question
    which = ORDINAL.search(question)
    place = parse_number(which["which"]) if which else None
    if place and place <= len(listed):
        return ORDINAL.sub(listed[int(place) - 1], LEADING.sub("", question), count=1)
    if EVENT.search(question) and happened(last.standalone_question):
        return EVENT.sub(last.standalone_question.rstrip("。！!，, "), LEADING.sub("", question), count=1)
    about = WHAT_ABOUT.match(question)
    if about and last.facts.get("score") and re.search(r"\d", question):
        return question  # the score tool keeps its own account
    if about and SUPPOSING.match(question) and not LEVEL.fullmatch(about["what"].strip()):
        return f"{about['what']}怎么办"
    points = POINTS.match(about["what"].strip()) if about else None
    if points and SCORES.search(last.standalone_question):
        return f"{points['points']} 分是几星"
    two = concepts.subjects(fold(last.standalone_question))[:2]
    if BOTH.search(question) and len(two) > 1:
        return BOTH.sub("和".join(two), LEADING.sub("", question), count=1)
    listed_too = LISTED.search(question)
    if listed_too and listed and DISTINCT.search(question) and counted(listed_too["count"], listed):
        return LISTED.sub("、".join(listed), LEADING.sub("", question), count=1)
    if about:
        return what_about(about["what"], last, concepts) or question
    if last.topic and PRONOUN.search(question):
        return PRONOUN.sub(last.topic, LEADING.sub("", question), count=1)
    return LEADING.sub("", question) if len(question) > SHORT else question


def counted(count: str, listed: Sequence[str]) -> bool:
    """Whether so many things are those that were listed; 几 is as many as one can still be told of."""
    short = all(len(item) <= LONGEST_ITEM for item in listed)
    many = len(listed) <= MOST_LISTED if count in "几些" else parse_number(count) == len(listed)
    return short and many


def happened(said: str) -> bool:
    """Whether a message tells of something that happened, in few words, and asks nothing."""
    return len(said) <= LONGEST_EVENT and not asks_something(said) and kind_of(said) is None


def last_telling(history: tuple[Turn, ...]) -> Turn:
    """The last turn that said something; thanks and greetings are passed over."""
    return next((turn for turn in reversed(history) if turn.heading or turn.facts.get("score")), history[-1])


def elliptic(question: str) -> bool:
    """Whether the question is so short that it must lean on the conversation."""
    return len(question.strip("？?。！! ")) <= SHORT


def past_of(question: str, history: tuple[Turn, ...], concepts: Concepts) -> str:
    """What the conversation was about, for a question that leans on it; "" for one with its own subject."""
    leans = elliptic(question) or LEANS.search(question) or not concepts.subjects(fold(question))
    if not history or not leans:
        return ""
    last = last_telling(history)
    return " ".join(dict.fromkeys(filter(None, (last.topic, last.heading, last.standalone_question))))


def what_about(what: str, last: Turn, concepts: Concepts) -> str | None:
    """What "那四星呢", "那年审呢" or "费用呢" asks after the last question; None where it cannot be told."""
    if LEVEL.fullmatch(what.strip()) and LEVEL.search(last.standalone_question):
        return LEVEL.sub(what.strip(), last.standalone_question, count=1)
    if CLAUSE.search(what):
        return f"{what.strip()} 有什么要求"
    named = concepts.subjects(fold(what))
    kind = kind_of(last.standalone_question)
    again = ASKED_AGAIN.get(kind) if kind else None
    if named and again:
        return f"{what}{again}"
    if concepts.find(fold(what)):
        return what
    return f"{last.topic}{what}" if last.topic else None


def topic_of(question: str, heading: str, history: tuple[Turn, ...], concepts: Concepts) -> str:
    """What the conversation is about: what the question names, else what it was about, else the heading."""
    named = concepts.subjects(fold(question))
    before = history[-1].topic if history else ""
    return next(iter(named), before or next(iter(concepts.subjects(fold(heading))), ""))


def seen_in(history: tuple[Turn, ...]) -> tuple[str, ...]:
    """The ids of the passages that were shown last."""
    return last_telling(history).shown if history else ()


def told_by(question: str) -> str:
    """What the asker tells of himself in a message."""
    return " ".join(piece for piece in stretches(question) if OWN.search(piece) and not asks_something(piece))


def told_in(history: tuple[Turn, ...]) -> str:
    """What the asker has told of himself in the conversation."""
    return " ".join(dict.fromkeys(turn.told for turn in history if turn.told))


def score_state(history: tuple[Turn, ...]) -> ScoreState | None:
    """What the score tool was told last in this conversation."""
    return next((turn.facts["score"] for turn in reversed(history) if turn.facts.get("score")), None)
