"""What a question leaves out, put in from the conversation (消解省略与指代).

A row of rules; the first that applies decides.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.asks import elliptic
from assistant.answering.cues import asks_something, kind_of
from assistant.answering.leaning import Leaning
from assistant.answering.listed import all_listed, one_further, one_of_listed
from assistant.answering.splitting import stretches
from assistant.retrieval.query import CLAUSE
from assistant.scoring.understand.lexicon import MISTAKEN
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold
from assistant.types import Kind, Turn

LEVELS = ("达标级", "三星级", "四星级", "五星级")
LEVEL = re.compile(r"达标级?|[一二三四五六七八1-8][颗个]?星级?")
NUMERALS = str.maketrans("345", "三四五")
NEXT_LEVEL = re.compile(
    r"^(?:那么?|要是|如果)?(?:再(?:(?P<above>往上)|往下)|"
    r"再?(?:(?P<higher>往上|上面|更?高|升|上)|往下|下面|更?低|降|下)再?[一1](?:档|级|个?星|个(?:级别|等级)))的?"
    r"(?:是|叫|要|得)?(?:什么|啥|几星|多少分?|几分)?呢?[？?]*$"
)
# What is said before the question itself: "啊？那 5.2.2 呢".
INTERJECTION = re.compile(
    r"^(?:(?:啊|哦|噢|喔|哎|嗯+|ok|okay|好吧?|好的|行吧?|那好|收到|谢谢|(?:明白|知道|懂)了?|哦?这样啊|原来如此|"
    r"先?不[管说谈]这个了?|换个(?:问题|话题)|还有(?:一?个)?问题|再?(?:请教|问)[你您]?一?[个句下]|顺便问一?[句下])"
    r"(?:懂了|明白了)*[？?，,。！!、：: ]+)+(?:还?想问(?:一?下)?)?(?=.)|"
    r"^(?:不对|哦)?[是，, ]*我?(?:刚才|可能)?(?:记|搞|弄|看|听)(?:混|错|岔|反)了[，,。！!、 ]+"
    r"(?=那.*(?:[吗呢么不没?？]|什么|多|怎么|几)[？?]?$)",
    re.IGNORECASE,
)
# 这个 before a noun points at that noun, not at what was spoken of.
PRONOUN = re.compile(
    r"它们?|这一?条|这一?项|(?<![\u4e00-\u9fff])那一?[条项]|这一?步|那一?步|这些|那些|此项|(?:上面|刚才|前面)说的(?=[，,？?怎要多谁能可需是]|$)|"
    r"[这那]个(?=[谁怎要多需是能可有在什哪呢，,？?算得会吗必到由给收贵难还]|一般|$)|(?<![0-9一-九两])这(?=要|得|需|能|怎|是|多|算)"
)
EVENT = re.compile(r"这[件个种]?(?:事儿?|情况)(?!实)")
BOTH = re.compile(r"[这那]两[个种项者]|两者|二者")
SUPPOSING = re.compile(r"^那?(?:要是|如果|假如|万一)")
WHY_SO = re.compile(r"^那?(?:是|又)?(?:为什么|为啥|为何|凭什么|什么原因|什么道理)(?:呢|啊|呀|这样)?[？?]*$")
CORRECTS = re.compile(
    r"^[哦噢啊哎呀，, ]*"
    rf"(?:(?:等等|等一?下|不对|不是|(?:我|刚才|刚)*{MISTAKEN}了?|更正(?:一?下)?)"
    r"[，,、。！!：: ]+)+"
    r"(?P<fact>.+?)[，,]?那?呢?[？?。！!]*$"
)
FACT = re.compile(r"^(?:[^，,的]{0,6}(?:是|有|做)|\d)")
IS = re.compile(r"^(?:应该|应当)?是")
MEANT = re.compile(r"^我?(?:想)?(?:问|说|指|讲)的是(?P<what>.{1,14})$")
POINTS = re.compile(r"^(?:正好|刚好|整|只有|才)?\s*(?P<points>\d+(?:\.\d+)?)\s*(?:分|整)?$")
COUNT = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)"
COUNTED = re.compile(rf"(?P<count>{COUNT})\s*(?P<unit>个月|小时|个?人|[个名年天家次条项份张])")
SCORES = re.compile(r"\d\s*分|几分|多少分|星级|达标级")
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
LEFT_UNDONE = re.compile(r"^(?:不|没|漏)[做办交配查去留过写]了?$")
MANAGERS_FOR = re.compile(
    r"^(?:那么?|像)?(?:我们?|咱们?|我司|公司)?(?:现在|一共|总共|就|只)?有?(?P<count>\d+|[一二两三四五六七八九十百]+)\s*[个名人位]人?"
    r"[，, ]*[那就]?(?:[得要该需]?要?配|要|得)(?:几|多少)[个名人位]?[呢啊]?[？?]*$"
)
VERSUS = re.compile(r"^那?(?=(?:跟|和|与|比起|较之?)[^，,]{2,12}(?:谁|哪|有|什么|区别|比|不同|一样|差))")
# Whose case it is, or of which level, not another subject: "小企业呢", "达标级呢".
OF_WHOM = re.compile(
    rf"(?:{LEVEL.pattern}|[大小微型]企业|个体户?|[分子总小大母]公司|集团|[国央民外私]企|外资(?:企业)?|厂家?|经销商|贸易商|电商|外包|事业单位|学校|医院)的?$"
)
LONGEST_ASKED = 16  # characters of a question that is asked again of somebody else
LONGEST_EVENT = 20  # characters of a message that 这事 points at


Rule = Callable[[Leaning], str | None]


def why_so(said: Leaning) -> str | None:
    """为什么呢: what was asked, asked again."""
    return said.before if WHY_SO.match(said.question) else None


def corrected(said: Leaning) -> str | None:
    """不对，是 120 人: what was asked, of what is so. 不是，我问的是年审: what was asked, of that."""
    match = CORRECTS.match(said.question)
    if not match or asks_something(match["fact"]):
        return None
    if said.last.facts.get("score"):  # of a level or a day the tool keeps its own account
        return of_another_count(replace(said, question=f"{IS.sub('', match['fact'])}呢"))
    if meant := MEANT.match(match["fact"]):
        return what_about(replace(said, question=f"{meant['what']}呢"))
    if not FACT.match(match["fact"]):
        return None
    asked = "，".join(piece for piece in stretches(said.before) if asks_something(piece))
    return f"{match['fact']}，{asked}" if asked else None


def event(said: Leaning) -> str | None:
    """这事归谁管: what was told in the message before."""
    if not EVENT.search(said.question) or not happened(said.before):
        return None
    return EVENT.sub(said.before.rstrip("。！!，, "), said.plain, count=1)


def of_the_score(said: Leaning) -> str | None:
    """那再扣 3 分呢: unchanged, the score tool keeps its own account."""
    return said.question if said.last.facts.get("score") and re.search(COUNT, said.what) else None


def supposed(said: Leaning) -> str | None:
    """那要是没通过呢: what to do then."""
    if not said.what or not SUPPOSING.match(said.question) or LEVEL.fullmatch(said.what):
        return None
    return f"{said.what}怎么办"


def of_points(said: Leaning) -> str | None:
    """那 80 整呢: which level that is."""
    points = POINTS.match(said.what)
    return f"{points['points']} 分是几星" if points and SCORES.search(said.before) else None


def of_another_count(said: Leaning) -> str | None:
    """那四个呢: what was asked of another number of the same."""
    found = COUNTED.fullmatch(said.what)
    if found is None:
        return None
    same = re.compile(rf"(?:几|多少|{COUNT})\s*{found['unit']}")
    return same.sub(found[0], said.before, count=1) if same.search(said.before) else None


def managers_for(said: Leaning) -> str | None:
    """我们有 28 个，得配几个, after who is counted: of those who manage the service."""
    found = MANAGERS_FOR.match(said.question)
    if not found or "管理师" not in f"{said.before}{said.last.heading}":
        return None
    return f"服务管理人员有 {found['count']} 个，要配几名管理师"


def versus(said: Leaning) -> str | None:
    """跟 27922 谁更严: what was spoken of, compared."""
    if not said.last.topic or not VERSUS.match(said.question):
        return None
    return f"{said.last.topic}{said.plain}"


def next_level(said: Leaning) -> str | None:
    """再往上一档呢: what was asked, of the next level; its points where no level was named."""
    step = NEXT_LEVEL.match(said.question)
    named = LEVEL.search(said.before) or LEVEL.search(said.last.heading)
    if not step or not named:
        return None
    first = named[0][0].translate(NUMERALS)
    place = next((place for place, level in enumerate(LEVELS) if level[0] == first), len(LEVELS))
    level = dict(enumerate(LEVELS)).get(place + (1 if step["higher"] or step["above"] else -1))
    if level is None:
        return None
    return LEVEL.sub(level, said.before, count=1) if LEVEL.search(said.before) else f"{level}要多少分"


def both(said: Leaning) -> str | None:
    """这两个哪个贵: the two subjects of the question before."""
    two = said.concepts.subjects(fold(said.before))[:2]
    return (
        BOTH.sub("和".join(two), said.plain, count=1) if BOTH.search(said.question) and len(two) > 1 else None
    )


def what_about(said: Leaning) -> str | None:
    """那四星呢, 那年审呢, 费用呢: the same of something else, or something else of the same."""
    what = said.what
    if not what:
        return None
    if LEVEL.fullmatch(what) and LEVEL.search(said.before):
        return LEVEL.sub(what, said.before, count=1)
    if CLAUSE.search(what):
        return f"{what} 有什么要求"
    if OF_WHOM.search(what) and asks_something(said.before) and len(said.before) <= LONGEST_ASKED:
        return f"{what.removesuffix('的')}{said.before}"
    if LEFT_UNDONE.match(what) and (of_what := said.last.topic or said.subject):
        return f"{of_what}{what}会怎样"
    kind = kind_of(said.before)
    again = ASKED_AGAIN.get(kind) if kind else None
    if again and said.concepts.subjects(fold(what)):
        return f"{what}{again}"
    if kind is Kind.YESNO and (same := said.concepts.in_place(fold(said.before), fold(what))):
        return same
    if said.concepts.find(fold(what)):
        return what
    return f"{said.last.topic}{what}" if said.last.topic else said.question


def pronoun(said: Leaning) -> str | None:
    """它要多少钱: of what was spoken of; in 现场审核那一步 it is named before."""
    found = PRONOUN.search(said.question)
    if not said.last.topic or not found or said.concepts.subjects(fold(said.question[: found.start()])):
        return None
    return PRONOUN.sub(said.last.topic, said.plain, count=1)


def led_on(said: Leaning) -> str | None:
    """那么申请要什么材料: without the word that joins it; a short one leans on what was said anyway."""
    return None if elliptic(said.question) else said.plain


RULES: tuple[Rule, ...] = (
    why_so,
    corrected,
    one_of_listed,
    one_further,
    event,
    of_the_score,
    supposed,
    of_points,
    managers_for,
    of_another_count,
    next_level,
    versus,
    both,
    all_listed,
    what_about,
    pronoun,
    led_on,
)


def resolve(question: str, last: Turn, concepts: Concepts, lists: Sequence[Sequence[str]] = ()) -> str:
    """``question`` with what it leaves out put in from the last turn; unchanged where nothing is left out."""
    said = Leaning(INTERJECTION.sub("", question), last, concepts, lists)
    return next((found for rule in RULES if (found := rule(said)) is not None), said.question)


def happened(said: str) -> bool:
    """Whether a message tells of something that happened, in few words, and asks nothing."""
    return len(said) <= LONGEST_EVENT and not asks_something(said) and kind_of(said) is None
