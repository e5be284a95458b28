"""The account of a message: every number and scoring word of it is explained, or it is asked back.

A reading that leaves something out may be a wrong reading. So what a request was made of is held
against what the message holds: a number whose role is not known, a count beside a scoring word, a
word (平均, 删减, 还要扣) that changes scores and stands in no input.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain

from assistant.scoring.patterns import lazy
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.model import Reply, Request
from assistant.scoring.understand.quantities import Quantity
from assistant.scoring.understand.reading import NO_SPECIALS, Reading
from assistant.scoring.understand.single import CONVERTED, STAGE_AFTER, bonus_changed, special_inputs

SCORED = ("level", "gap", "rounding", "compare", "range", "rest")
SCORING_BESIDE = lazy(r"整改|改掉|消除|关闭|特扣|扣|加分|不(?:合格|符合|适用|涉及)|删|丢|没得|零分|满分")
COUNTED_IN_POINTS = ("deleted", "applicable", "lost", "special", "bonus", "item")
STOP = lazy(r"[,，。;；?？!！、]")
ONE_INDICATOR = lazy(r"(?P<clause>5(?:\.\d+){2,3})(?:[^\d,，。;；总评]{0,10})$")
RECITED = lazy(rf"\s*分?(?:才|就|以上|起|及)*(?:是|算|够|能|为|可以|达到|评|到|给)*(?:{lex.ANY_LEVEL})", re.I)
DELETED_THINGS = lazy(
    r"\s*[个项条款部分的]*(?:内容|指标|条款|业务)?(?:都|是)?(?:不适用|不涉及|不参评|免评|删)"
)
PAST = lazy(r"去年|上次|上回|前年|上年|以前|之前|原来|往年|上一")
SPECIALS_ASKED = "请问有几个特别扣分项？每个扣 1 分，达到 5 个就不能定级，说了个数才能算准。"
Explained = Callable[[Reading], bool]


def stated(*kinds: str) -> Explained:
    """Explained by a number of one of the kinds."""
    return lambda reading: bool(reading.of(*kinds))


def never(reading: Reading) -> bool:
    """No reading explains the word."""
    del reading
    return False


def deletion_explained(reading: Reading) -> bool:
    """Points deleted are stated, or the score is already converted."""
    settled = CONVERTED.search(reading.text) or STAGE_AFTER.search(reading.text)
    return bool(reading.of("deleted", "applicable") or settled or re.search(r"[折换]算", reading.text))


# A word that changes scores, what explains it, what is asked where nothing does, the slot of the answer.
WORDS: tuple[tuple[re.Pattern[str], Explained, str, str], ...] = (
    (
        lazy(r"(?:特别|特殊)(?:的)?扣|特扣|扣分项"),
        lambda reading: bool(reading.of("special") or NO_SPECIALS.search(reading.text) or reading.of("lost")),
        SPECIALS_ASKED,
        "specials",
    ),
    (
        lazy(
            r"(?<!没有)(?<!没)(?<!无)(?<!未)(?:删减|删除|删掉|删去|删了|裁减|剪裁|免评|不参评|(?:有|几|项|条|部分)"
            r"[^,，。]{0,4}(?:不适用|不涉及))"
        ),
        deletion_explained,
        "请问删减的指标一共多少分？评分要按涉及项总分值折算。",
        "",
    ),
    (
        lazy(r"(?<!没有)(?<!没)(?<!无)(?<!不)(?:有|还有|另有|拿了?|特别|额外|算上?|再)[^,，。]{0,3}加分"),
        lambda reading: (
            "bonus" in special_inputs(reading)
            or (reading.state.request is not None and bonus_changed(reading) is not None)
            or bool(reading.of("raised", "bonus"))
            or re.search(
                r"(?:没有?|无|未)[^,，。]{0,4}加分|加分项?(?:也|都)?(?:没有?|无)(?!算)", reading.text
            )
            is not None
        ),
        "请问加分是指特别加分项吗？有的话最多 1 个、加 1 分，请说明加几分。",
        "",
    ),
    (
        lazy(
            r"(?:还要|还会|还得|还被|又被?|另外?|再被?|会被|要被)扣|扣(?:几|多少)分?(?:没说|不知道|不清楚|待定)"
        ),
        stated("lost", "special"),
        "请问还要扣多少分？扣的分数确定了才能算级别。",
        "",
    ),
    (
        lazy(r"(?<![\d百])(?!100\s*分制)\d+\s*分制|[五十千]分制"),
        never,
        "认证按百分制评分，请告诉我满分 100 分的评分是多少。",
        "score",
    ),
    (
        lazy(r"平均|均分|均值|加权|中位数|折中|得分率(?!不|另|先不)"),
        never,
        "级别按一次评审的评分定，不按平均分或得分率；请告诉我要看的那个评分是多少（满分 100 分）。",
        "score",
    ),
)


def unexplained(reading: Reading, request: Request) -> Reply | None:
    """What of the message the request leaves out, asked back in one sentence; None when all is in it."""
    if request.aspect not in SCORED:
        return None
    return next(chain(number_questions(reading), word_questions(reading)), None)


def number_questions(reading: Reading) -> Iterator[Reply]:
    """Numbers that no part of the reading uses and that may be points."""
    for item in reading.of("spread"):
        yield Reply(
            "ask_back", f"“{quoted(reading, item)}”的上下浮动要成一个区间，请告诉我最低和最高各是多少分。"
        )
    for item in reading.of("change"):
        if not stands_apart(reading):
            yield Reply(
                "ask_back", f"“{quoted(reading, item)}”是和另一次比的差，请告诉我这次的评分是多少。", "score"
            )
    for item in reading.of("item"):
        yield Reply(
            "ask_back",
            f"“{quoted(reading, item)}”说的是一项的分值，请告诉我总的评分，或一共扣了多少分。",
            "score",
        )
    for item in reading.of("short"):
        rest = STOP.split(reading.text[item.end :])[0]
        if any(item.end <= other.start < item.end + len(rest) for other in reading.of("score")):
            yield Reply(
                "ask_back", "请直接告诉我现在的评分是多少（满分 100 分），我来算级别和差距。", "score"
            )
    for item in reading.of("score"):
        clause = ONE_INDICATOR.search(reading.text[: item.start])
        if clause is not None:
            yield Reply(
                "ask_back",
                f"{clause['clause']} 只是一项指标的得分，请告诉我总的评分（满分 100 分）。",
                "score",
            )
    for item in (*loose(reading), *scoring_counts(reading)):
        yield Reply("ask_back", f"请问“{quoted(reading, item)}”指的是什么？说清楚了我才能算准。")


def loose(reading: Reading) -> Iterator[Quantity]:
    """Numbers of no known role, those of a rule recited beside the score left out: 到 95 才五星."""
    for item in reading.loose:
        if not RECITED.match(reading.text, item.end):
            yield item


def stands_apart(reading: Reading) -> bool:
    """Whether the one score in question is this time's, and not the one compared with."""
    scores = reading.of("score")
    return len(scores) == 1 and not PAST.search(reading.text[: scores[0].start])


def scoring_counts(reading: Reading) -> Iterator[Quantity]:
    """Counts of things right beside a scoring word, in a message with a score of its own: 3 项没得分."""
    for item in reading.of("count") if reading.of("score", "applicable") or reading.ranges else []:
        before = STOP.split(reading.text[: item.start])[-1]
        after = STOP.split(reading.text[item.end :])[0]
        if reading.of("deleted") and DELETED_THINGS.match(after):
            continue
        first, last = item.start - len(before), item.end + len(after)
        if any(first <= other.start < last for other in reading.of(*COUNTED_IN_POINTS)):
            continue
        if SCORING_BESIDE.search(before[-6:]) or SCORING_BESIDE.search(after[:8]):
            yield item


def word_questions(reading: Reading) -> Iterator[Reply]:
    """Scoring words that nothing in the reading explains."""
    for word, explained, question, slot in WORDS:
        if word.search(reading.text) and not explained(reading):
            yield Reply("ask_back", question, slot)


def quoted(reading: Reading, item: Quantity) -> str:
    """The number with the words around it, as the asker wrote them."""
    before = STOP.split(reading.text[: item.start])[-1][-6:]
    after = STOP.split(reading.text[item.end :])[0][:3]
    return f"{before}{reading.text[item.start : item.end]}{after}".strip()
