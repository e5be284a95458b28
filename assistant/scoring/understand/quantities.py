"""Every number of a message with what it counts: points of some kind, special items, or noise."""

import re
from dataclasses import dataclass
from fractions import Fraction

from assistant.scoring.numerals import NUMBER, normalise, parse_number
from assistant.scoring.understand import lexicon as lex

HARD_STOP = re.compile(r"[,，。;；?？!！\n、]")
NUMBER_AT = re.compile(NUMBER)
POINT_AT = re.compile(lex.POINT)
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
    r"[甲乙丙丁戊A-D](?![a-zA-Z]))"
)
SURE_SCORE = re.compile(
    r"(?:得了|得分|总分|评分|分数|成绩|自评|考了|考|打了|拿了|评了)(?:是|为|有|只有|刚好|正好|:|=|\s)*$"
)
LOST = re.compile(
    r"(?<!特别)(?<!特殊)(?:扣|丢|失|少|被扣|罚|损失|扣除|减)(?:掉|去|了|分|得|的|分数|"
    r"\s)*(?:共|总共|一共|合计|总计|大概|大约|差不多|约|是|为|有|:)*\s*$"
)
DELETED = re.compile(
    r"(?:删减|删除|删掉|删去|删了|删|裁减|裁剪|剔除|剪裁|去掉|不适用|不涉及|不参评|免评|免去)[^\d]{0,14}$"
)
DELETED_JUST = re.compile(r"(?:不适用|不涉及|删减|不参评)(?:了|的)?[,，、]\s*$")
APPLICABLE_AFTER = re.compile(r"(?:的|里|中)?(?:卷面|满分|总分值|涉及项)")
FOREIGN = re.compile(
    r"(?:满意度|满意率|信用|考试|问卷|好评|口碑|NPS|体检|面试|环境|"
    r"质量体系)(?:调查)?(?:的)?(?:打分|评分|得分|分数)?(?:是|为|得了?|有|:|=|\s)*$"
)
DELETED_AFTER = re.compile(
    r"\s*分?\s*(?:的)?(?:指标|条款|项目|项|内容|部分|业务)?(?:是|都|属于|被)?\s*(?:不适用|"
    r"不涉及|不参评|被?删减|删掉了?|被?删了|免评|给删了|用不上)"
)
APPLICABLE = re.compile(
    r"(?:涉及项|涉及|适用项|适用|应得|满分|可得|分母|参评|能评|剩下|剩余|其余|余下|剩|"
    r"满打满算|总分值)(?:的)?(?:指标|项目)?(?:的)?(?:总分值|总分|分值|分数|总计|一共|合计|"
    r"分|共)?(?:只有|还有|只剩|是|为|有|了|按|:|=|\s)*$"
)
PART_TAIL = (
    r"(?:拿满|得满|满|能拿|能得|这块|部分|方面|这一?项|指标|那块|得分|得了?|拿了?|拿到|"
    r"考了?|评了?|打了?|是|为|有|只有|能|分数|分|:|=|\s|如果|假如|大概|估计|预计|约|的|了|"
    r"再|就|按)*\s*$"
)
SAMPLED_TAIL = re.compile(r"\s*分\s*(?:的|值)?(?:那|这)?(?:个|一)?(?:项|条)?(?:的)?(?:指标|项目)")
SPECIAL_BEFORE = re.compile(
    lex.SPECIAL
    + (
        r"(?:一共|总共|合计|目前|现在|大概|个数|数量|数|扣|已经|又|再|各|就|只|有|是|为|共|了|"
        r"到|达到|达|:|=|\s)*$"
    )
)
SPECIAL_AFTER = re.compile(r"\s*(?:个|项|条|处|次|分)?\s*(?:的)?\s*(?:特别|特殊)(?:的)?扣")
BONUS_BEFORE = re.compile(lex.BONUS + r"(?:的话|呢|[,，]?加|一共|有|是|为|共|了|:|=|\s)*$")
BONUS_AFTER = re.compile(r"\s*(?:个|项|条|处|次|分)?\s*(?:的)?\s*(?:特别|特殊|额外)(?:的)?加")
RAISED = re.compile(
    r"(?:再|又|多|还|另外|另|能|可以|要是|如果)*(?:加|提高|提升|增加|多得|多拿|多考|涨|补|"
    r"补上|补回|挽回|多)(?:了|上|到)?\s*$"
)
THRESHOLD = re.compile(r"(?:分数线|门槛|标准|要求|线|级|星)(?:是|为|要|得|须|需要?|不是|:)*\s*$")
OUT_OF = re.compile(r"(?<![\d./])(\d{1,3}(?:\.\d+)?)\s*(?:分)?\s*/\s*(\d{2,3}(?:\.\d+)?)(?:\s*分)?(?![\d./])")
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


@dataclass(frozen=True, slots=True)
class Range:
    """Two scores with "to" between them."""

    low: Fraction
    high: Fraction
    start: int
    end: int


def prepare(message: str) -> str:
    """Plain characters; a Chinese full stop or dot between digits is a decimal point."""
    text = normalise(message).replace("\u200b", "")
    text = re.sub(r"(?<=\d)[。·．](?=\d)", ".", text)
    text = re.sub(r"(?<=\d)\s*点\s*(?=\d)", ".", text)
    text = re.sub(r"(?<=\d) +\. *(?=\d)", ".", text)
    text = re.sub(r"(?<![\d.])(\d) (\d)(?= ?分)", r"\1\2", text)
    text = OUT_OF.sub(
        lambda found: f"得{found[1]}分，满分{found[2]}分" if is_share(found) else found[0], text
    )
    return re.sub(r"(?<=[\u4e00-\u9fff])[ \t]+(?=[\u4e00-\u9fff])", "", text)


def is_share(found: re.Match[str]) -> bool:
    """Whether 90/94 is points gained out of points that apply."""
    gained, applicable = Fraction(found[1]), Fraction(found[2])
    return 40 <= applicable <= 100 and gained <= applicable


def masked(text: str) -> str:
    """The text with every number that is no score blanked out, at the same places."""
    for mask in lex.MASKS:
        text = mask.sub(lambda found: "\x00" * len(found[0]), text)
    return text


def find_ranges(text: str) -> list[Range]:
    """Ranges of scores in masked text; both ends must be possible as a score."""
    found = []
    for match in lex.RANGE.finditer(text):
        low, high = parse_number(match["low"]), parse_number(match["high"] or match["high2"])
        before = text[max(0, match.start() - 2) : match.start()]
        scored = "分" in match[0] or "之间" in match[0] or "区间" in match[0] or "中间" in match[0]
        if low is None or high is None or (before.endswith(("从", "由")) and not scored):
            continue
        if 40 <= low < high <= 100 and not lex.OTHER_UNIT.match(text, match.end()):
            found.append(Range(low, high, match.start(), match.end()))
    return found


def find_extremes(text: str) -> list[Range]:
    """最低85最高93 as a range."""
    found = []
    for match in lex.LOWEST.finditer(text):
        low, high = parse_number(match["low"]), parse_number(match["high"])
        if low is not None and high is not None and low < high <= 100:
            found.append(Range(low, high, match.start(), match.end()))
    return found


def find_quantities(text: str) -> list[Quantity]:
    """All numbers of masked text that may matter to scoring, in order."""
    found: list[Quantity] = []
    for match in NUMBER_AT.finditer(text):
        value = parse_number(match[0])
        if value is not None and not (found and match.start() < found[-1].end):
            since = found[-1].end if found else 0
            quantity = classify(text, value, match.start(), match.end(), since)
            if quantity is not None:
                found.append(quantity)
    return found


def classify(text: str, value: Fraction, start: int, end: int, since: int) -> Quantity | None:
    """What the number at ``start:end`` counts; None for noise."""
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
    if kind is None:
        return None
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
    if FOREIGN.search(clause):
        return "foreign"
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
    if lex.BELOW_BEFORE.search(clause):
        return "below"
    if lex.STRICT_ABOVE.search(clause):
        return "over"
    return "above" if lex.ABOVE_BEFORE.search(clause) else ""


def adjacent_comma(text: str) -> str | None:
    """``92,5分``: a comma that may be a decimal point. Returned as written, to be asked about."""
    match = re.search(r"(?<![\d.])\d{2},\d{1,2}(?![\d.])(?=\s*分)", text)
    return match[0] if match else None


def without(quantities: list[Quantity], ranges: list[Range]) -> list[Quantity]:
    """Quantities that are not the ends of a range."""
    return [item for item in quantities if not any(span.start <= item.start < span.end for span in ranges)]
