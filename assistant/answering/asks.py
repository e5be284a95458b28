"""A single thing asked, and how it leans on what surrounds it (单个问题)."""

import re
from dataclasses import dataclass, replace

from assistant.answering.cues import CUES, kind_of
from assistant.errors import QuestionError
from assistant.text.normalize import clean_question, fold
from assistant.types import Kind, Language

HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}.*[A-Za-z]{2,}|[A-Za-z]{4,}")
# Points or stars, not 分公司, 部分 or 星期.
OF_SCORES = re.compile(r"(?<![部区])分(?![公店部钟支别析类包校厂之])|星(?!期)")
OF_DATES = re.compile(
    r"\d|[年月日天]|到期|过期|有效|失效|监督|换证|续|时候|时间|何时|多久|截止|期限|日期|这张|呢|^(?!.*(?:流程|升|星)).{1,8}$"
)
OF_IT = re.compile(
    r"(?:那|要是|如果|万一)*(?:(?:不|没有?|漏)[做办交配弄写留去有]?了?(?:的话)?(?:会?怎么?样|有什么(?:后果|影响)|会?扣(?:几|多少)?分[吗不]?)|"
    r"(?:算不算|[占扣值](?:几|多少))分|(?:有|有没有|有什么)(?:明确|具体|硬性|统一)?的?(?:规定|要求|依据|讲究)|"
    r"没有?(?:的话)?(?:怎么办|行吗|行不行|可以吗)|有(?:没有)?(?:什么)?例外|"
    r"(?:是|算)?(?:必须|强制|硬性)(?:的|要求|规定)?|(?:是不是|一定|非)(?:必须|得|要)做?)[吗呢不没]?[?]?$"
)
MOST = 20  # asks of one message that are answered at once
LONGEST_QUESTION = 2000
TELL_MORE = "具体讲讲"  # how a wish to be told more of a thing is put
SHORT = 8  # characters up to which a question leans on the one before


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked.

    Attributes:
        context: what the asker tells of himself in the same message.
        told: what he told of himself before.
        around: the message's asks before it.
        past: what the conversation was about, or the message before it, where the ask leans on it.
        leans: whether it leans on the conversation; it may be read without all the same.
        seen: the ids of the passages that were shown last.
        kind: what it asks for, where that is clear.
    """

    text: str
    context: str = ""
    told: str = ""
    around: str = ""
    past: str = ""
    leans: bool = False
    seen: tuple[str, ...] = ()
    kind: Kind | None = None

    @property
    def circumstances(self) -> str:
        """All that the asker has told of himself."""
        return f"{self.told} {self.context}".strip()

    @property
    def language(self) -> Language:
        """English where the ask has words and no Chinese character."""
        return Language.CHINESE if HAN.search(self.text) or not WORD.search(self.text) else Language.ENGLISH


def checked(question: str) -> str:
    """The question as it is kept.

    Raises:
        QuestionError: nothing is left of it, or it is longer than ``LONGEST_QUESTION``.
    """
    cleaned = clean_question(question)
    if not any(char.isalnum() for char in cleaned):
        raise QuestionError("问题是空的", next_step="请输入一个问题，例如：92.5 分是几星？")
    if len(cleaned) > LONGEST_QUESTION:
        raise QuestionError(
            f"问题太长（{len(cleaned)} 字）",
            reason=f"最多 {LONGEST_QUESTION} 字",
            next_step="请缩短，或分几次问",
        )
    return cleaned


def elliptic(question: str) -> bool:
    """Whether the question is so short that it must lean on the conversation."""
    return len(question.strip("？?。！! ")) <= SHORT


def of_it_alone(text: str) -> bool:
    """Whether a question asks what follows where the thing spoken of is not done, or what points it has."""
    return OF_IT.match(fold(text)) is not None


def leans_wholly(text: str) -> bool:
    """Whether a question can only mean what was spoken of: "要多少钱", "多久", "投标，具体讲讲"."""
    kind = kind_of(text)
    return text.endswith(TELL_MORE) or (
        kind is not None and len(re.sub(rf"{dict(CUES)[kind]}|\W", "", fold(text))) <= 1
    )


def with_scores_joined(asks: list[Ask]) -> list[Ask]:
    """Neighbouring asks about scores go to the tool together: "92 分几星，再扣 2 分呢"."""
    joined: list[Ask] = []
    for ask in asks:
        if joined and about_scores(ask) and about_scores(joined[-1]):
            before = joined.pop()
            gap = "，" if before.text[-1].isalnum() else ""
            ask = replace(before, text=f"{before.text}{gap}{ask.text}", around="")
        joined.append(ask)
    return joined


def about_scores(ask: Ask) -> bool:
    """Whether the ask holds a number and speaks of points or stars."""
    return any(char.isdigit() for char in ask.text) and OF_SCORES.search(ask.text) is not None
