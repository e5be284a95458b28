"""Questions on people and samples: how many 管理师, how much a sampled indicator loses."""

import re

from assistant.scoring.numerals import NUMBER, parse_number, show
from assistant.scoring.understand.model import Call, Reply, Request
from assistant.scoring.understand.reading import Reading

MANAGERS = r"(?:售后)?(?:服务)?(?:类)?管理(?:人员|岗(?:位)?|干部|者|层|人)"
COUNT = rf"(?P<n>{NUMBER})\s*(?:个|名|位|人)?"
STAFF_ASK = re.compile(r"管理师|持证")
HOW_MANY = re.compile(r"几(?:个|名|位|人)|多少(?:个|名|位|人)?|够(?:不够|吗|么)?|怎么算|配(?:几|多少)|要不要")
MANAGER_COUNTS = (
    re.compile(rf"{COUNT}\s*(?:的)?{MANAGERS}(?!师)"),
    re.compile(
        rf"{MANAGERS}(?!师)(?:一共|总共|总数|合计|人数|数量|大概|目前|现在|只有|共|有|是|为|就|"
        rf"才|:|=|\s)*{COUNT}"
    ),
)
ALL_STAFF = re.compile(
    rf"(?:员工|职工|全员|全公司|公司|企业|总人数|人数|团队|售后人员|售后|厂里|单位)[^,，。"
    rf"\d]{{0,8}}{COUNT}|{NUMBER}\s*(?:多)?(?:个|名|位)?(?:人|员工|职工)"
)
SAMPLED = re.compile(
    rf"(?:抽(?:了|查|取|样|检|到|中)*|样本(?:量|数)?(?:为|是|有|:)*|抽样)(?:了|"
    rf"共)?\s*(?P<n>{NUMBER})\s*(?:个|份|人|名|条|件|次|位|台|家|张|单)?"
)
BAD = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:个|份|人|名|条|件|次|位|台|家|张|单)?(?:样本|记录|人员)?(?:是|"
    rf"都|存在|有)?(?:不合格|不符合|不达标|没达标|有问题|不行|不合规|没做|没签字|没有|缺|"
    rf"不规范|不完整|没通过|出问题|错)"
    rf"|(?:不合格|不符合|不达标|有问题|不行|不规范)(?:的)?(?:样本)?(?:有|是|为|"
    rf":)*\s*(?P<m>{NUMBER})\s*(?:个|份|人|名|条|件|次)?"
)
SAMPLE_ASK = re.compile(r"扣|得(?:几|多少)|几分|多少分|怎么(?:算|打|扣)")


def read_staffing(reading: Reading) -> Request | Reply | None:
    """How many 管理师 for so many service-management staff."""
    if not STAFF_ASK.search(reading.text) or not HOW_MANY.search(reading.text):
        return None
    for pattern in MANAGER_COUNTS:
        match = pattern.search(reading.numbers)
        value = parse_number(match["n"]) if match else None
        if value is not None and value.denominator == 1:
            if value < 1:
                return Reply("invalid", "服务管理人员的人数至少是 1 人，请核对。")
            return Request("staffing", (Call("score.staffing", {"managers": int(value)}),))
    if ALL_STAFF.search(reading.numbers):
        return Reply(
            "ask_back",
            "管理师按服务管理人员总数的 10% 配，不按全体员工；请问服务管理人员（总部和网点合计）有多少人？",
            "managers",
        )
    return None


def read_sample(reading: Reading) -> Request | Reply | None:
    """What a sampled indicator loses: its points, the samples, the bad ones."""
    drawn, bad = SAMPLED.search(reading.numbers), BAD.search(reading.numbers)
    if not drawn or not bad or not SAMPLE_ASK.search(reading.text):
        return None
    worth = [item for item in reading.of("item", "score", "applicable") if item.unit]
    samples, wrong = parse_number(drawn["n"]), parse_number(bad["n"] or bad["m"])
    if samples is None or wrong is None or samples.denominator != 1 or wrong.denominator != 1:
        return None
    if len(worth) != 1:
        return Reply("ask_back", "请问这一项指标的分值是多少？按比例扣分 = 分值 × 不符合样本数 ÷ 样本总数。")
    if not 0 <= wrong <= samples or samples < 1:
        return Reply("invalid", f"{show(samples)} 个样本里有 {show(wrong)} 个不符合，数目不合理，请核对。")
    inputs = {"points": show(worth[0].value), "samples": int(samples), "bad": int(wrong)}
    return Request("sample", (Call("score.sample", inputs),))
