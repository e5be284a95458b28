"""Levels, distances and comparisons in Chinese: the direct answer first, then what is useful."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assistant.scoring.rules import FAILED, Rules
from assistant.scoring.understand.model import NO_SUCH, Request
from assistant.scoring.wording import ASKERS, addressed, bold, is_level, needs, number, points
from assistant.types import Receipt

Json = dict[str, Any]
CONDITION = "前提是特别扣分项少于 5 个。"


def explain_level(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """The answer to "which level", for one or several scores."""
    if len(receipts) > 1:
        return several(receipts, [verdict(item.inputs, item.result) for item in receipts])
    inputs, result = impersonal(receipts[0].inputs), receipts[0].result
    return "".join(
        (
            no_such_level(request),
            yes_no(result, request.target, rules) + sentence(inputs, result),
            details(receipts[0], request, rules),
            distance(result, request.target),
            condition(receipts),
            doubts(inputs, result),
        )
    )


def explain_gap(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """The answer to "how far", for one or several scores."""
    if len(receipts) > 1:
        return several(receipts, [gap_clause(item, request.target) for item in receipts])
    receipt = receipts[0].model_copy(update={"inputs": impersonal(receipts[0].inputs)})
    closing = (details(receipt, request, rules), further(receipt.result, request.target), condition(receipts))
    return "".join(
        (f"{gap_clause(receipt, request.target)}。", *closing, doubts(receipt.inputs, receipt.result))
    )


def explain_rounding(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """The level of a score as it is, which the material goes by, then under every rounding."""
    result = receipts[0].result
    lines = [
        f"- 如果{rounding_words(item['rounding'])}：{points(item['score']['exact'])}，"
        f"{is_level(item['level'])}"
        for item in result["rounded"]
    ]
    plain = receipts[0].model_copy(update={"result": {**result, "uncertain": []}})
    lead = f"{explain_level([plain], request, rules)}资料未载明要不要四舍五入，以上按不取整计。"
    return "\n".join([lead, "", *lines, "", "以认证机构的实施规则为准。"])


def explain_compare(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """The answer to "who is higher"."""
    del request, rules
    result = receipts[0].result
    names = [side_name(side, index) for index, side in enumerate(result["sides"])]
    if result["higher"] is None:
        lead = f"{names[0]}和{names[1]}一样高"
    else:
        higher = result["higher"]
        lead = f"{names[higher]}更高，比{names[1 - higher]}高 {points(result['difference']['exact'])}"
    levels = "，".join(
        f"{name}{is_level(side['level'])}" for name, side in zip(names, result["sides"], strict=True)
    )
    return f"{lead}：{levels}。{CONDITION}{''.join(doubts({}, side) for side in result['sides'])}"


def side_name(side: Json, index: int) -> str:
    """Owner and score of one side."""
    owner = addressed(side["owner"]) or ("前者", "后者")[min(index, 1)]
    return f"{owner}（{points(side['score']['exact'])}）"


def several(receipts: Sequence[Receipt], clauses: Sequence[str]) -> str:
    """Several scores: all in the first sentence when they are few, else as a list."""
    tail = condition(receipts) + "".join(dict.fromkeys(doubts(item.inputs, item.result) for item in receipts))
    if len(clauses) <= 3:
        return f"{'；'.join(clauses)}。{tail}"
    return "\n".join(
        [f"{len(clauses)} 个分数的级别如下。", "", *(f"- {clause}" for clause in clauses), "", tail]
    ).strip()


def subject(inputs: Json, result: Json) -> str:
    """What the sentence is about: the score, with its owner before it."""
    score = points(result["score"]["exact"])
    owner = addressed(inputs.get("owner", ""))
    return f"{owner} {score}" if owner else score


def impersonal(inputs: Json) -> Json:
    """The inputs without an owner who is only the asker: the one score is the subject then."""
    return {key: value for key, value in inputs.items() if key != "owner" or value not in ASKERS}


def no_such_level(request: Request) -> str:
    """``没有二星级。`` where the question names a level that does not exist."""
    return "".join(
        f"没有{note.removeprefix(NO_SUCH)}。" for note in request.notes if note.startswith(NO_SUCH)
    )


def verdict(inputs: Json, result: Json) -> str:
    """The score with the level it earns, or why it earns none."""
    if result["graded"]:
        return f"{subject(inputs, result)}是{bold(result['level'])}"
    if too_many(result):
        return (
            f"{addressed(inputs.get('owner', ''))}有 {inputs['specials']} 个特别扣分项，{bold(FAILED)}，"
            f"评分再高也不能定级"
        )
    return f"{subject(inputs, result)}{bold(FAILED)}，没有达到 {result['next'][0]['from']} 分，不能定级"


def sentence(inputs: Json, result: Json) -> str:
    """The one sentence that states the level."""
    return f"{verdict(inputs, result)}。"


def too_many(result: Json) -> bool:
    """Whether special deductions alone forbid a level."""
    return not result["graded"] and bool(result["next"][0]["rectify"])


def yes_no(result: Json, target: str | None, rules: Rules) -> str:
    """The verdict on the level that the question names."""
    if target is None:
        return ""
    held = rules.level(result["level"]).low if result["graded"] else Fraction(0)
    if held < rules.level(target).low:
        return f"不能，达不到{target}。"
    return "能。" if target == result["level"] else f"能，而且高于{target}。"


def gap_clause(receipt: Receipt, target: str | None) -> str:
    """How far it is to the level asked about, or to the next one."""
    inputs, result = receipt.inputs, receipt.result
    ahead = goal(result, target)
    if ahead is None:
        best = "，已经是最高级别" if not result["next"] else f"，已经达到{target}"
        return f"{verdict(inputs, result)}{best}"
    now = f"现在{is_level(result['level'])}"
    return f"{subject(inputs, result)}{gap_words(ahead)}，{now}"


def gap_words(ahead: Json) -> str:
    """``离五星级还差 2.5 分``; special deductions to rectify come first."""
    need, count = Fraction(ahead["needs"]["exact"]), ahead["rectify"]
    if not count:
        return f"离{ahead['level']}（{ahead['from']} 分）还{needs(ahead['needs']['exact'])}"
    rest = f"，之后还{needs(ahead['needs']['exact'])}" if need else ""
    return f"要到{ahead['level']}，至少要先整改掉 {count} 个特别扣分项{rest}"


def goal(result: Json, target: str | None) -> Json | None:
    """The level asked about among those still ahead; the next one when none is asked about."""
    ahead: list[Json] = [item for item in result["next"] if target in (None, item["level"])]
    return ahead[0] if ahead else None


def distance(result: Json, target: str | None) -> str:
    """One sentence on the level asked about when it is ahead, else on the next level."""
    ahead = goal(result, target) or goal(result, None)
    return f"{gap_words(ahead)}。" if ahead else ""


def further(result: Json, target: str | None) -> str:
    """The distance to the highest level, where the answer so far was about the next one."""
    if target is not None or len(result["next"]) < 2 or too_many(result):
        return ""
    return f"{gap_words(result['next'][-1])}。"


def details(receipt: Receipt, request: Request, rules: Rules) -> str:
    """How the score came about, and which reading of the message was taken."""
    inputs, result = receipt.inputs, receipt.result
    applicable, special = inputs.get("applicable", "100"), special_terms(inputs)
    if too_many(result) or (applicable == "100" and not special):
        return ""
    gained = number(inputs["gained"])
    if applicable == "100":
        steps = gained + special
    elif inputs.get("order") == "special-first":
        steps = f"（{gained}{special}）÷ {number(applicable)} × 100"
    else:
        steps = f"{gained} ÷ {number(applicable)} × 100{special}"
    score = number(result["score"]["exact"])
    outcome = f"≈ {score.removeprefix('约 ')}" if score.startswith("约") else f"= {score}"
    return f"算式：{steps} {outcome}。{reading_note(receipt, request, rules)}"


def special_terms(inputs: Json) -> str:
    """`` − 2`` for two special deductions, `` + 1`` for the bonus."""
    specials, bonus = int(inputs.get("specials", 0)), int(inputs.get("bonus", 0))
    return (f" − {specials}" if specials else "") + (f" + {bonus}" if bonus else "")


def reading_note(receipt: Receipt, request: Request, rules: Rules) -> str:
    """Whether the score was taken before or after its special deductions, when that matters."""
    if "after" in request.notes:
        return "这里按所说的分数已经扣过特别扣分项计。"
    name, gained = otherwise(receipt, request, rules), points(receipt.inputs["gained"])
    return f"这里按 {gained}还没有减特别扣分项计；如果已经减过，则是{name}。" if name else ""


def otherwise(receipt: Receipt, request: Request, rules: Rules) -> str:
    """The level if the score is after its special deductions; "" where that changes nothing."""
    result, plain = receipt.result, rules.level_of(Fraction(receipt.inputs["gained"]))
    name = plain.name if plain else FAILED
    changed = "before" in request.notes and result["graded"] and name != result["level"]
    return name if changed else ""


def condition(receipts: Sequence[Receipt]) -> str:
    """The condition on special deductions, where nothing was said of them."""
    graded = any(receipt.result["graded"] for receipt in receipts)
    return CONDITION if graded and not any("specials" in receipt.inputs for receipt in receipts) else ""


def doubts(inputs: Json, result: Json) -> str:
    """What would change the level if an open point of the rules were read otherwise."""
    rounded = [other for other in result["uncertain"] if other["rounding"] != inputs.get("rounding", "none")]
    ordered = [
        other for other in result["uncertain"] if other["order"] != inputs.get("order", "convert-first")
    ]
    said = ""
    if rounded:
        first = rounded[0]
        said += (
            f"资料未载明是否取整，以上按不取整计；如果{rounding_words(first['rounding'])}，"
            f"则为 {points(first['score']['exact'])}、{first['level']}。"
        )
    if ordered:
        first = ordered[0]
        said += (
            f"换算和特别扣分的次序资料未载明；如果{order_words(first['order'])}，"
            f"则为 {points(first['score']['exact'])}、{first['level']}。"
        )
    return (
        said
        if inputs.get("rounding", "none") == "none"
        else said.replace("以上按不取整计", "以上按所说的取整计")
    )


def rounding_words(rounding: str) -> str:
    """How a rounding is spoken of."""
    places = {"none": "不取整", "0": "先四舍五入到整数"}
    return places.get(rounding, f"先四舍五入到 {rounding} 位小数")


def order_words(order: str) -> str:
    """How an order is spoken of."""
    return "先减特别扣分再换算" if order == "special-first" else "先换算再减特别扣分"
