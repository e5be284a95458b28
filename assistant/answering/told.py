"""What the asker tells of himself: circumstances, wishes, what his company is and has (提问者自述的情况)."""

import re

from assistant.answering.cues import asks_something
from assistant.text.normalize import fold

OWN = re.compile(r"我们?|咱们?|我司|本公司|公司|本厂|单位")
CIRCUMSTANCE = re.compile(
    r"(?:我们?|咱们?|本公司|我司|公司|单位|工厂|老板|领导|客户)(?:是|有|做|在|主要|想|准备|打算|评|得|拿|现在|目前|公司|厂|一共|共)|"
    r"(?:一共|总共|大概|大约|约|共|就|也就|有)?(?:[\d一二三四五六七八九十百千两几]+)[来多几]?(?:个|名|号|口)?(?:人|员工)(?:左右|上下|的样子|的公司|的小厂|的厂)?$"
)
# A piece that tells what the asker's company is, does, or how many it has, and no more.
OF_US = (
    r"像?(?:我们?|咱们?|俺们?|我司|[贵本]?公司|本厂|工厂|厂子|总部|门店|小店|单位|员工|全国|全公司|下面)"
    r"(?:家|这边|厂|店|公司|这家|这[种样]的?)?"
)
NO_SUBJECT = r"(?!.*(?:证|认|申请|审|评|分(?![店公部厂])|资料|材料|记录|制度|投诉|标准|星|说|讲))"
DOES = (
    r"做|主营|卖|生产|专做|搞|开|成立|注册|开业|经营|(?:代理|经销)(?!商)|位于|从事|"
    r"(?:[设开]?在)(?=[\u4e00-\u9fff]{2,6}$)|一?家"
)
NUMBER = r"[\d一二三四五六七八九十百千两几]+[来多几]? ?[个家名位]?"
HAS = (
    rf"{NUMBER}(?:门?店|专卖店|分[店公]司?|子公司|网点|办事处|服务站|服务商|人|[员职]工|(?:售后)?(?:工程师|师傅))|"
    rf"(?:[员职]工|工人|人员|人数|团队|售后团队|售后)[有共约]?{NUMBER}人?$|[国民央外私]企$"
)
TELLS = re.compile(
    rf"^(?:(?:大家好|你好|您好)$|(?:{OF_US})?"
    r"(?:去年|今年|前年|刚刚?|才|现在|目前|主要|一共|总共|就|也就|是|有|[\d两三]{1,4}年|[、 ])*"
    rf"(?:(?:{CIRCUMSTANCE.pattern})|(?:{DOES}|{HAS}){NO_SUBJECT}.{{0,16}}|"
    rf"{NO_SUBJECT}(?:(?<=[们家司厂是]).{{1,10}}|.{{1,10}}的|[小大老新]|[外私民国合][贸企营有资])"
    r"(?:公司|厂|店|企业|经销商|代理商|批发商|超市|集团))$)"
)
# Of which trade a company is that asks whether it can be certified: any trade is told the same.
TRADE = re.compile(
    r"^(?:那么?|请问|像)*(?:我们?|咱们?|我司|我家)?(?:本?公司|单位)?(?:这边|家)?[是专门就]*(?:做|搞|卖|干|开|从事|经营|生产|代理|销售)?"
    r"(?!什么|啥|哪|别的?|个)[^，,。？?做办评审级星证书写到自]{1,10}?(?:的?(?:企业|公司|工?厂家?|行业|这[行类]|店铺?|商家?|单位|机构|平台|中心|[场馆社行])|"
    r"的|(?=适合))[，,]?(?:也|都|到底|一般)*(?=(?:能不能|可不可以|可以|能否|能|适不适合|适合|有没有资格|有资格|够不够?格|办得[了成])"
    r"(?:来|去|不能)?(?:做|办|申请|申报|评|拿|搞|弄|参加|认证|这个|[吗不么]))"
)
ANY_COMPANY = "我们企业"
# Whose case a question is about, before what is asked: "小企业证书有效期几年", "达标级认证要多少钱".
WHOSE = re.compile(
    r"^(?:那么?)?(?:[大小微中]{1,2}型?企业|个体户?|[分子总小大母]公司|集团|[国央民外私]企|外资(?:企业)?|厂家|经销商|贸易商|电商|外包|"
    r"事业单位|达标级?|[三四五]星级?)的?(?P<asked>(?:办|做|申请|认证|证书?|年审|监督|换证|需?要|多[久少]|有效).{3,})"
)
# A service that the asker's company does not offer, and whether what is demanded of it applies all the same.
SERVICE = (
    r"(?:送货|配送|运输|安装|调试|维修|修理|维保|保养|回收|上门服务?|技术支持|以旧换新)"
    r"(?!记录|单|资质|证|人员|师傅|工具|制度|设备|场所|[网站]?点|手册|费|合同|经验|承诺|用)"
)
LACKS = re.compile(
    rf"(?:从来?不|不|没有?|未)(?:再|会|需要|用|做|搞|涉及|提供|负责|承担|开展|自己)*(?:商品|产品)?的?{SERVICE}|"
    rf"{SERVICE}(?:服务|业务|[这那](?:一?[块项条]))?(?:我们?|我司|公司)?[都也根本]*(?:不(?:做|涉及|适用|提供|搞|管)|没有|没做)"
)
APPLIES = re.compile(
    r"(?:还|要不要|用不用|需不需要|该不该|必须|是不是要|也要|需要|要).{0,6}(?:写|准备|交|看|审|评|考|填|建|列|记|说明)|"
    r"怎么(?:办|写|处理|算|评|填|弄)|扣.{0,2}分|能?删|算.{0,2}缺|不写|不填"
)
# What is asked then.
WITHOUT_SERVICE = (
    (re.compile(r"分|指标怎么算"), "删减的指标怎么算分"),
    (re.compile(r"删"), "哪些指标可以删减"),
    (re.compile(r""), "不涉及的条款要不要写说明"),
)
# What the asker tells of himself before he asks.
LEAD_IN = re.compile(
    r"^(?=.*[,。;])(?:[^,。;]*?(?:我们?|咱们?|公司|我司|本厂|去年|今年|上个?月|之前|有个客户))[^,。;]*[,。;](?=.{4})"
)
# A scheme that the asker wants is asked of; one that his company holds is a circumstance.
WANTS = re.compile(
    r"(?:[想要]|准备|打算|需要|计划|考虑)[^,。;已]{0,3}(?:办|做|申请|搞|拿|弄|考|报)|"
    r"(?:办|做|申请)(?![了过的])(?= ?[a-z])"
)
CLAIMS = re.compile(r"吧[?？。!！]*(?:$|[,，])")  # put to us for consent
SUPPOSES = re.compile(r"如果|要是|假如|万一|若是|一旦")
# A wish to be certified that asks nothing: "想办个售后五星". How to go about it is what helps.
WISH = re.compile(
    r"^(?:我们?|咱们?|我司|本?公司|本?厂|单位|老板|领导|客户|甲方|现在|这边|也|都)*"
    r"(?:想要?|要|准备|打算|计划|希望|需要|考虑|[让叫]我们?)(?:尽快|先|也|去|来)*(?:办理?|做|搞|弄|整|申请|申报|拿|评|取得)"
    r"(?!.*管理师)[^，,。？?a-zA-Z]{0,8}(?:售后|星|27922|服务认证|[这个]证|认证$)[^，,。？?a-zA-Z]{0,12}$"
)


def tells(piece: str) -> bool:
    """Whether a piece tells of the asker and asks nothing."""
    plain = "".join(piece.split())
    return bool(CIRCUMSTANCE.match(plain) or TELLS.match(plain)) and not asks_something(piece)


def only_tells(message: str) -> bool:
    """Whether a message tells of the asker's company and asks nothing: "我们三十个人，做五金批发"."""
    pieces = [piece for piece in re.split(r"[，,。;；!！、]+", "".join(message.split())) if piece]
    asks = asks_something(message) or CLAIMS.search(message)
    return bool(pieces) and not asks and all(map(TELLS.match, pieces))


def of_self(text: str) -> bool:
    """Whether each piece of a text tells of the asker."""
    return all(map(tells, re.split(r"[，,。;；!！、\s]+", text)))


def supposes(piece: str) -> bool:
    """Whether a piece puts a case, of which the rest is then asked."""
    return SUPPOSES.search(piece) is not None


def wishes(piece: str) -> bool:
    """Whether a piece wishes to be certified, and asks nothing of it: "想办个售后五星"."""
    return WISH.match(piece) is not None


def of_own(piece: str) -> bool:
    """Whether a piece tells of the asker's own company, which holds for what is asked later too."""
    other = wanted(piece) and not wishes(piece)  # a scheme that is not ours
    return OWN.search(piece) is not None and not asks_something(piece) and not other


def without_circumstances(folded: str) -> str:
    """A folded text without what leads in to what it asks, but for what the asker says he wants."""
    return LEAD_IN.sub(lambda lead: wanted(lead[0]), folded)


def of_any_trade(text: str) -> str:
    """A question of a trade or a kind of company ("食品企业能做吗") asked of any; "" where none is named."""
    if whose := WHOSE.match(text):
        return whose["asked"]
    return TRADE.sub(ANY_COMPANY, text) if TRADE.match(text) else ""


def without_service(text: str) -> str:
    """What "不做配送要不要写" asks, of what does not apply; "" where a text is no such question."""
    lacks = LACKS.search(text)
    if not lacks or not APPLIES.search(text[: lacks.start()] + text[lacks.end() :]):
        return ""
    return next(question for cue, question in WITHOUT_SERVICE if cue.search(text))


def wanted(told: str) -> str:
    """What the asker tells where it tells what he wants, else nothing."""
    return told if WANTS.search(fold(told)) else ""
