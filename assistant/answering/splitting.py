"""Take a message apart into the single things it asks (拆分一句里的几个问题)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.answering.asks import SHORT, Ask
from assistant.answering.cues import asks_something, kind_of
from assistant.answering.told import of_own, tells, wishes
from assistant.scoring.numerals import parse_number
from assistant.types import Kind

# What leads up to a question, or follows it, and asks nothing.
PREAMBLE = re.compile(
    r"^(?:(?:你好|您好|大家好|老师(?:[你您]?好)?(?=[啊呀，,！!])|hi|hello|hey|哎|诶|急|那个|对了|话说|请问|请教|求问|麻烦|"
    r"打扰|劳驾|\d{1,2}(?:、|\. )|"
    r"(?:老板|领导|经理|公司)[让叫派]我来?(?=问|打听|咨询|了解)|(?:我|俺)?就?(?:是|们)?想(?:再)?(?=问|咨询|请教|打听)|"
    r"(?:请|麻烦)?(?:能不能|可不可以|可以|能否)?(?:帮(?:我|忙)(?:看|查|解答|问)|告诉我|跟我说)(?:[一]?下|看)?(?=[，,：:]|[^，,]{4})(?!就行)|"
    r"我?(?:完全|也|还|真的?|不?太)*(?:不太?懂|没搞懂|不明白|没弄明白)(?=[，,])|(?:我们?)?(?:刚刚?|第一次)(?:接手|接触|开始)[^，,]{0,6}(?=[，,])|"
    r"(?:事情|情况|我这|我们这)(?:是|边)?这样的?)"
    r"(?:一?下子?|问|打听|咨询|请教|哈|啊|呀|您|你们?|各位)*[，,、：:！!。…~\s]*)+(?=..)",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"(?:[，,。！!~ ]+(?:急|拜托|求解|求教|求指点|(?:比较|很|有点)急|(?:麻烦|请)尽快[^，,。]{0,3})|"
    r"[，,。！!~ ]*(?:谢谢|多谢|感谢|在线等|thanks|thank you|thx))"
    r"[了啦啊呀哦您你们老师~!！。.,，在线等急麻烦尽快]*$",
    re.IGNORECASE,
)
# A story that leads up to what is asked, and says where that begins.
INTRODUCES = re.compile(
    r"^(?P<story>.{6,}?[，,。；;！!\s])(?:所以|就|现在|主要|另外)*(?:我|俺|我们)?(?:就?是)?(?:想要?|要)(?:请?问|咨询|请教|了解|知道)(?:一?下子?)?"
    r"(?:的(?:问题)?是)?[：:，,\s]*",
    re.DOTALL,
)
# A claim that ends by asking for consent is one ask, however many commas it has.
TAGGED = re.compile(r"[，,](?:是吧|对吧|是吗|对吗|没错吧|对不对|是不是|是不是这样|可以吧|行吧)[?？。!！]*$")
HARD_BREAK = re.compile(r"(?<=[?？!！。；;\n])")
SOFT_BREAK = re.compile(r"[，,、]\s*|\s+(?=(?:另外|还有|以及|顺便|再问|同时))|(?=(?:另外|还有就是|顺便问))")
JOINS = re.compile(
    r"^(?:另外|还有(?:就是)?(?![什哪多几没啥])|顺便(?:再?问(?:一?下)?)?|再问(?:一?下)?)[，,、 ]*(?=.{3})"
)
# The marks of a list of questions: 1. 2、 （3） ① 一是 首先.
ITEM = re.compile(
    r"[(（]\d{1,2}[)）][、.]?\s*|(?:^|(?<=[\s：:；;。?？，,]))(?:\d{1,2}(?:、|[)）]|[.．](?!\d))|[①-⑩]|[一二三四五六七]是(?=..)|"
    r"(?:首先|其次|再次|最后)[，,]?|第[一二三四五六七]个?(?:问题)?[，,、：:])\s*"
)
SPACED = re.compile(r"(?<=[\u4e00-\u9fff])(?:\s+|以及)(?=[\u4e00-\u9fff])")
HOW = "怎么办理认证"
ASPECT = r"流程|周期|费用|条件|材料|资料|步骤|时间|价格|好处|区别"
ASPECTS = re.compile(rf"(?:{ASPECT})(?:(?:及|和|与|以及|、|，|还有)(?:{ASPECT}))+")
# What may follow such a list: "流程和费用分别是怎样的", but not "流程和材料清单要保存多久".
OF_ASPECTS = re.compile(
    r"[，,]?(?:都|各|分别|大概|一般)*(?:怎么?样|如何|多少|是?什么|有哪些|是?怎样|是?多少|呢|吗|要求)*的?[?？。!！]*"
)
# The same asked of several things: "培训记录、投诉记录各要记什么", "没有网站、没有热线，这两条怎么办".
EACH = re.compile(
    r"^(?P<lead>[^：:、，,]{0,14}[：:])?(?P<items>[^、，,：:]{1,18}(?:[、，,](?:和|以及|还有)?[^、，,：:]{1,18}?)+?)[，,]?"
    r"(?:[这那]?(?P<count>[两三四五六])[样条种句处块项个者点][，,]?(?:凑一起)?(?:分别|各自?|都)?|(?P<each>分别|各自?|都))"
    r"(?P<rest>[^、，,]{2,})$"
)
# Several claims and whether they hold: "五星 98 分起，证书两年一审。这两条对不对".
CLAIMED = re.compile(
    r"[，,。；;：:！!\s]+(?:请问|那么?)?(?:"
    r"(?:[这那以]?[上些]?(?:面)?的?)?(?:[这那]?[几两三四五六些][条点个种句项]?)(?:话|说法|说的)?(?:都|是不是|是否)*"
    r"(?:对不对|(?:对|正确|是?真的?|靠谱|属实)[吗么])|"
    r"(?:[这那]?里?面?)?(?:哪|有没有)(?:[条点个种句项些]|几[条点个种句项])?(?:话|说法)?(?:是|说|说得)?"
    r"(?:真|假|对|错|不对|靠谱|有问题)的?|"
    r"(?:说得?)?都(?:对|真|属实|靠谱)的?[吗么])[呢啊]?[?？。]*$"
)
SAID_BY = re.compile(r"^[^：:，,]{0,12}(?:[：:]|(?<=[说讲称])[，,]?)|^(?:听说|据说|网上说)")
HOLDS = "，对吗"
BETWEEN_CLAUSES = re.compile(r"(?<=[\d条])\s*[和与跟及]\s*(?=第?\s*5\.)")
CLAUSES_COMPARED = re.compile(
    r"(?P<one>5(?:\.\d{1,2}){1,3})[^，,。\d]{0,8}?(?:[和与跟同及、]|相?比)[^，,。\d]{0,4}(?P<other>5(?:\.\d{1,2}){1,3})(?!\.?\d)"
    r"[^，,。]{0,8}(?:区别|不同|不一样|差别|差异|差在|对比|相?比较?)"
)
POINTS = re.compile(r"\d\s*分")  # the score tool reads a sentence about points as a whole
LEAST = 3  # characters of an ask


def split_asks(message: str) -> list[Ask]:
    """The asks of a message, in order, each once; a message without a cue is one ask.

    What asks nothing ("我们做空调的，有 50 人") is each ask's context.
    """
    if items := enumerated(message) or claimed(message):
        return items
    story, asked = introduced(THANKS.sub("", PREAMBLE.sub("", message)) or message)
    pieces = [*([story] if story else []), *stretches(asked)]
    asking = [position for position, piece in enumerate(pieces) if asks_something(piece)]
    if not asking and any(map(wishes, pieces)):
        return [Ask(HOW, context=message, kind=kind_of(HOW))]
    if not asking:  # key words only: "认证流程及费用"
        asking = [position for position, piece in enumerate(pieces) if kind_of(piece)]
    if not asking:
        return [Ask(asked, context=story)]
    context = " ".join(piece for position, piece in enumerate(pieces) if position not in asking)
    return [
        Ask(
            text=JOINS.sub("", pieces[position]),
            context=context,
            around=" ".join(pieces[other] for other in asking if other < position),
            kind=kind_of(pieces[position]),
        )
        for position in asking
        if pieces[position] not in pieces[:position]
    ]


def enumerated(message: str) -> list[Ask]:
    """The asks of a numbered list, each item at least one; none where there is no list."""
    lead, *items = [item.strip("；;。，, \n") for item in ITEM.split(message)]
    numbers = [int(number) for mark in ITEM.findall(message) for number in re.findall(r"\d+", mark)]
    counted = numbers == list(range(1, len(numbers) + 1))
    if len(items) < 2 or not counted or asks_something(lead) or any(len(item) < LEAST for item in items):
        return []
    context = " ".join(piece for piece in stretches(lead) if tells(piece) or of_own(piece))
    found: list[Ask] = []
    for ask in (ask for item in items for ask in split_asks(item)):
        around = " ".join(other.text for other in found)
        found.append(replace(ask, context=f"{context} {ask.context}".strip(), around=around))
    return found


def claimed(message: str) -> list[Ask]:
    """Each of several claims of which it is asked whether they hold; none where a message is none such."""
    match = CLAIMED.search(message)
    said = message[: match.start()] if match else ""
    claims = [piece.strip() for piece in re.split(r"[，,。；;、\n]", SAID_BY.sub("", said))]
    if len(claims) < 2 or asks_something(said):
        return []
    return [Ask(f"{claim}{HOLDS}", kind=Kind.YESNO) for claim in claims if len(claim) > LEAST]


def introduced(message: str) -> tuple[str, str]:
    """The story before "想问一下：", with these words, and what is asked; "" and the message without one."""
    found = INTRODUCES.match(message)
    if found is None or asks_something(found["story"]) or len(message) < found.end() + LEAST:
        return "", message
    return found[0], message[found.end() :]


def stretches(message: str) -> list[str]:
    """The pieces of a message that belong together: one ask each, or a circumstance of the asker.

    A sentence is cut at commas only where several of its pieces ask something, or where a piece
    tells of the asker; two aspects of one subject ("流程及费用") are two asks.
    """
    found: list[str] = []
    for sentence in sentences(message):
        if several := each_of(sentence):
            found += several
            continue
        pieces = [piece.strip() for piece in SOFT_BREAK.split(sentence) if piece and piece.strip()]
        asking = [piece for piece in pieces if stands_alone(piece)]
        circumstances = [piece for piece in pieces if tells(piece)]
        rest = [piece for piece in pieces if piece not in circumstances]
        found += circumstances
        found += rejoined(rest) if len(asking) > 1 and not TAGGED.search(sentence) else ["，".join(rest)]
    return [part for stretch in found if re.search(r"\w", stretch) for part in aspects(stretch)]


def sentences(message: str) -> Iterator[str]:
    """The sentences of a message; questions that only a space parts are sentences too."""
    for sentence in HARD_BREAK.split(message):
        parts = SPACED.split(sentence)
        yield from (
            parts if all(len(part) > SHORT // 2 and stands_alone(part) for part in parts) else [sentence]
        )


def each_of(sentence: str) -> list[str]:
    """The asks of a sentence that asks the same of several things; none where it does not.

    Either it says that each is meant, or it counts them.
    """
    if compared := CLAUSES_COMPARED.search(sentence):  # no passage compares them: what each of them asks for
        asked = "多少分" if "分" in sentence else "有什么要求"
        return [f"{clause} {asked}" for clause in compared.groups()]
    match = EACH.match(BETWEEN_CLAUSES.sub("、", sentence.strip().rstrip("?？。")))
    if match is None:
        return []
    items = re.split(r"[、，,](?:和|以及|还有)?", match["items"])
    counted = parse_number(match["count"]) == len(items) if match["count"] else "、" in match["items"]
    if not counted or any(asks_something(item) or POINTS.search(item) for item in items):
        return []
    return [f"{match['lead'] or ''}{item}{match['rest']}" for item in items]


def rejoined(pieces: list[str]) -> list[str]:
    """Pieces that ask nothing lead the piece that follows; those left over close the last one."""
    found: list[str] = []
    waiting = ""
    for piece in pieces:
        waiting = f"{waiting}，{piece}" if waiting else piece
        if stands_alone(piece):
            found.append(waiting)
            waiting = ""
    if waiting and found:
        found[-1] = f"{found[-1]}，{waiting}"
    return found


def aspects(stretch: str) -> list[str]:
    """An ask for each aspect of one subject: "认证流程、周期及费用"; anything else as it is."""
    match = ASPECTS.search(stretch)
    if match is None or not OF_ASPECTS.fullmatch(stretch, match.end()) or kind_of(stretch) is Kind.COMPARISON:
        return [stretch]
    before, after = stretch[: match.start()], stretch[match.end() :]
    return [f"{before}{aspect}{after}" for aspect in re.findall(ASPECT, match[0])]


def led_up_to(text: str) -> tuple[str, str]:
    """What leads up to the ask in a text and asks nothing, "" where nothing does, and the ask."""
    pieces = [piece.strip() for piece in SOFT_BREAK.split(text) if piece and piece.strip()]
    first = next((place for place, piece in enumerate(pieces) if stands_alone(piece)), 0)
    return "，".join(pieces[:first]), "，".join(pieces[first:])


def stands_alone(piece: str) -> bool:
    """Whether a piece of a sentence is an ask and not just a tag ("对吗")."""
    return len(piece) > 2 and asks_something(piece)
