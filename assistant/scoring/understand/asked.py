"""Whether a message asks for a computation, and about which of its numbers."""

import re

from assistant.scoring.numerals import NUMBER, show
from assistant.scoring.patterns import lazy
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.model import Reply, ScoreState
from assistant.scoring.understand.quantities import SURE_SCORE, Quantity
from assistant.scoring.understand.ranges import Range
from assistant.scoring.understand.reading import Reading
from assistant.scoring.understand.single import ALL_GAINED

NO_SUCH_LEVEL = lazy(lex.NO_SUCH_LEVEL)
LEVEL_RULE = lazy(
    rf"(?:{lex.ANY_LEVEL})(?:的|认证|售后|服务|企业)*(?:分数线|标准|要求|门槛|最低|分数|"
    rf"得分)?(?:是不是|是否|是|要求|要|需要|需|得|须|必须|不是|为|至少|最少|起码|最低|从|应|"
    rf"应该|对应|范围|:)+\s*(?:{NUMBER})\s*(?:分|以上|到|至|-|~|吗|$)",
    re.I,
)
RULE_SPAN = lazy(
    rf"(?:{lex.ANY_LEVEL})(?:的|认证|售后|服务|企业)*(?:分数线|标准|要求|门槛|最低)?(?:是|"
    rf"要求|要|需要|需|得|须|必须|为|至少|最少|起码|从|应|:)*\s*(?:{NUMBER})\s*分?",
    re.I,
)
HOW_TO = lazy(rf"(?:怎样|如何|怎么)(?:才)?(?:能|可以)?(?:得|拿|考|达|评|把)到?[^,，。]{{0,3}}(?:{NUMBER})")
CONDITIONAL = lazy(r"如果|要是|假如|假设|若|那|换成|改成|改为|变成|呢|万一")
QUESTION = lazy(r"[吗么?？哪谁啥]|什么|怎么|怎样|多少|几|如何|是否|会不会|能否|为何|能不能|是不是|有没有")
DECIMAL = 40
LEAST_ALONE = 60
NO_SCORE = lazy(
    r"(?:得分|评分|总分|分数|成绩|打分|结果|分)(?:我|也|还|都|暂时|目前|现在|是|早|已经)*(?:忘|没|未|不(?:记得|知道|清楚|详|明|方便|便|高|低|能说)|保密)|"
    r"(?:忘(?:记)?了?|没有?|不(?:记得|知道|清楚)|未|还没)(?:看到|拿到|收到|出|有|算|打|评)?(?:过|具体|总|最终|的|得|了)*(?:分|评分|得分|总分|打分|分数|成绩)(?!扣)"
)
LEVEL_WISH = lazy(
    r"(?:定|评|判|算|给)(?:个|一下|下|一个|一评)?(?:级(?!别?(?:的|由|是|要|流程|标准|依据|条件))|星(?!级?(?:的|由|是|要|流程|标准|依据|条件)))|"
    r"几(?:颗|个)?(?:星|级)(?!指标)|(?:什么|啥|哪个?|何)(?:样的)?(?:星级|级别|等级|级|星|档)|(?:级别|星级|等级)(?:是|呢|$|[?？])"
)
FOR_US = lazy(
    r"(?:帮|给|替|为)(?:我们?|咱们?|我司|我厂|我们?(?:公司|厂|单位|企业|店))|我们?|咱们?|我司|本公司|本厂|我厂|敝司|俺们?|你(?:就|先)|先告诉我"
)
BARE_WISH = lazy(
    r"(?:请问|那|那么|麻烦|帮忙)?(?:能|可以|会|算|评|定|拿|是)*(?:几(?:颗|个)?星|什么(?:级别|星级|等级)|啥级|哪级)[呢啊呀级]*[?？。]*"
)
BARE = lazy(
    r"^[\s\x00]*(?:那|如果|要是|假如|若|换成|改成|改为|变成|现在|就|是|得|这个|那个|范围|区间|之间|里面?|内|我们|我|说|如|"
    r"的话|也一样|也是|也|总分|评分|得分|自评|分数|了|有|假设|呢|吧|啊|只|才|考|拿|打|评|已经|目前|公司|"
    r"呀|嗯|好|[,，。?？!！、\s]|[\x00])*$"
)
FIRST_PERSON = lazy(
    r"我们?|咱们?|我司|本公司|本厂|我厂|敝司|俺们?|公司现在|这个(?:分|得分|成绩)|这(?:分数|样的分)"
)
NO_NUMBER_ASK = lazy(
    r"(?:能|可以|会|算|是|属于|够|评|拿|得|到)[^,，。]{0,8}(?:几(?:颗|个)?星|什么(?:星级|"
    r"级别|等级|星|档)|哪(?:个|一)?(?:级|星|档)|啥(?:星|级别|等级))"
)
RULE_ONLY = lazy(
    r"规定|标准|怎么|如何|条件|流程|为什么|影响|好处|区别|规模|小公司|大公司|费用|多少钱|"
    r"有用|第一次|首次|初次|刚(?:成立|开)|没有?售后|行业|需要(?:什么|多久|哪些)|多久|一般|"
    r"通常|最(?:高|多)|顶多|上限|保证|包(?:过|拿|[三四五]星)|承诺|答应|打包票|拍板|说了算|谁|决定|做主|权力|"
    r"(?:能|可以?|能不能|可不可以|能否|可否|有资格|够格)(?:申请|参加|参与|来|去)?评(?:定|个|上)?(?:售后)?(?:服务)?星级?(?:[吗么嘛不没]|(?<=不能评星)|(?<=可以评星)|(?<=能否评星))|"
    r"该(?:冲|申请|报|选|定|奔)|适合|合适|建议|当场|现场就|推荐(?:的)?(?:级|星)|定好|预先|事先|提前|花钱|关系|内定"
)
OTHER_QUESTION = lazy(
    r"多久|几年|多少钱|费用|哪里|怎么(?:办|查|申请|准备)|材料|流程|什么(?:区别|好处|用|"
    r"材料|意思|时候)|是什么|有效期|年审|为什么|多少(?:家|个|人|钱|年|天)"
)


OWN_SCORE = lazy(
    rf"(?:我们?|咱们?|我司)(?:这|是|的|就|只有|有|得了?)*\s*(?:{NUMBER})\s*分?\s*(?:呢|行吗|怎么样)"
)
BARE_NUMBER = lazy(r"\d{2,3}[。.]?")
LOST_ONLY = lazy(
    rf"(?:我们?|咱们?|我司|这次|现场|审核|最后|一共|总共|合计|就|只|被|共|他们|给)*(?:扣|丢|失)(?:掉|了|去)+\s*(?:{NUMBER})\s*分(?:了|吧|左右)?[。.]?"
)
AIMS = lazy(r"(?:想要?|准备|打算|计划|希望|目标|冲刺?)[评拿上到冲做办申请考个是要]*(?:[三四五345]颗?星|达标)")
OUTCOME = lazy(
    r"会(?:怎么?样|如何|咋样|有什么后果)|什么(?:后果|下场|结果)|啥(?:后果|结果)|会?怎么?样[?？。]*$"
)
OTHERS_SAY = lazy(r"网上|都[写说]|听说|据说|人家|别人|别家|同行|有人")
EXACTLY = lazy(r"(?:正好|刚好|恰好|刚刚好|整整|不多不少)(?:是|有|得|拿|就)*\s*$")
HOW_MUCH = lazy(
    r"(?:评分|总分|得分|最终|最后|[折换]算|折[合成]|百分制|结果|相当于|等于|合)[^,，。]{0,6}(?:多少|几分)|"
    r"(?<![差扣丢少要])多少分|(?:是|得|算|有)(?:多少|几分)"
)
SCORE_NEEDED = "请告诉我评分是多少（满分 100 分），有特别扣分项的话也说明个数，我来算级别。"


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
    if scores and reading.of("deleted", "applicable", "special") and reading.asks(HOW_MUCH):
        return True
    if reading.asks(OUTCOME) and len(scores) == 1 and scores[0].value >= DECIMAL:
        return True
    if scores and OWN_SCORE.search(reading.text):
        return True
    return is_statement(reading)


def is_statement(reading: Reading) -> bool:
    """A score said and nothing else: 我们得了92.5分; or a question about it: 那95呢."""
    if reading.asks(OTHER_QUESTION) or reading.asks(lex.RULE_QUESTION):
        return False
    scores = reading.of("score")
    if reading.of("lost") and LOST_ONLY.fullmatch(reading.text):
        return True
    if reading.of("deleted", "applicable") and not QUESTION.search(reading.text):
        return bool(scores or reading.of("lost") or ALL_GAINED.search(reading.text))
    spans: tuple[Quantity | Range, ...] = (*reading.quantities, *reading.ranges)
    rest = reading.numbers
    for item in sorted(spans, key=lambda item: -item.start):
        rest = rest[: item.start] + rest[item.end :]
    if (
        reading.state.request
        and len(scores) == 1
        and CONDITIONAL.search(reading.text)
        and len(reading.text) <= 16
    ):
        return True
    if BARE.match(rest):
        decimal = any(item.value.denominator > 1 and item.value >= DECIMAL for item in scores)
        sure = decimal or any(is_sure(reading, item) for item in scores)
        return bool(reading.ranges) or (bool(scores) and (sure or reading.state != ScoreState()))
    return is_report(reading, scores)


def is_sure(reading: Reading, item: Quantity) -> bool:
    """Whether the number is said to be points, by its unit or by the words before it."""
    before, after = reading.text[: item.start], reading.text[item.end :]
    alone = BARE_NUMBER.fullmatch(reading.text.strip()) and item.value >= LEAST_ALONE
    exactly = item.value >= DECIMAL and (alone or EXACTLY.search(before) or after.startswith("整"))
    return bool(item.unit or SURE_SCORE.search(before) or exactly)


def is_report(reading: Reading, scores: list[Quantity]) -> bool:
    """One score reported, with its circumstances and without any question: 客户那边审下来 92 整."""
    aimed = reading.levels() and not AIMS.search(reading.text)
    if len(scores) != 1 or aimed or QUESTION.search(reading.text) or OTHERS_SAY.search(reading.text):
        return False
    item = scores[0]
    possible = item.value >= DECIMAL or item.value < 0
    return possible and is_sure(reading, item)


def without_number(reading: Reading) -> Reply | None:
    """A level asked for this company without any number to compute it from."""
    if reading.of("special") and reading.asks(lazy(r"几星|评|定级|级别|合格|影响")):
        return None
    foreign = reading.of("foreign")
    if foreign and any(reading.asks(cue) for cue in (lex.ASK_LEVEL, lex.ASK_IF_LEVEL)):
        return Reply(
            "ask_back",
            f"{show(foreign[0].value)} 分不像是认证的评分，请告诉我现场审核的评分（满分 100 分）。",
            "score",
        )
    if any(map(reading.asks, (RULE_ONLY, lex.RULE_QUESTION, NO_SUCH_LEVEL))):
        return None
    unsaid = [item for item in reading.loose if DECIMAL <= item.value <= reading.rules.full]
    if unsaid and LEVEL_WISH.search(reading.text) and FOR_US.search(reading.text):
        return Reply("ask_back", f"请问“{show(unsaid[0].value)}”是这次评审的评分（满分 100 分）吗？", "score")
    return Reply("ask_back", SCORE_NEEDED, "score") if wants_level(reading) else None


def wants_level(reading: Reading) -> bool:
    """Whether the asker's own level or distance is wanted, and not what the rules are."""
    text = reading.text
    if reading.of("change", "spread") and (LEVEL_WISH.search(text) or lex.ASK_IF_LEVEL.search(text)):
        return True
    wish = LEVEL_WISH.search(text) or NO_NUMBER_ASK.search(text)
    gap = lex.ASK_GAP.search(text) and reading.levels() and re.search(r"差|缺|离|距", text)
    if FIRST_PERSON.search(text) and (NO_NUMBER_ASK.search(text) or gap):
        return True
    if wish and (NO_SCORE.search(text) or FOR_US.search(text)):
        return True
    *before, last = re.split(r"[,，]", text)
    about_scores = not before or re.search(r"分数|得分|评分|成绩|打分|总分", text)
    return bool(about_scores and BARE_WISH.fullmatch(last))
