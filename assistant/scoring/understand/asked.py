"""Whether a message asks for a computation, and about which of its numbers."""

import re

from assistant.scoring.numerals import NUMBER, show
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.model import Reply, ScoreState
from assistant.scoring.understand.quantities import SURE_SCORE, Quantity
from assistant.scoring.understand.reading import Reading

LEVEL_RULE = re.compile(
    rf"(?:{lex.ANY_LEVEL})(?:的|认证|售后|服务|企业)*(?:分数线|标准|要求|门槛|最低|分数|"
    rf"得分)?(?:是不是|是否|是|要求|要|需要|需|得|须|必须|不是|为|至少|最少|起码|最低|从|应|"
    rf"应该|对应|范围|:)+\s*(?:{NUMBER})\s*(?:分|以上|到|至|-|~|吗|$)",
    re.I,
)
RULE_SPAN = re.compile(
    rf"(?:{lex.ANY_LEVEL})(?:的|认证|售后|服务|企业)*(?:分数线|标准|要求|门槛|最低)?(?:是|"
    rf"要求|要|需要|需|得|须|必须|为|至少|最少|起码|从|应|:)*\s*(?:{NUMBER})\s*分?",
    re.I,
)
HOW_TO = re.compile(
    rf"(?:怎样|如何|怎么)(?:才)?(?:能|可以)?(?:得|拿|考|达|评|把)到?[^,，。]{{0,3}}(?:{NUMBER})"
)
CONDITIONAL = re.compile(r"如果|要是|假如|假设|若|那|换成|改成|改为|变成|呢|万一")
BARE = re.compile(
    r"^[\s\x00]*(?:那|如果|要是|假如|若|换成|改成|改为|变成|现在|就|是|得|我们|我|说|如|"
    r"的话|总分|评分|得分|自评|分数|了|有|假设|呢|吧|啊|只|才|考|拿|打|评|已经|目前|公司|"
    r"呀|嗯|好|[,，。?？!！、\s]|[\x00])*$"
)
FIRST_PERSON = re.compile(
    r"我们?|咱们?|我司|本公司|本厂|我厂|敝司|俺们?|公司现在|这个(?:分|得分|成绩)|这(?:分数|样的分)"
)
NO_NUMBER_ASK = re.compile(
    r"(?:能|可以|会|算|是|属于|够|评|拿|得|到)[^,，。]{0,8}(?:几(?:颗|个)?星|什么(?:星级|"
    r"级别|等级|星|档)|哪(?:个|一)?(?:级|星|档)|啥(?:星|级别|等级))"
)
RULE_ONLY = re.compile(
    r"规定|标准|怎么|如何|条件|流程|为什么|影响|好处|区别|规模|小公司|大公司|费用|多少钱|"
    r"有用|第一次|首次|初次|刚(?:成立|开)|没有?售后|行业|需要(?:什么|多久|哪些)|多久|一般|"
    r"通常"
)
OTHER_QUESTION = re.compile(
    r"多久|几年|多少钱|费用|哪里|怎么(?:办|查|申请|准备)|材料|流程|什么(?:区别|好处|用|"
    r"材料|意思|时候)|是什么|有效期|年审|为什么|多少(?:家|个|人|钱|年|天)"
)


def own_scores(reading: Reading) -> list[Quantity]:
    """The scores in question: not those of a rule recited beside them (五星要95分，我们94分)."""
    scores = reading.of("score")
    recited = [found.span() for found in RULE_SPAN.finditer(reading.text)]
    own = [item for item in scores if not any(start <= item.start < end for start, end in recited)] or scores
    exact = [item for item in own if not item.bound]
    return exact if exact and lex.COMPANY.search(reading.text) else own


def is_asked(reading: Reading, scores: list[Quantity]) -> bool:
    """Whether a computation is asked for, and not what the rule is."""
    recited = LEVEL_RULE.search(reading.text)
    if HOW_TO.search(reading.text) or (
        recited and all(recited.start() <= item.start < recited.end() for item in scores)
    ):
        return False
    asks = (lex.ASK_LEVEL, lex.ASK_IF_LEVEL, lex.ASK_GAP)
    if any(reading.asks(cue) for cue in asks):
        return True
    if len(scores) > 1 and reading.asks(lex.ASK_COMPARE):
        return True
    return is_statement(reading)


def is_statement(reading: Reading) -> bool:
    """A score said and nothing else: 我们得了92.5分; or a question about it: 那95呢."""
    if reading.asks(OTHER_QUESTION) or reading.asks(lex.RULE_QUESTION):
        return False
    rest = reading.numbers
    for item in (*reversed(reading.quantities),):
        rest = rest[: item.start] + rest[item.end :]
    scores = reading.of("score")
    if (
        reading.state.request
        and len(scores) == 1
        and CONDITIONAL.search(reading.text)
        and len(reading.text) <= 16
    ):
        return True
    sure = any(item.unit or SURE_SCORE.search(reading.text[: item.start]) for item in scores)
    return BARE.match(rest) is not None and bool(scores) and (sure or reading.state != ScoreState())


def without_number(reading: Reading) -> Reply | None:
    """A level asked for this company without any number to compute it from."""
    if reading.of("special") and reading.asks(re.compile(r"几星|评|定级|级别|合格|影响")):
        return None
    foreign = reading.of("foreign")
    if foreign and any(reading.asks(cue) for cue in (lex.ASK_LEVEL, lex.ASK_IF_LEVEL)):
        return Reply(
            "ask_back",
            f"{show(foreign[0].value)} 分不像是认证的评分，请告诉我现场审核的评分（满分 100 分）。",
            "score",
        )
    if reading.asks(RULE_ONLY) or reading.asks(lex.RULE_QUESTION):
        return None
    if FIRST_PERSON.search(reading.text) and NO_NUMBER_ASK.search(reading.text):
        return Reply(
            "ask_back", "请告诉我评分是多少（满分 100 分），有特别扣分项的话也说明个数，我来算级别。", "score"
        )
    return None
