"""Take a message apart into the single things it asks, and tell what each of them asks for."""

import re
from dataclasses import dataclass, replace

from assistant.errors import QuestionError
from assistant.scoring.numerals import parse_number
from assistant.text.normalize import clean_question, fold
from assistant.types import Kind, Language

TAG = r"(?<=[\u4e00-\u9fff])[不没][啊呀哦嘛咯哈]*[?]?$"  # 能评五星不, 有影响没
# The first pattern that matches decides; the more telling cues come first.
CUES: tuple[tuple[Kind, str], ...] = (
    (
        Kind.COMPARISON,
        r"区别|不同|不一样|一样吗|相比|对比|比较|差别|差异|什么关系|哪个好|哪个更|是不是一回事|一回事",
    ),
    (
        Kind.COST,
        r"多少钱|费用|价格|收费|报价|花费|预算|几万|贵不贵|要钱|交钱|付费|成本|花多少|^钱$|费[^，,]{0,4}多少|\bcost|\bfee|\bprice",
    ),
    (
        Kind.TIME,
        r"多久|多长时间|几天|几个月|几年|多少天|什么时候|何时|周期|有效期|期限|时限|哪年|哪一年|几时|"
        r"多快|哪天|多少个?工作日|how long|when\b",
    ),
    (Kind.WHO, r"谁|哪家|哪些机构|什么机构|哪个机构|哪个部门|什么部门|哪些人|什么人|找哪|\bwho\b"),
    (Kind.WHERE, r"哪里|在哪|哪儿|上哪|去哪|什么网站|哪个网站|网址|怎么查|查询|查得到|where\b"),
    (
        Kind.MATERIALS,
        r"材料|资料|准备什么|准备哪些|要什么文件|哪些文件|提交什么|提交哪些|交什么|清单|证明文件|documents?\b",
    ),
    (Kind.WHY, r"为什么|为何|有什么用|好处|意义|作用|价值|值不值|值得|凭什么|why\b"),
    (
        Kind.YESNO,
        r"吗|是否|能不能|可不可以|要不要|需不需要|是不是|有没有|算不算|会不会|行不行|对不对|必须|用不用|"
        rf"可以.*么|能否|可否|{TAG}",
    ),
    (
        Kind.SCORING,
        r"多少分|几分|分值|评分|打分|扣分|加分|得分|星级|[一二三四五七两]星|[1-9]星|达标|及格|合格|不合格",
    ),
    (
        Kind.STEPS,
        r"怎么办|流程|步骤|程序|怎么申请|如何申请|怎样申请|怎么做|如何做|怎么弄|怎么准备|如何办理|怎么办理|"
        r"怎么拿|怎么走|哪几步|how to|process\b|steps?\b",
    ),
    (Kind.DEFINITION, r"是什么|什么是|什么意思|含义|定义|什么叫|叫什么|指什么|怎么理解|what is"),
    (Kind.REQUIREMENT, r"要求|条件|规定|标准|资格|门槛|怎么配|需要|应当|requirements?\b"),
)
HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}.*[A-Za-z]{2,}|[A-Za-z]{4,}")
QUESTION = re.compile(
    r"\?|吗|呢|么$|什么(?![也都])|哪|怎么|怎样|如何|多少|(?<![好这那])几(?!乎)|多久|多长|多快|多大|何时|谁|"
    r"是否|能否|可否|能不能|可不可以|要不要|需不需要|是不是|有没有|算不算|会不会|行不行|对不对|用不用|够不够|该不该|"
    rf"为何|凭什么|介绍|说说|讲讲|解释|列出|区别|{TAG}|\b(?:what|how|when|who|where|why|which|is|are|do|does|can)\b"
)
# What leads up to a question, or follows it, and asks nothing.
PREAMBLE = re.compile(
    r"^(?:(?:你好|您好|大家好|老师好?(?=[，,])|哎|诶|那个|对了|话说|请问|请教|求问|麻烦|打扰|劳驾|(?:我|俺)?就?(?:是|们)?想(?:再)?(?:问|咨询|请教|打听))"
    r"(?:一?下子?|问|哈|您|你们?|各位)*[，,、：: ]*)+(?=..)"
)
THANKS = re.compile(
    r"[，,。！!~ ]+(?:谢谢|多谢|感谢|急|在线等|求解|求教|求指点|拜托)[了啦啊呀哦您你~！!。，,在线等急]*$"
)
# A claim that ends by asking for consent is one ask, however many commas it has.
TAGGED = re.compile(r"[，,](?:是吧|对吧|是吗|对吗|没错吧|对不对|是不是|是不是这样|可以吧|行吧)[?？。!！]*$")
HARD_BREAK = re.compile(r"(?<=[?？!！。；;\n])")
SOFT_BREAK = re.compile(r"[，,、]\s*|\s+(?=(?:另外|还有|以及|顺便|再问|同时))|(?=(?:另外|还有就是|顺便问))")
CIRCUMSTANCE = re.compile(
    r"(?:我们?|咱们?|本公司|我司|公司|单位|工厂|老板|领导|客户)(?:是|有|做|在|主要|想|准备|打算|评|得|拿|现在|目前|公司|厂|一共|共)|"
    r"(?:一共|总共|大概|大约|约|共|就|也就|有)?(?:[\d一二三四五六七八九十百千两几]+)[来多几]?(?:个|名|号|口)?(?:人|员工)(?:左右|上下|的样子|的公司|的小厂|的厂)?$"
)
# A piece that tells what the asker's company is, does, or how many work there, and no more.
TELLS = re.compile(
    r"^(?:(?:大家好|你好|您好)$|(?:(?:我们?|咱们?|我司|[贵本]?公司|本厂|工厂|厂子|总部|门店|小店|单位)(?:家|这边|厂|店|公司|这家)?)?"
    r"(?:去年|今年|前年|刚刚?|才|现在|目前|主要|一共|总共|就|也就|是|有|[\d两三]{1,4}年|[、 ])*"
    rf"(?:(?:{CIRCUMSTANCE.pattern})|"
    r"(?:(?:做|主营|卖|生产|专做|搞|开|成立|注册|开业|经营|代理|位于)|"
    r"(?:[设开]?在)(?=[\u4e00-\u9fff]{2,6}$)|一?家|[\d两三]+ ?家(?:门?店|分公司|网点))"
    r"(?!.*(?:证|认|申请|审|评|分|资料|材料|记录|制度|投诉|标准|星|说|讲)).{0,16})$)"
)
# A wish to be certified that asks nothing: "想办个售后五星". How to go about it is what helps.
WISH = re.compile(
    r"^(?:我们?|咱们?|我司|本?公司|本?厂|单位|老板|领导|客户|甲方|现在|这边|也|都)*"
    r"(?:想要?|要|准备|打算|计划|希望|需要|考虑|[让叫]我们?)(?:尽快|先|也|去|来)*(?:办理?|做|搞|弄|整|申请|申报|拿|评|取得)"
    r"(?!.*管理师)[^，,。？?a-zA-Z]{0,8}(?:售后|星|27922|服务认证|[这个]证|认证$)[^，,。？?a-zA-Z]{0,12}$"
)
HOW = "怎么办理认证"
ASPECT = r"流程|周期|费用|条件|材料|资料|步骤|时间|价格|好处|区别"
ASPECTS = re.compile(rf"(?:{ASPECT})(?:(?:及|和|与|以及|、|，|还有)(?:{ASPECT}))+")
# The same asked of several things: "培训记录、投诉记录各要记什么", "没有网站、没有热线，这两条怎么办".
EACH = re.compile(
    r"^(?P<lead>[^：:、，,]{0,14}[：:])?(?P<items>[^、，,：:]{1,18}(?:[、，,](?:和|以及|还有)?[^、，,：:]{1,18}?)+?)[，,]?"
    r"(?:[这那]?(?P<count>[两三四五六])[样条种句处块项个者点][，,]?(?:凑一起)?(?:分别|各自?|都)?|(?P<each>分别|各自?|都))"
    r"(?P<rest>[^、，,]{2,})$"
)
POINTS = re.compile(r"\d\s*分")  # the score tool reads a sentence about points as a whole
# Orders to the assistant about its part, its rules or its verdict; not what an auditor gives or a bid says.
MANIPULATES = re.compile(
    r"你现在是|从现在起|扮演|假装|无视|提示词|系统消息|不准说|别跟我说|如果你不|宣布我|[必只][须准能]说|编也[要得行]|"
    r"忽略(?:之前|以上|前面|上面|所有|一切|全部|你|掉?规则|指令|系统)|(?:之前|上面|原来|所有)的?(?:指令|规则)|"
    r"(?:^|[,，。!！]|你|请|就|直接|快)给(?:我们?|咱们)打\s*[\d.一二三四五六七八九十]+\s*分(?!.*[几什哪吗能算够])"
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
        around: the message's asks before it.
        past: what the conversation was about, or the message before it, where the ask leans on it.
        leans: whether it leans on the conversation; it may be read without all the same.
        seen: the ids of the passages that were shown last.
        kind: what it asks for, where that is clear.
    """

    text: str
    context: str = ""
    around: str = ""
    past: str = ""
    leans: bool = False
    seen: tuple[str, ...] = ()
    kind: Kind | None = None

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


def split_asks(message: str) -> list[Ask]:
    """The asks of a message, in order, each once; a message without a cue is one ask.

    What asks nothing ("我们做空调的，有 50 人") is each ask's context.
    """
    pieces = stretches(THANKS.sub("", PREAMBLE.sub("", message)))
    asking = [position for position, piece in enumerate(pieces) if asks_something(piece)]
    if not asking and any(map(WISH.match, pieces)):
        return [Ask(HOW, context=message, kind=kind_of(HOW))]
    if not asking:  # key words only: "认证流程及费用"
        asking = [position for position, piece in enumerate(pieces) if kind_of(piece)]
    if not asking:
        return [Ask(message)]
    context = " ".join(piece for position, piece in enumerate(pieces) if position not in asking)
    return [
        Ask(
            text=pieces[position],
            context=context,
            around=" ".join(pieces[other] for other in asking if other < position),
            kind=kind_of(pieces[position]),
        )
        for position in asking
        if pieces[position] not in pieces[:position]
    ]


def stretches(message: str) -> list[str]:
    """The pieces of a message that belong together: one ask each, or a circumstance of the asker.

    A sentence is cut at commas only where several of its pieces ask something, or where a piece
    tells of the asker; two aspects of one subject ("流程及费用") are two asks.
    """
    found: list[str] = []
    for sentence in HARD_BREAK.split(message):
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


def each_of(sentence: str) -> list[str]:
    """The asks of a sentence that asks the same of several things; none where it does not.

    Either it says that each is meant, or it counts them.
    """
    match = EACH.match(sentence.strip().rstrip("?？。"))
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
    if match is None:
        return [stretch]
    before, after = stretch[: match.start()], stretch[match.end() :]
    return [f"{before}{aspect}{after}" for aspect in re.findall(ASPECT, match[0])]


def tells(piece: str) -> bool:
    """Whether a piece tells of the asker and asks nothing."""
    plain = "".join(piece.split())
    return bool(CIRCUMSTANCE.match(plain) or TELLS.match(plain)) and not asks_something(piece)


def only_tells(message: str) -> bool:
    """Whether a message tells of the asker's company and asks nothing: "我们三十个人，做五金批发"."""
    pieces = [piece for piece in re.split(r"[，,。;；!！、]+", "".join(message.split())) if piece]
    return bool(pieces) and not asks_something(message) and all(map(TELLS.match, pieces))


def manipulates(text: str) -> bool:
    """Whether the text would have us drop our rules or play a part; such a text gets no score either."""
    return MANIPULATES.search(fold(text)) is not None


def asks_something(text: str) -> bool:
    """Whether the text holds a cue of a question."""
    return QUESTION.search(fold(text)) is not None


def elliptic(question: str) -> bool:
    """Whether the question is so short that it must lean on the conversation."""
    return len(question.strip("？?。！! ")) <= SHORT


def stands_alone(piece: str) -> bool:
    """Whether a piece of a sentence is an ask and not just a tag ("对吗")."""
    return len(piece) > 2 and asks_something(piece)


def kind_of(text: str) -> Kind | None:
    """What the text asks for; None where no cue tells."""
    folded = fold(text)
    return next((kind for kind, pattern in CUES if re.search(pattern, folded)), None)


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
    return any(char.isdigit() for char in ask.text) and any(word in ask.text for word in ("分", "星"))
