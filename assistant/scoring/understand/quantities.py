"""Every number of a message with what it counts: points of some kind, special items, or noise."""

import re
from dataclasses import dataclass
from fractions import Fraction

from assistant.scoring.numerals import CHINESE, DIGITS, NUMBER, parse_number
from assistant.scoring.patterns import lazy
from assistant.scoring.understand import lexicon as lex

HARD_STOP = lazy(r"[,，。;；?？!！\n、]")
NUMBER_AT = lazy(NUMBER)
POINT_AT = lazy(lex.POINT)
TENTHS_AT = lazy(r"[一二三四五六七八九](?=$|[,，。?？是算能够可呢属什几啥离距])")
SCORE_VERB = lazy(
    r"(?:得了?|得分|总分|评分|分数|成绩|打分|自评|评了?|打了?|拿了?|拿到|考了?|有|是|为|到|[卡停踩压]在?|"
    r":|=|能得|评出|打出|最后|最终|一共|总共|合计|共|折合|折算|换成|改成|改为|变成|如果|"
    r"要是|假如|若|那|就|只|才|呢|叫|给|出来|下来|差不多|刚好|正好|恰好|整|分|约|大概|估计|"
    r"预计|说|报|填|初评|复评|现场|结果|目前|现在|当前|今年|去年|前年|我们|我|离|距|从|升|"
    r"由|按)\s*$"
)
AFTER_SCORE = lazy(
    r"\s*(?:几星|几颗|能|够|算|是|可|属|什么|啥|哪|评|为|达|定|离|距|到|差|还|呢|吗|行|怎|"
    r"如何|以上|以下|分|,|，|、|。|;|；|\?|？|和|与|跟|$|的话|\)|]|过|拿|上|有|!|！|该|"
    r"对应|对|或|/|在|四舍|五入|取整|进|保留|凑|会|~|-|呀|啊|哈|嘛|多少|how|what|星级|级别|等级|出|已|整|加|又|"
    r"今年|去年|前年|现在|目前|也|各|了|按|值|挂|授|冲|目标|[甲乙丙丁戊A-D](?![a-zA-Z]))"
)
SURE_SCORE = lazy(
    r"(?:得了?|得分|总分|评分|分数|成绩|自评|考了|考|打了|拿了?|拿到|评了|(?:[评审打算考]|评价|评审|审核)(?:下来|出来)|给的|给了|"
    r"写(?:着|的)?|出来了|这回|这次)(?:大概|一共|总共|是|为|有|只有|刚好|正好|:|=|\s|,|，)*$"
)
RELATIVE = lazy(
    r"(?:(?:比|较|跟|和|同)[^,，。]{0,12}?|(?:去年|上次|上回|前年|上年|以前|之前|原来|今年|这次|这回)[^,，。\d]{0,4}?)"
    r"(?:相比)?(?:又|还|已经?|都|反而|整整|足足|大约|约|了|能|要)*(?:高|低|多|少|涨|降|升|跌|提高|提升|增加|减少|下降|"
    r"进步|退步|掉|落后|领先)(?:出|了|过|去|得|约|大概|\s)*$"
)
SPREAD = lazy(
    r"(?:正负|上下|浮动|误差|偏差|±|\+/?-|出入|波动|相差)(?:浮动|波动|在|有|约|了|不超过|大概|\s)*$"
)
ROUNDED = lazy(
    r"(?:四舍五[入如]?+|五入|取整|进位)(?![^,，。]{0,3}前)[^,，。;；\d]{0,6}$|"
    r"(?:进一?下|进一?位|进|入|凑整|凑|当)(?:之?后|就|了|能|可以|是|成|作|做|到|为|算|够|的|个|\s)*$"
)
LOST = lazy(
    r"(?<!特别)(?<!特殊)(?:扣|丢|失|少|被扣|罚|损失|扣除|减)(?:掉|去|了|分|得|的|分数|"
    r"\s)*(?:共|总共|一共|合计|总计|大概|大约|差不多|约|是|为|有|:)*\s*$"
)
DELETED = lazy(
    r"(?:删减|删除|删掉|删去|删了|删|裁减|裁剪|剔除|剪裁|去掉|不适用|不涉及|不参评|免评|免去)"
    r"(?:[^\d]{0,6}\d+\s*[个项条款])?[^\d]{0,14}$"
)
DELETED_JUST = lazy(r"(?:不适用|不涉及|删减|不参评|删掉?了?)(?:了|的)?[,，、][^,，、\d]{0,6}$")
ALTOGETHER = lazy(r"(?:一共|总共|合计|加起来|共|是|占|有|[\s\x00])*")
APPLICABLE_AFTER = lazy(
    r"里(?:头|面)?(?:我们|只|就|实际|实|一共)*(?:拿|得|考|挣)|的(?:项|题|内容)(?:里|中)?(?:我们)?(?:只|就)?(?:拿|得|考)|(?:的|里|中)?(?:卷面|满分|总分值|涉及项)"
)
FOREIGN = lazy(
    r"(?:(?:客户|顾客|用户|消费者)们?(?=[评打给])|满意度|满意率|信用|考试|问卷|好评|口碑|NPS|体检|面试|环境|"
    r"质量体系)(?:调查)?(?:的)?(?:打分|评分|得分|分数|评了?|打了?|给了?)?(?:是|为|得了?|有|:|=|\s)*$"
)
DELETED_AFTER = lazy(
    r"\s*分?\s*(?:的)?(?:指标|条款|项目|项|内容|部分|业务)?(?:是|都|属于|被)?\s*(?:不适用|"
    r"不涉及|不参评|被?删减|删掉了?|被?删了|免评|给删了|用不上)"
)
APPLICABLE = lazy(
    r"(?:除以|涉及项|涉及|适用项|适用|应得|满分|可得|分母|参评|能评|剩下|剩余|其余|余下|剩|"
    r"满打满算|总分值)(?:的)?(?:指标|项目)?(?:的)?(?:总分值|总分|分值|分数|总计|一共|合计|"
    r"全部|分|共)?(?:只有|还有|只剩|是|为|有|了|按|:|=|\s)*$"
)
PART_TAIL = (
    r"(?:拿满|得满|满|能拿|能得|这块|部分|方面|这一?项|指标|那块|得分|得了?|拿了?|拿到|"
    r"考了?|评了?|打了?|是|为|有|只有|能|分数|分|:|=|\s|如果|假如|大概|估计|预计|约|的|了|"
    r"再|就|按|改成|换成|变成|改为)*\s*$"
)
SAMPLED_TAIL = lazy(r"\s*分\s*(?:的|值)?(?:那|这)?(?:个|一)?(?:项|条)?(?:的)?(?:指标|项目)")
ONE_ITEM = lazy(
    r"(?:[这那该此某每]一?(?:个|条|项)+|一[项条])(?:指标|条款|小项)?(?:的)?(?:分值|满分|总共|一共|要是|如果|值|占|是|有|为|:)*\s*$"
)
PER_ONE = lazy(r"每一?(?:个|条|项|处)[^,，。\d]{0,4}(?:扣|丢|减|加|补)(?:了|掉|回)?\s*$")
SPECIAL_BEFORE = lazy(
    lex.SPECIAL
    + (
        r"(?:一共|总共|合计|目前|现在|大概|整整|足足|刚好|正好|恰好|多达|个数|数量|数|扣|已经|又|再|各|就|只|有|是|为|共|了|"
        r"到|达到|达|攒|凑|集|够|满|齐|踩|犯|中|挨|吃|累计|累积|加起来|:|=|\s)*$"
    )
)
SPECIAL_AFTER = lazy(r"\s*(?:个|项|条|处|次|分)?\s*(?:的)?\s*(?:特别|特殊)(?:的)?扣")
BONUS_BEFORE = lazy(lex.BONUS + r"(?:能|可以?|会|最多|的话|呢|[,，]?加|一共|有|是|为|共|了|:|=|\s)*$")
BONUS_AFTER = lazy(r"\s*(?:个|项|条|处|次|分)?\s*(?:的)?\s*(?:特别|特殊|额外)(?:的)?加")
RAISED = lazy(
    r"(?:再|又|多|还|另外|另|能|可以|要是|如果)*(?:加|提高|提升|增加|多得|多拿|多考|涨|补|"
    r"补上|补回|挽回|多)(?:了|上|到)?\s*$"
)
PER_ITEM = lazy(
    r"(?:每|一)(?:出现)?(?:一)?(?:个|项|条|次)?[^,，。\d]{0,3}(?:特别|特殊)?(?:的)?扣分?项?[^,，。\d]{0,3}(?:扣|减|算)\s*$"
)
LINE = lazy(r"(?:达标|及格|合格|[一二三四五3-5]星级?|分数|录取)线(?:是|为|:|\s)*$")
REQUIRED = lazy(
    r"(?:合同|标书|招标|投标|协议|甲方|客户|招标方)(?:文件|书|方|里面?|中|上|那边)*(?:写|要求|规定|约定|要)(?:的|了|是|至少|着|不低于)*\s*$"
)
JUMP = lazy(r"[一二三四五六七八九]{2}十")
WORD_PART = lazy(r"[零一二两三四五六七八九十百千万]$")
COUNTED = lazy(r"\s*(?:个|项|条|处|次)")


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
            since = next((before.end for before in reversed(found) if before.kind != "count"), 0)
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
        "item"
        if unit and PER_ONE.search(text[:start])
        else "deleted"
        if unit and ALTOGETHER.fullmatch(clause) and DELETED_JUST.search(text[since:start])
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
    one = unit and (SAMPLED_TAIL.match(text, end - 1) or ONE_ITEM.search(clause))
    if one and not DELETED_AFTER.match(text, end) and not DELETED.search(clause):
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
