"""Levels, distances, comparisons and ranges in English, for who asks in English."""

from collections.abc import Callable, Sequence

from assistant.scoring.explain import Json, goal, no_such_level, otherwise, special_terms, too_many
from assistant.scoring.rules import FAILED, Rules
from assistant.scoring.understand.model import Reply, Request
from assistant.scoring.wording import ASKERS, needs, number
from assistant.types import Receipt

Explain = Callable[[Sequence[Receipt], Request, Rules], str]
LEVELS = {
    "五星级": "five stars",
    "四星级": "four stars",
    "三星级": "three stars",
    "达标级": "达标级 (the pass level, no stars)",
    FAILED: "no level (评价不合格)",
}
CONDITION = "This holds with fewer than 5 special deductions (特别扣分项)."
ASKED_BACK = {
    "score": "Please tell me the exact score and how many special deductions (特别扣分项) there are.",
    "specials": "How many special deductions (特别扣分项) are there? Each one takes 1 point off.",
    "stage": "Is that the score before or after conversion to the scale of 100?",
    "deleted": "Had those points been gained in full, or not at all, before they were deleted?",
}
UNCLEAR = "Please give the exact score, one score at a time, and the number of special deductions."
INVALID = "These figures cannot be right: a score lies between 0 and 100. Please check them and ask again."
ROUNDINGS = {
    "none": "it is not rounded",
    "0": "it is rounded to a whole number first",
    "1": "it is rounded to one decimal place first",
    "2": "it is rounded to two decimal places first",
}
UNSURE = (
    "The material does not say {what}; {assumed} is assumed here. If {other}, it would be {score}, {level}."
)


def reply_in_english(reply: Reply) -> str:
    """What is asked back, or that the figures are impossible."""
    return INVALID if reply.kind == "invalid" else ASKED_BACK.get(reply.slot, UNCLEAR)


def standing(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """Level and distance of one or several scores."""
    parts = [described(receipt, request, rules) for receipt in receipts]
    graded = any(receipt.result["graded"] for receipt in receipts)
    told = any("specials" in receipt.inputs for receipt in receipts)
    return " ".join([*parts, *([CONDITION] if graded and not told else [])])


def described(receipt: Receipt, request: Request, rules: Rules) -> str:
    """One score: the verdict on the level asked about, its level, the sum, the distance, the doubt."""
    inputs, result = receipt.inputs, receipt.result
    ahead = goal(result, request.target) or goal(result, None)
    said = [
        "There is no such star level." if no_such_level(request) else "",
        yes_no(result, request.target if request.aspect == "level" else None, rules),
        verdict(inputs, result),
        calculation(inputs, result),
        taken_as(receipt, request, rules),
        further(ahead) if ahead else "",
        *doubts(inputs, result),
    ]
    return " ".join(item for item in said if item)


def yes_no(result: Json, target: str | None, rules: Rules) -> str:
    """The verdict on the level that the question names."""
    if target is None:
        return ""
    held = rules.level(result["level"]).low if result["graded"] else 0
    if held < rules.level(target).low:
        return f"No, that does not reach {LEVELS[target]}."
    return "Yes." if target == result["level"] else f"Yes, and it is above {LEVELS[target]}."


def verdict(inputs: Json, result: Json) -> str:
    """The score with its level, or why it has none."""
    if too_many(result):
        return (
            f"With {inputs['specials']} special deductions there is **{LEVELS[FAILED]}**, whatever the score."
        )
    owner = inputs.get("owner", "")
    name = f"{owner}: " if owner and owner not in ASKERS else ""
    said = f"{name}{points(result['score']['exact'])} earn **{LEVELS[result['level']]}**."
    return said[0].upper() + said[1:]


def points(exact: str) -> str:
    """``92.5 points`` or ``about 93.62 points``."""
    return f"{number(exact).replace('约', 'about')} points"


def calculation(inputs: Json, result: Json) -> str:
    """How the score came about, where it was not simply said."""
    applicable, special = inputs.get("applicable", "100"), special_terms(inputs)
    if too_many(result) or (applicable == "100" and not special):
        return ""
    share = "" if applicable == "100" else f" ÷ {number(applicable)} × 100"
    score = number(result["score"]["exact"])
    equals = f"≈ {score.removeprefix('约 ')}" if score.startswith("约") else f"= {score}"
    return f"Calculation: {number(inputs['gained'])}{share}{special} {equals}."


def taken_as(receipt: Receipt, request: Request, rules: Rules) -> str:
    """Whether the score was taken before or after its special deductions, when that matters."""
    if "after" in request.notes:
        return "The score is taken as after special deductions."
    level = otherwise(receipt, request, rules)
    gained = points(receipt.inputs["gained"])
    return f"If they are already taken off the {gained}, it is {LEVELS[level]}." if level else ""


def further(ahead: Json) -> str:
    """The distance to a level."""
    if ahead["rectify"]:
        return f"To be graded at all, at least {ahead['rectify']} of them must be put right first."
    need = needs(ahead["needs"]["exact"]).removeprefix("差").removesuffix("分").strip().replace("约", "about")
    name = LEVELS[ahead["level"]].partition(" (")[0]
    return f"It needs another {need} point{'' if need == '1' else 's'} for {name} ({ahead['from']} points)."


def doubts(inputs: Json, result: Json) -> list[str]:
    """The other reading of an open point that would change the level."""
    for other in result["uncertain"]:
        score, level = points(other["score"]["exact"]), LEVELS[other["level"]]
        if other["rounding"] != inputs.get("rounding", "none"):
            how = ROUNDINGS[other["rounding"]]
            assumed = "no rounding" if inputs.get("rounding", "none") == "none" else "the rounding you named"
            return [
                UNSURE.format(
                    what="whether scores are rounded", assumed=assumed, other=how, score=score, level=level
                )
            ]
        how = "special deductions are taken off before conversion"
        return [
            UNSURE.format(
                what="which comes first", assumed="conversion first", other=how, score=score, level=level
            )
        ]
    return []


def compared(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """Two standings side by side."""
    del request, rules
    sides = receipts[0].result["sides"]
    said = [
        verdict({**side, **given}, side)
        for side, given in zip(sides, receipts[0].inputs["sides"], strict=True)
    ]
    return " ".join([*said, f"The difference is {points(receipts[0].result['difference']['exact'])}."])


def ranged(receipts: Sequence[Receipt], request: Request, rules: Rules) -> str:
    """Best and worst case of a range."""
    del request, rules
    result = receipts[0].result
    lines = [f"- {stretch(step)}: {LEVELS[step['level']]}" for step in result["steps"]]
    return "\n".join(["It depends on the exact score:" if len(lines) > 1 else "All of it:", "", *lines])


def stretch(step: Json) -> str:
    """One stretch of a range; its upper end is named as in or out."""
    low, high = number(step["from"]["exact"]), number(step["to"]["exact"])
    if low == high:
        return f"{low} points"
    return (
        f"{low} points to {high} points"
        if step["to_included"]
        else f"{low} points up to, not including, {high} points"
    )


IN_ENGLISH: dict[str, Explain] = {"level": standing, "gap": standing, "compare": compared, "range": ranged}
