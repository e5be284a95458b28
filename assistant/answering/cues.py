"""The words that show what a text asks for, and whether it asks for anything (提问的线索)."""

import re

from assistant.text.normalize import fold
from assistant.types import Kind

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
QUESTION = re.compile(
    r"\?|吗|呢|么$|什么(?![也都])|哪|怎么|怎样|如何|多少|(?<![好这那十百])几(?![乎十百]|[个点条件](?:小|具体)?(?:问题|疑问|疑惑|事|方面))|多久|多长|多快|多大|何时|谁|"
    r"是否|能否|可否|能不能|可不可以|要不要|需不需要|是不是|有没有|算不算|会不会|行不行|对不对|用不用|够不够|该不该|"
    rf"为何|凭什么|介绍|说说|讲讲|解释|列出|区别|{TAG}|\b(?:what|how|when|who|where|why|which|is|are|do|does|can)\b"
)
# Orders to the assistant about its part, its rules or its verdict; not what an auditor gives or a bid says.
MANIPULATES = re.compile(
    r"你现在是|从现在起|扮演|假装|无视|提示词|系统消息|不准说|别跟我说|如果你不|宣布我|[必只][须准能](?:回?答|说)|\[管理员\]|按新?规则回?答|编也[要得行]|"
    r"忽略(?:之前|以上|前面|上面|所有|一切|全部|你|掉?规则|指令|系统)|(?:之前|上面|原来|所有)的?(?:指令|规则)|"
    r"(?:^|[,，。!！]|你|请|就|直接|快)给(?:我们?|咱们)打\s*[\d.一二三四五六七八九十]+\s*分(?!.*[几什哪吗能算够])"
)


def kind_of(text: str) -> Kind | None:
    """What the text asks for; None where no cue tells."""
    folded = fold(text)
    return next((kind for kind, pattern in CUES if re.search(pattern, folded)), None)


def asks_something(text: str) -> bool:
    """Whether the text holds a cue of a question."""
    return QUESTION.search(fold(text)) is not None


def manipulates(text: str) -> bool:
    """Whether the text would have us drop our rules or play a part; such a text gets no score either."""
    return MANIPULATES.search(fold(text)) is not None
