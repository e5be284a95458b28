"""From plain Chinese to calls of the scoring tool, without a model and without a guess."""

import re
from collections.abc import Callable
from datetime import date

from assistant.scoring.rules import Rules
from assistant.scoring.understand.account import unexplained
from assistant.scoring.understand.calendar import read_dates
from assistant.scoring.understand.fixes import read_fixes
from assistant.scoring.understand.follow import read_follow_up
from assistant.scoring.understand.levels import read_levels
from assistant.scoring.understand.model import Reply, Request, ScoreState
from assistant.scoring.understand.parts import read_parts
from assistant.scoring.understand.people import read_staffing
from assistant.scoring.understand.reading import Reading, read
from assistant.scoring.understand.rounding import read_rounding
from assistant.scoring.understand.sampling import read_sample
from assistant.scoring.understand.spelling import adjacent_comma

__all__ = ["understand"]

LONGEST = 2000
SHORT = 24
LONG_ANSWERS = {"sample": 60}
Found = Request | Reply | None


def understand(
    message: str, rules: Rules, previous: ScoreState | None = None, today: date | None = None
) -> Found:
    """What ``message`` asks the tool to compute; None when it asks for no computation.

    ``previous`` is the state of the conversation, ``today`` what 今年 and 过期了吗 refer to.
    """
    for text in (*completed(message, previous), message[:LONGEST]):
        reading = read(text, rules, previous, today)
        for reader in READERS:
            found = reader(reading)
            if isinstance(found, Request):
                return unexplained(reading, found) or found
            if found is not None:
                return found
    return None


def completed(message: str, previous: ScoreState | None) -> list[str]:
    """A short answer to what was asked back, put where it belongs in the question before."""
    if (
        previous is None
        or not previous.slot
        or len(message) > LONG_ANSWERS.get(previous.slot, SHORT)
        or not re.search(COMPLETES[previous.slot], message)
    ):
        return []
    if previous.slot == "day":
        day = re.sub(r"\D", "", message)
        return [re.sub(r"(?<=月)份?", f"{day}日", previous.pending, count=1)]
    answer = re.sub(r"^[那哦嗯是就，,]+|[呢吧啊。！!？?]+$", "", message)
    return [COMPLETIONS[previous.slot].format(before=previous.pending, answer=answer)]


COMPLETES = {
    "score": r"[\d零一二三四五六七八九十百]",
    "specials": r"[\d零一二两三四五六七八九十没无]",
    "stage": r"[前后]|实际|原始|评分",
    "deleted": r"满分|得满|全得|没得|没分|没有分|零分|0 ?分|丢|全扣",
    "managers": r"[\d零一二两三四五六七八九十百]",
    "day": r"^[^\d]{0,6}\d{1,2}\s*[日号]?(?:的|吧|发的|那天|拿的)?[。.]?$",
    "sample": r"[份个张条人件次单台家例].*(?:不|没|坏|缺|错|问题)",
}
COMPLETIONS = {
    "score": "评分是{answer}，是几星",
    "specials": "{before}，特别扣分项{answer}",
    "stage": "{before}，是{answer}",
    "deleted": "{before}，{answer}",
    "managers": "服务管理人员有{answer}，要几个管理师",
    "sample": "{before}，{answer}，扣多少分",
}


def read_doubtful_comma(reading: Reading) -> Reply | None:
    """``92,5分`` may be one score or two."""
    written = adjacent_comma(reading.text)
    if written is None:
        return None
    return Reply("ask_back", f"请问“{written}”是 {written.replace(',', '.')} 分，还是两个分数？")


READERS: tuple[Callable[[Reading], Found], ...] = (
    read_doubtful_comma,
    read_dates,
    read_staffing,
    read_sample,
    read_fixes,
    read_parts,
    read_rounding,
    read_follow_up,
    read_levels,
)
