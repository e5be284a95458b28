"""Resolve a question that leans on the conversation into one that stands by itself (消解指代与省略).

Only what is unresolved is rewritten; the result is always shown to the asker.
"""

import re

from assistant.answering.asks import kind_of
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.types import Kind, Turn

LEVEL = re.compile(r"达标级?|[一二三四五六七八1-8][颗个]?星级?")
WHAT_ABOUT = re.compile(
    r"^(?:那么?|还有|再问|至于|换成|要是|如果是|假如是)?[，,]?(?P<what>.{1,14}?)(?:的话)?(?:又|怎么样|怎么说)?呢[？?。]*$"
)
LEADING = re.compile(r"^(?:那么|那|然后|接着|另外|还有)[，,]?(?=.)")
PRONOUN = re.compile(
    r"它们?|这个证书?|那个证书?|该证书?|这个认证|这项认证|这一?条|这一?项|那一?条|那一?项|这个|那个|这些|那些|此项|上面说的|刚才说的|前面说的|(?<![0-9一-九两])这(?=要|得|需|能|怎|是|多|算)"
)
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
SHORT = 6  # characters up to which a question leans on the one before


def resolve(question: str, history: tuple[Turn, ...], concepts: Concepts) -> str:
    """``question`` with what it leaves out put in from the last turn; unchanged where nothing is left out."""
    if not history:
        return question
    last = history[-1]
    about = WHAT_ABOUT.match(question)
    if about:
        return what_about(about["what"], last, concepts) or question
    if last.topic and PRONOUN.search(question):
        return PRONOUN.sub(last.topic, LEADING.sub("", question), count=1)
    return LEADING.sub("", question) if len(question) > SHORT else question


def leaning_on(question: str, history: tuple[Turn, ...], concepts: Concepts) -> str:
    """What the last turn was about, where the question is too short to stand alone or points back."""
    if not history or concepts.subjects(fold(question)):
        return ""
    elliptic = len(question.strip("？?。 ")) <= SHORT or kind_of(question) is None
    if not elliptic and not PRONOUN.search(question):
        return ""
    return f"{history[-1].topic} {history[-1].standalone_question}"


def what_about(what: str, last: Turn, concepts: Concepts) -> str | None:
    """What "那四星呢", "那年审呢" or "费用呢" asks after the last question; None where it cannot be told."""
    if LEVEL.fullmatch(what.strip()) and LEVEL.search(last.standalone_question):
        return LEVEL.sub(what.strip(), last.standalone_question, count=1)
    named = concepts.subjects(fold(what))
    again = ASKED_AGAIN.get(kind_of(last.standalone_question) or Kind.DEFINITION)
    if named and again:
        return f"{what}{again}"
    if last.topic and not named:
        return f"{last.topic}{what}"
    return None


def topic_of(question: str, heading: str, concepts: Concepts) -> str:
    """What the conversation is now about: the telling term of the question, else of the heading."""
    named = concepts.subjects(fold(question)) or concepts.subjects(fold(heading))
    return named[0] if named else ""
