"""Ranges, rests, fixes, samples, people and dates in Chinese."""

from collections.abc import Sequence
from fractions import Fraction

from assistant.scoring.explain import CONDITION, Json, no_such_level, yes_no
from assistant.scoring.numerals import show
from assistant.scoring.rules import FAILED, Rules
from assistant.scoring.understand.model import HELD, Request
from assistant.scoring.wording import PART_NAMES, bold, day, needs, number, points
from assistant.types import Receipt


def explain_range(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """Best and worst case of a range."""
    result, inputs = receipts[0].result, receipts[0].inputs
    stretch = range_words(inputs)
    condition = "" if "specials" in inputs or result["best"] == FAILED else CONDITION
    if result["worst"] == result["best"]:
        failed = result["best"] == FAILED
        said = yes_no({"graded": not failed, "level": result["best"]}, request.target, rules)
        level = f"都{bold(FAILED)}，不能定级" if failed else f"都是{bold(result['best'])}"
        return f"{no_such_level(request)}{said}{stretch}{level}。{condition}"
    lines = [f"- {step_words(step)}：{step['level']}" for step in result["steps"]]
    lead = f"{stretch}，最差是{bold(result['worst'])}，最好是{bold(result['best'])}，要看具体是多少分。"
    return "\n".join([lead, "", *lines, "", condition]).strip()


def range_words(inputs: Json) -> str:
    """The range as it was asked."""
    if inputs["high"] == "100" and inputs["low"] != "0":
        return f"{number(inputs['low'])} 分及以上"
    if inputs["low"] == "0":
        return (
            f"{number(inputs['high'])} 分及以下"
            if inputs["high_included"]
            else f"不足 {number(inputs['high'])} 分"
        )
    if not inputs["high_included"]:
        return f"{number(inputs['low'])} 分及以上、不足 {number(inputs['high'])} 分"
    return f"{number(inputs['low'])} 到 {number(inputs['high'])} 分"


def step_words(step: Json) -> str:
    """One stretch of the range; its upper end is named as in or out."""
    low, high = number(step["from"]["exact"]), number(step["to"]["exact"])
    if low == high:
        return f"正好 {low} 分"
    return f"{low} 分到 {high} 分" if step["to_included"] else f"{low} 分及以上、不足 {high} 分"


def explain_rest(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """What the open parts must bring."""
    del rules
    inputs, result = receipts[0].inputs, receipts[0].result
    names = "和".join(PART_NAMES[clause] for clause in result["open"])
    joint = f"{names}合计" if len(result["open"]) > 1 else names
    given = "、".join(f"{PART_NAMES[clause]} {number(value)} 分" for clause, value in inputs["known"].items())
    wanted = [item for item in result["levels"] if request.target in (None, item["level"])]
    if request.target is not None:
        lead = rest_clause(wanted[0], joint, result)
        return (
            f"{lead}。已有{given}，合计 {points(result['known']['exact'])}；"
            f"{joint}满分 {points(result['room']['exact'])}。{rest_condition(inputs)}"
        )
    lines = [f"- {rest_clause(item, joint, result)}" for item in wanted]
    lead = f"{joint}还没有分，级别在{bold(result['worst'])}到{bold(result['best'])}之间。"
    return "\n".join(
        [
            lead,
            "",
            *lines,
            "",
            f"已有{given}，合计 {points(result['known']['exact'])}。{rest_condition(inputs)}",
        ]
    )


def rest_clause(item: Json, joint: str, result: Json) -> str:
    """One level: what it needs of the rest, or that it is out of reach."""
    if not item["reachable"]:
        return (
            f"{item['level']}达不到：{joint}需要 {points(item['needs']['exact'], up=True)}，"
            f"满分只有 {points(result['room']['exact'])}"
        )
    if item["needs"]["exact"] == "0":
        return f"{item['level']}已经够了，{joint}不得分也能达到"
    return f"{joint}至少要得 {points(item['needs']['exact'], up=True)}，才到{item['level']}"


def rest_condition(inputs: Json) -> str:
    """The condition on special deductions, where nothing was said of them."""
    return "" if "specials" in inputs else CONDITION


def explain_fix(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """The fewest things to fix."""
    del request, rules
    result, inputs = receipts[0].result, receipts[0].inputs
    if not result["reachable"]:
        return f"把列出的指标都改好，也达不到{result['target']}，还要找出别的丢分项。"
    if not result["count"]:
        return f"不用再改，现在就是{bold(result['level'])}。"
    named = [f"{clause}（{points(inputs['losses'][clause])}）" for clause in result["indicators"]]
    if result["specials"]:
        named.append(f"{result['specials']} 个特别扣分项")
    return (
        f"最少改好 {result['count']} 项：{'、'.join(named)}，"
        f"评分到 {points(result['score']['exact'])}，是{bold(result['level'])}。"
        "没有更少的组合能达到；前提是改好后这几项得满分。"
    )


def explain_sample(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """What a sampled indicator loses."""
    del request, rules
    inputs, result = receipts[0].inputs, receipts[0].result
    return (
        f"这一项扣 {points(result['lost']['exact'])}，得 {points(result['gained']['exact'])}。"
        f"算式：{number(inputs['points'])} × {inputs['bad']} ÷ {inputs['samples']}，按不符合样本的比例扣分。"
    )


def explain_share(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """What share of its points a sampled indicator loses, where they are not known."""
    del request, rules
    inputs, result = receipts[0].inputs, receipts[0].result
    bad, samples = inputs["bad"], inputs["samples"]
    if bad in (0, samples):
        return f"这一项{'全扣' if bad else '不扣分'}：{samples} 个样本全部{'不符合' if bad else '符合'}。"
    percent = number(show(Fraction(result["share"]["exact"]) * 100))
    equals = f"≈ {percent.removeprefix('约 ')}" if percent.startswith("约") else f"= {percent}"
    return (
        f"这一项不是全扣，按比例扣掉它分值的 {percent}%：{samples} 个样本里有 {bad} 个不符合，"
        f"{bad} ÷ {samples} {equals}%。抽取多个同类样本的指标才按比例扣；告诉我这一项的分值，就能算出扣几分。"
    )


def explain_staffing(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """How many 管理师, and whether those there are suffice."""
    del rules
    inputs, result = receipts[0].inputs, receipts[0].result
    held = next((int(note.removeprefix(HELD)) for note in request.notes if note.startswith(HELD)), None)
    enough = (
        ""
        if held is None
        else "够了。"
        if held >= result["needed"]
        else f"不够，还差 {result['needed'] - held} 名。"
    )
    return (
        f"{enough}需要配 {result['needed']} 名售后服务管理师。"
        f"算式：{inputs['managers']} × 10% = {number(result['exact']['exact'])}，向上取整，"
        f"至少 1 人；基数是服务管理人员，不是全体员工。"
    )


OVERDUE = "，期限已过，没做的证书可能已被暂停，请尽快联系发证机构"


def explain_dates(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """Expiry, surveillance and renewal."""
    del rules
    inputs, result = receipts[0].inputs, receipts[0].result
    today = "" if result["expired"] else inputs.get("today", "")
    lines = [
        f"- 第 {count} 次年度监督：不晚于 {day(last)}（有的机构从 {day(first)}起安排）"
        + (OVERDUE if last < today else "")
        for count, (first, last) in enumerate(result["surveillance"], 1)
    ]
    state = {True: "，现在已经过期", False: "，现在还在有效期内", None: ""}[result["expired"]]
    first = first_of_all(result, request)
    lead = f"{first}{day(inputs['issued'])}发的证，{day(result['expires'])}满 3 年到期{state}。"
    tail = f"- 换证申请：建议 {day(result['renew_by'])}以前提出"
    return "\n".join([lead, "", *lines, tail, "", "以证书上印的有效期为准，有的证书印到满 3 年的前一天。"])


def first_of_all(result: Json, request: Request) -> str:
    """The date that was asked for, where it is not the expiry."""
    if "renewal" in request.notes:
        return f"换证建议 {day(result['renew_by'])}以前申请。"
    if "surveillance" in request.notes:
        yearly = "，".join(
            f"第 {count} 次不晚于 {day(last)}" for count, (_, last) in enumerate(result["surveillance"], 1)
        )
        return f"年度监督{yearly}。"
    return ""


def explain_card(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """The standing of a whole card; what is missing is named."""
    del request, rules
    result = receipts[0].result
    if result["level"] is None:
        named = "、".join(f"{clause}（{what}）" for clause, what in result["missing"][:8])
        return f"还不能定级，缺 {len(result['missing'])} 项：{named}。"
    ahead = (
        f"离{result['next'][0]['level']}还{needs(result['next'][0]['needs']['exact'])}。"
        if result["next"]
        else ""
    )
    return f"评分 {points(result['score']['exact'])}，{bold(result['level'])}。{ahead}"
