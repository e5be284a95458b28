"""Every number of a message with what it counts: points of some kind, special items, or noise."""

import re
from dataclasses import dataclass
from fractions import Fraction

from assistant.scoring.numerals import CHINESE, DIGITS, NUMBER, normalise, parse_number
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.wording import PART_NAMES

HARD_STOP = re.compile(r"[,，。;；?？!！\n、]")
NUMBER_AT = re.compile(NUMBER)
POINT_AT = re.compile(lex.POINT)
TENTHS_AT = re.compile(r"[一二三四五六七八九](?=$|[,，。?？是算能够可呢属什几啥离距])")
SCORE_VERB = re.compile(
    r"(?:得了?|得分|总分|评分|分数|成绩|打分|自评|评了?|打了?|拿了?|拿到|考了?|有|是|为|到|"
    r":|=|能得|评出|打出|最后|最终|一共|总共|合计|共|折合|折算|换成|改成|改为|变成|如果|"
    r"要是|假如|若|那|就|只|才|呢|叫|给|出来|下来|差不多|刚好|正好|恰好|整|分|约|大概|估计|"
    r"预计|说|报|填|初评|复评|现场|结果|目前|现在|当前|今年|去年|前年|我们|我|离|距|从|升|"
    r"由|按)\s*$"
)
AFTER_SCORE = re.compile(
    r"\s*(?:几星|几颗|能|够|算|是|可|属|什么|啥|哪|评|为|达|定|离|距|到|差|还|呢|吗|行|怎|"
    r"如何|以上|以下|分|,|，|、|。|;|；|\?|？|和|与|跟|$|的话|\)|]|过|拿|上|有|!|！|该|"
    r"对应|对|或|/|在|~|-|呀|啊|哈|嘛|多少|how|what|星级|级别|等级|出|已|整|加|又|"
    r"今年|去年|前年|现在|目前|也|各|了|按|值|挂|授|冲|目标|[甲乙丙丁戊A-D](?![a-zA-Z]))"
)
SURE_SCORE = re.compile(
    r"(?:得了?|得分|总分|评分|分数|成绩|自评|考了|考|打了|拿了?|拿到|评了|(?:[评审打算考]|评价|评审|审核)(?:下来|出来)|给的|给了|"
    r"写(?:着|的)?|出来了|这回|这次)(?:大概|一共|总共|是|为|有|只有|刚好|正好|:|=|\s|,|，)*$"
)
RELATIVE = re.compile(
    r"(?:(?:比|较|跟|和|同)[^,，。]{0,12}?|(?:去年|上次|上回|前年|上年|以前|之前|原来|今年|这次|这回)[^,，。\d]{0,4}?)"
    r"(?:相比)?(?:又|还|已经?|都|反而|整整|足足|大约|约|了|能|要)*(?:高|低|多|少|涨|降|升|跌|提高|提升|增加|减少|下降|"
    r"进步|退步|掉|落后|领先)(?:出|了|过|去|得|约|大概|\s)*$"
)
SPREAD = re.compile(
    r"(?:正负|上下|浮动|误差|偏差|±|\+/?-|出入|波动|相差)(?:浮动|波动|在|有|约|了|不超过|大概|\s)*$"
)
ROUNDED = re.compile(
    r"(?:四舍五入|取整|进位|进一?下|进一?位|凑整|凑)(?:之?后|就|了|能|可以|是|成|到|为|的|\s)*$"
)
LOST = re.compile(
    r"(?<!特别)(?<!特殊)(?:扣|丢|失|少|被扣|罚|损失|扣除|减)(?:掉|去|了|分|得|的|分数|"
    r"\s)*(?:共|总共|一共|合计|总计|大概|大约|差不多|约|是|为|有|:)*\s*$"
)
DELETED = re.compile(
    r"(?:删减|删除|删掉|删去|删了|删|裁减|裁剪|剔除|剪裁|去掉|不适用|不涉及|不参评|免评|免去)[^\d]{0,14}$"
)
DELETED_JUST = re.compile(r"(?:不适用|不涉及|删减|不参评)(?:了|的)?[,，、]\s*$")
APPLICABLE_AFTER = re.compile(
    r"里(?:头|面)?(?:我们|只|就|实际|实|一共)*(?:拿|得|考|挣)|的(?:项|题|内容)(?:里|中)?(?:我们)?(?:只|就)?(?:拿|得|考)|(?:的|里|中)?(?:卷面|满分|总分值|涉及项)"
)
FOREIGN = re.compile(
    r"(?:满意度|满意率|信用|考试|问卷|好评|口碑|NPS|体检|面试|环境|"
    r"质量体系)(?:调查)?(?:的)?(?:打分|评分|得分|分数)?(?:是|为|得了?|有|:|=|\s)*$"
)
DELETED_AFTER = re.compile(
    r"\s*分?\s*(?:的)?(?:指标|条款|项目|项|内容|部分|业务)?(?:是|都|属于|被)?\s*(?:不适用|"
    r"不涉及|不参评|被?删减|删掉了?|被?删了|免评|给删了|用不上)"
)
APPLICABLE = re.compile(
    r"(?:除以|涉及项|涉及|适用项|适用|应得|满分|可得|分母|参评|能评|剩下|剩余|其余|余下|剩|"
    r"满打满算|总分值)(?:的)?(?:指标|项目)?(?:的)?(?:总分值|总分|分值|分数|总计|一共|合计|"
    r"全部|分|共)?(?:只有|还有|只剩|是|为|有|了|按|:|=|\s)*$"
)
PART_TAIL = (
    r"(?:拿满|得满|满|能拿|能得|这块|部分|方面|这一?项|指标|那块|得分|得了?|拿了?|拿到|"
    r"考了?|评了?|打了?|是|为|有|只有|能|分数|分|:|=|\s|如果|假如|大概|估计|预计|约|的|了|"
    r"再|就|按|改成|换成|变成|改为)*\s*$"
)
SAMPLED_TAIL = re.compile(r"\s*分\s*(?:的|值)?(?:那|这)?(?:个|一)?(?:项|条)?(?:的)?(?:指标|项目)")
SPECIAL_BEFORE = re.compile(
    lex.SPECIAL
    + (
        r"(?:一共|总共|合计|目前|现在|大概|整整|足足|刚好|正好|恰好|多达|个数|数量|数|扣|已经|又|再|各|就|只|有|是|为|共|了|"
        r"到|达到|达|:|=|\s)*$"
    )
)
SPECIAL_AFTER = re.compile(r"\s*(?:个|项|条|处|次|分)?\s*(?:的)?\s*(?:特别|特殊)(?:的)?扣")
BONUS_BEFORE = re.compile(lex.BONUS + r"(?:能|可以?|会|最多|的话|呢|[,，]?加|一共|有|是|为|共|了|:|=|\s)*$")
BONUS_AFTER = re.compile(r"\s*(?:个|项|条|处|次|分)?\s*(?:的)?\s*(?:特别|特殊|额外)(?:的)?加")
RAISED = re.compile(
    r"(?:再|又|多|还|另外|另|能|可以|要是|如果)*(?:加|提高|提升|增加|多得|多拿|多考|涨|补|"
    r"补上|补回|挽回|多)(?:了|上|到)?\s*$"
)
OUT_OF = re.compile(r"(?<![\d./])(\d{1,3}(?:\.\d+)?)\s*(?:分)?\s*/\s*(\d{2,3}(?:\.\d+)?)(?:\s*分)?(?![\d./])")
PER_ITEM = re.compile(
    r"(?:每|一)(?:出现)?(?:一)?(?:个|项|条|次)?[^,，。\d]{0,3}(?:特别|特殊)?(?:的)?扣分?项?[^,，。\d]{0,3}(?:扣|减|算)\s*$"
)
LINE = re.compile(r"(?:达标|及格|合格|[一二三四五3-5]星级?|分数|录取)线(?:是|为|:|\s)*$")
REQUIRED = re.compile(
    r"(?:合同|标书|招标|投标|协议|甲方|客户|招标方)(?:文件|书|方|里面?|中|上|那边)*(?:写|要求|规定|约定|要)(?:的|了|是|至少|着|不低于)*\s*$"
)
ENDLESS = re.compile(rf"(?<![点{CHINESE}])([{CHINESE}]{{24}})[{CHINESE}]+")
JUMP = re.compile(r"[一二三四五六七八九]{2}十")
WORD_PART = re.compile(r"[零一二两三四五六七八九十百千万]$")
TRADITIONAL = str.maketrans(
    "幾們級點個夠麼嗎評審顆離還與從較總結後單號標達過項無沒區間員證書稱問為僅剩減別體務場廠門實際應該對於數樣屬於額獎資費",
    "几们级点个够么吗评审颗离还与从较总结后单号标达过项无没区间员证书称问为仅剩减别体务场厂门实际应该对于数样属于额奖资费",
)
PART_CLAUSE = re.compile(
    r"(?<![\d.])5\.(?P<part>[123])(?![\d.])(?!\s*分)(?=[^\d,，。;；、]{0,8}(?:\d|[一二三四五六七八九十]|多少|几|没|未|还))"
)
GAINS = re.compile(r"\s*(?:得|拿|考)")
COUNTED = re.compile(r"\s*(?:个|项|条|处|次)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text: ``kind`` says what it counts; ``unit`` whether 分 follows."""

    value: Fraction
    start: int
    end: int
    kind: str
    unit: bool = False
    bound: str = ""
    vague: bool = False


def prepare(message: str) -> str:
    """Plain characters; a Chinese full stop or dot between digits is a decimal point.

    A number of more than 24 numerals is cut there: it is far above 100 either way.
    """
    text = normalise(message).replace("\u200b", "").translate(TRADITIONAL)
    text = ENDLESS.sub(r"\1", text)
    text = re.sub(r"(?<=\d)[。·．](?=\d)", ".", text)
    text = re.sub(r"(?<=\d)\s*点\s*(?=\d)", ".", text)
    text = re.sub(r"(?<=\d) +\. *(?=\d)", ".", text)
    text = re.sub(r"(?<![\d.])(\d) (\d)(?= ?分)", r"\1\2", text)
    text = named_parts(text)
    text = OUT_OF.sub(
        lambda found: f"得{found[1]}分，满分{found[2]}分" if is_share(found) else found[0], text
    )
    return re.sub(r"(?<=[\u4e00-\u9fff])[ \t]+(?=[\u4e00-\u9fff])", "", text)


def named_parts(text: str) -> str:
    """The first-level parts' names in place of their clauses, where two stand: 5.1 拿 34，5.2 拿 30."""
    named = list(PART_CLAUSE.finditer(text))
    if len({found["part"] for found in named}) < 2 and not any(
        GAINS.match(text, item.end()) for item in named
    ):
        return text
    return PART_CLAUSE.sub(lambda found: PART_NAMES[f"5.{found['part']}"], text)


def is_share(found: re.Match[str]) -> bool:
    """Whether 90/94 is points gained out of points that apply."""
    gained, applicable = Fraction(found[1]), Fraction(found[2])
    return 40 <= applicable <= 100 and gained <= applicable


def masked(text: str) -> str:
    """The text with every number that is no score blanked out, at the same places."""
    for mask in lex.MASKS:
        text = mask.sub(lambda found: "\x00" * len(found[0]), text)
    return text


def find_quantities(text: str) -> list[Quantity]:
    """All numbers of masked text that may matter to scoring, in order."""
    found: list[Quantity] = []
    for match in NUMBER_AT.finditer(text):
        value = parse_number(match[0])
        if value is None and JUMP.fullmatch(match[0]) and POINT_AT.match(text, match.end()):
            found.append(Quantity(Fraction(0), match.start(), match.end() + 1, "score", True, vague=True))
        elif value is not None and not (found and match.start() < found[-1].end):
            since = found[-1].end if found else 0
            quantity = classify(text, value, match.start(), match.end(), since)
            if quantity is not None:
                found.append(quantity)
    return found


def classify(text: str, value: Fraction, start: int, end: int, since: int) -> Quantity | None:
    """What the number at ``start:end`` counts; None for noise, ``loose`` where nothing tells."""
    left = text[since:start]
    clause = HARD_STOP.split(left)[-1]
    sentence = re.split(r"[。;；?？!！\n]", left)[-1]
    value, end, unit = with_unit(text, value, end)
    negative = re.search(r"(?:(?<!\d)(?<!\d分)(?<![到至~])-|负|零下)\s*$", clause) is not None
    right_at = end
    rough = lex.VAGUE_AFTER.match(text, end)
    if not unit and rough and "分" in rough[0]:
        return Quantity(value, start, rough.end(), "score", True, vague=True)
    few = not unit or value <= 10
    if PER_ITEM.search(clause):
        return Quantity(value, start, end, "rule", unit)
    if SPECIAL_BEFORE.search(clause) or (few and SPECIAL_AFTER.match(text, right_at)):
        return Quantity(value, start, end, "special", unit)
    if BONUS_BEFORE.search(sentence) or (few and BONUS_AFTER.match(text, right_at)):
        return Quantity(value, start, end, "bonus", unit)
    if not unit and lex.OTHER_UNIT.match(text, right_at) and not text.startswith(("分别", "个点"), right_at):
        return counted(text, value, start, end, clause)
    kind = (
        "deleted"
        if unit and not clause.strip() and DELETED_JUST.search(text[since:start])
        else points_kind(text, clause, right_at, unit)
    )
    if kind == "score" and not unit and text[start:end] in CHINESE:
        kind = None  # 一堆, 两头: a lone numeral of a word
    if kind is None:
        return None if WORD_PART.match(text[start:end]) else Quantity(value, start, end, "loose")
    bound = bound_of(text, clause, right_at)
    vague = bool(lex.VAGUE_AFTER.match(text, right_at) or lex.VAGUE_BEFORE.search(clause))
    return Quantity(-value if negative else value, start, end, kind, unit, bound, vague)


def with_unit(text: str, value: Fraction, end: int) -> tuple[Fraction, int, bool]:
    """The number with its 分, and the half point of 八十九分半."""
    unit = POINT_AT.match(text, end)
    if not unit:
        return value, end, False
    end = unit.end()
    if text.startswith("半", end):
        return value + Fraction(1, 2), end + 1, True
    tenths = TENTHS_AT.match(text, end)
    if tenths and value.denominator == 1:
        return value + Fraction(DIGITS[tenths[0]], 10), tenths.end(), True
    return value, end, True


def counted(text: str, value: Fraction, start: int, end: int, clause: str) -> Quantity | None:
    """A count of things: only people, samples and vague tens matter to a tool."""
    if lex.VAGUE_AFTER.match(text, end) and SCORE_VERB.search(clause):
        return Quantity(value, start, end, "score", vague=True)
    return (
        Quantity(value, start, end, "count")
        if COUNTED.match(text, end) or re.match(r"\s*[人名位份例件次家]", text[end:])
        else None
    )


def points_kind(text: str, clause: str, end: int, unit: bool) -> str | None:
    """Which points a number in 分 (or a bare number beside scoring words) means."""
    for pattern, kind in (
        (FOREIGN, "foreign"),
        (REQUIRED, "foreign"),
        (LINE, "rule"),
        (SPREAD, "spread"),
        (ROUNDED, "rounded"),
        (RELATIVE, "change"),
    ):
        if pattern.search(clause):
            return kind
    if unit and re.search(r"(?:还|就|只|仅)?(?:差|缺|欠)(?:了|个)?\s*$", clause):
        return "short"
    if SAMPLED_TAIL.match(text, end - 1) and unit and not DELETED_AFTER.match(text, end):
        return "item"
    if DELETED.search(clause) or DELETED_AFTER.match(text, end):
        return "deleted"
    if APPLICABLE.search(clause) or APPLICABLE_AFTER.match(text, end):
        return "applicable"
    for part, name in lex.PART_WORDS.items():
        if re.search(name + PART_TAIL, clause):
            return part
    if LOST.search(clause):
        return "lost"
    if RAISED.search(clause):
        return "raised"
    if unit:
        return "score"
    if SURE_SCORE.search(clause):
        return "score"
    after = AFTER_SCORE.match(text, end)
    if SCORE_VERB.search(clause) or (not clause.strip("\x00 ") and after) or after:
        return "score" if after or end >= len(text) else None
    return None


def bound_of(text: str, clause: str, end: int) -> str:
    """``above``, ``over``, ``below`` or ``most`` for an open-ended number, else nothing."""
    at = end - 1 if text[end - 1 : end] == "分" else end
    if lex.ABOVE_AFTER.match(text, at):
        return "above"
    if lex.BELOW_AFTER.match(text, at):
        return "below" if "不含" in text[at : at + 8] else "most"
    if lex.BELOW_BEFORE.search(clause) or lex.SHORT_OF_AFTER.match(text, at):
        return "below"
    if lex.STRICT_ABOVE.search(clause):
        return "over"
    return "above" if lex.ABOVE_BEFORE.search(clause) else ""


def adjacent_comma(text: str) -> str | None:
    """``92,5分``: a comma that may be a decimal point. Returned as written, to be asked about."""
    match = re.search(r"(?<![\d.])\d{2},\d{1,2}(?![\d.])(?=\s*分)", text)
    return match[0] if match else None
