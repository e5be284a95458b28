"""The words by which a sentence about levels or points shows what it is: rule, denial, claim, distance."""

import re

from assistant.scoring.guarding.mentions import PointsMention
from assistant.scoring.patterns import lazy

COMPANY = lazy(
    r"您|你|贵(?:公司|司|方|企业|单位|厂|店|社)|我们|我司|咱|本公司|该(?:公司|企业|单位|"
    r"分数|得分|店|厂)|这家|这个分|此分|本次|此次|目前|现在|当前|\b(?:you|your)\b",
    re.I,
)
AFFIRMED = lazy(
    r"没错|正确|对的|是对|属实|成立|没问题|可以|能够|能拿|到手|恭喜|肯定|一定|稳|已经|确实|的确|放心|当然|妥"
)
VERDICT = lazy(
    r"(?:是|为|属于?|评[为上到成]|定[为级]|判[为定]|达到了?|获得?|拿[到下]|算|列为|位列|"
    r"归[为入]|处于|级别|等级|星级|答案|结论|结果|认定|授予|够得?上|升[为到至]|符合|具备?|"
    r"满足|相当于|对应|落在|恭喜|可|能|:|→|=|rated|is|are|get|award\w*)[\s“\"'（(:是为]*$",
    re.I,
)
NOT_IT = lazy(r"(?:不|没|未|并非|非|无法|难以|否|够不|达不|到不|评不|拿不|算不|尚未|没有)[^,，。\d]{0,8}$")
BELOW_IT = lazy(
    r"(?:达不到|没有?达到|未达到|没有?到|未到|不到|不足|低于|够不[上着到]|拿不到|\bdoes not reach |"
    r"评不[上了]|到不了|不能评|不能达到|无法|还不是|不够|尚未达到|算不上|差)[^,，。]{0,6}$"
)
ABOVE_IT = lazy(r"(?:不止|不只|超过|高于|优于|超出|强于|胜过|好于|远超|\bis above )[^,，。]{0,4}$")
BELOW_AFTER = lazy(
    r"^(?:级|的)?(?:标准|要求|门槛|水平|线)?(?:是|还|暂时|目前|都|也)*(?:达不到|"
    r"没达到|够不上|评不上|拿不到|没戏|不行|不够|不可能|到不了|没到|未达到)"
)
NONE_SUCH = lazy(
    r"没有|不存在|不设|并无|无此|不包[括含]|不含|不是|没设|从来没|不分|误传|说法(?:不对|"
    r"有误|错误)|有误|不属于"
)
GAP = lazy(
    r"还?差|再(?:提高|加|得|拿|增加?|多|涨|补)|需(?:要)?再?(?:提高|补|增加|整改)|提高|"
    r"至少要?得|才[能到够]|距离?|离|相差|缺|整改[掉好]|先整改|needs another"
)
LOW = lazy(r"以上|起|≥|>=|达到|满|须|需|要求|必须|门槛|不低于|不少于|至少|含|够|线|最低|要|:|\(|（|\|")
UPPER_BEFORE = lazy(
    r"(?:不足|不含|(?<!不)低于|未满|不到|没有?(?:达)?到|未达到?|<(?!=)|(?<!不)小于|(?<!不)少于|"
    r"[\d分]\s*(?:到|至|-|~|—|–))\s*$"
)
QUOTED = lazy(r"(?:问|说|提到?|想要?|希望|打算|申请|目标|要求|提及|关心)(?:的|到|拿|评|的是)?[“\"'「]?$")
TOPIC = lazy(
    r"^(?:证书|认证|企业|标志|标识|牌匾|售后服务)?(?:的)?(?:有效期|费用|流程|材料|办理|"
    r"申请|条件|要求|标准|分数线|门槛|价格|周期|查询|好处|作用|意义|区别)"
)
BEST = r"最高(?:的)?(?:级别|等级|星级|一?级|一档|档次)?"
FIVE = r"(?:[五伍5][颗个]?\s*星级?|[★⭐]{5})"
TOP = lazy(
    rf"(?:^[-\d.、\s|]*|(?<=[,，。、(]))(?:其中|而|标准(?:里|中)?(?:的)?|"
    rf"认证的)?(?:{BEST}(?:就?是|为|即|:){FIVE}|{FIVE}(?:就?是|为|即|已经?是)(?:[^,，。"
    rf"您你贵]{{0,10}}的)?{BEST})"
)
STATED = lazy(
    r"(?:得分|评分|总分|综合分|最终分|分数|成绩|score)(?!线)"
    r"(?:[^,，。;；、\d]{0,6}?(?:是|为|有|达|到|:|=|of|is))?(?:应|约|\s)*$",
    re.IGNORECASE,
)
BOUND_AFTER = lazy(r"\s*分?\s*(?:才|\(?含|及?以[上下]|起|之间|到|至|-|~|—|\)|线)")
BOUND_BEFORE = lazy(
    r"(?:不足|低于|未满|不到|不少于|<|≥|>=|必?须|需要?|要求|达到|满|至少|(?:分数)?线(?:是|"
    r"为|:)?|门槛(?:是|为|:)?|含|[\d分](?:到|至|-|~|—)|\()(?:评分|得分)?\s*$"
)
AND_ABOVE = lazy(r"\s*分?\s*(?:\(?含|及?以上|起)")
RULE_CUE = lazy(r"即可|起评|只要|就能[评拿得]|就可以|分数线|(?<!的)要求|规定|须")
DISTANCE = lazy(
    r"(?:(?<!评)差|再[^,，。\d]{0,4}|提高|至少要?得|需要?[^,，。\d]{0,3}|缺|补|增加|needs another|"
    r"difference is)(?: ?about|约|大约|大概|了|\s)*$"
)
PLAN = lazy(r"至少|需要|才[能到够]|够了|达不到|达到|之间|目标|改好")
SPECIAL_COUNT = lazy(r"特别扣分项?[^,，。\d]{0,8}(?P<n>\d+)\s*个|(?P<m>\d+)\s*个[^,，。\d]{0,6}特别扣分")
ALL_OF_THEM = lazy(r"都|均|皆|同为|同是|一样")


def is_stated(item: PointsMention, text: str) -> bool:
    """Whether the number is given as somebody's score: 得分 95 分, and not 评分达到 95 分及以上."""
    return STATED.search(text[: item.start]) is not None and not has_bound_words(item, text)


def has_bound_words(item: PointsMention, text: str) -> bool:
    """Whether words beside a number make it a bound, so that it cannot pass for a company's score."""
    return (
        BOUND_AFTER.match(text[item.end :]) is not None or BOUND_BEFORE.search(text[: item.start]) is not None
    )


def is_verdict(left: str) -> bool:
    """Whether the words right before a level award it, without a condition."""
    return VERDICT.search(left) is not None and not re.search(r"才|离|距|差|再|提高|(?<![达得拿评])到$", left)


def is_lower_bound(item: PointsMention, text: str) -> bool:
    """Whether the words make the number a bound and nobody's score: 90 分及以上, ≥90 分."""
    return (
        AND_ABOVE.match(text[item.end :]) is not None
        or re.search(r"(?:≥|>=|不低于|不少于)\s*$", text[: item.start]) is not None
    )
