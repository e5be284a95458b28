"""A model that lies about levels and scores in varied wording, and one that tells the truth.

Both write about the same situations. A lie is one by construction: each wording (wordings.yaml) is
filled with a level, score, distance or bound other than the situation's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random

import yaml

from assistant.scoring import Rules, answer_message, run
from assistant.types import Receipt

LEVELS = ("达标级", "三星级", "四星级", "五星级")
WORDINGS = yaml.safe_load((Path(__file__).parent / "wordings.yaml").read_text("utf-8"))
SPELLINGS: dict[str, list[str]] = WORDINGS["spellings"]
CLAIMS: list[str] = WORDINGS["claims"]
WRONG_SCORES: list[str] = WORDINGS["wrong_scores"]
WRONG_GAPS: list[str] = WORDINGS["wrong_gaps"]
WRONG_RULES: list[str] = WORDINGS["wrong_rules"]
WRONG_DENIALS: list[str] = WORDINGS["wrong_denials"]
NO_SUCH: list[str] = WORDINGS["no_such"]
ORPHANS: list[str] = WORDINGS["orphans"]
FRAMES: list[str] = WORDINGS["frames"]
QUOTES: list[str] = WORDINGS["quotes"]
TRUTHS: list[str] = WORDINGS["truths"]
TRUE_GAPS: list[str] = WORDINGS["true_gaps"]
TRUE_RULES: list[str] = WORDINGS["true_rules"]
TRUE_OTHERS: list[str] = WORDINGS["true_others"]
SWAPPED: list[str] = WORDINGS["swapped"]
LOW = {"达标级": 70, "三星级": 80, "四星级": 90, "五星级": 95}
CHINESE = "零一二三四五六七八九"


@dataclass(frozen=True)
class Scene:
    """A situation: what was asked, what the tool computed, what is cited."""

    question: str
    receipts: tuple[Receipt, ...]
    quotes: tuple[str, ...]
    score: Fraction
    level: str
    needs: dict[str, Fraction]


def scenes(rules: Rules, seed: int, count: int) -> list[Scene]:
    """Situations with one score each, spread over all levels, boundaries included."""
    random = Random(seed)
    scores = [Fraction(text) for text in ("95", "94.9", "90", "89.9", "80", "79.5", "70", "69.9", "100", "0")]
    scores += [Fraction(random.randrange(400, 1001), 10) for _ in range(count - len(scores))]
    return [scene(score, random.choice((0, 0, 0, 1, 2, 5)), rules) for score in scores]


def scene(score: Fraction, specials: int, rules: Rules) -> Scene:
    """One score, perhaps with special deductions."""
    receipt = run(
        "score.level", {"gained": decimal(score), **({"specials": specials} if specials else {})}, rules
    )
    needs = {item["level"]: Fraction(item["needs"]["exact"]) for item in receipt.result["next"]}
    asked = f"{decimal(score)} 分能评几星"
    return Scene(
        asked, (receipt,), QUOTES, Fraction(receipt.result["score"]["exact"]), receipt.result["level"], needs
    )


def lies(scene: Scene, random: Random, each: int) -> Iterator[str]:
    """Lies about one situation, ``each`` of every kind."""
    for _ in range(each):
        for make in (wrong_level, wrong_score, wrong_gap, wrong_rule, wrong_denial, no_such_level):
            text = make(scene, random)
            if text is not None:
                yield random.choice(FRAMES).format(text)


def spell(level: str, random: Random) -> str:
    return random.choice(SPELLINGS[level])


def wrong_level(scene: Scene, random: Random) -> str:
    wrong = random.choice([name for name in (*LEVELS, "评价不合格") if name != scene.level])
    return random.choice(CLAIMS).format(s=decimal(scene.score), l=spell(wrong, random), t=scene.level)


def wrong_score(scene: Scene, random: Random) -> str:
    inputs = {Fraction(scene.receipts[0].inputs["gained"]), scene.score, Fraction(100)}
    inputs |= {Fraction(other["score"]["exact"]) for other in scene.receipts[0].result["uncertain"]}
    wrong = next(
        value
        for value in iter(lambda: Fraction(random.randrange(500, 1000), 10), None)
        if value not in inputs
    )
    return random.choice(WRONG_SCORES).format(x=spell_number(wrong, random), t=spell(scene.level, random))


def wrong_gap(scene: Scene, random: Random) -> str | None:
    if not scene.needs:
        return None
    level = random.choice(list(scene.needs))
    wrong = scene.needs[level] + random.choice((Fraction(1, 2), 1, Fraction(3, 10), 7))
    if wrong in scene.needs.values():
        return None
    return random.choice(WRONG_GAPS).format(
        n=spell(level, random), g=spell_number(wrong, random), b=LOW[level]
    )


def wrong_rule(scene: Scene, random: Random) -> str:
    level = random.choice(LEVELS)
    wrong = random.choice(
        [bound for bound in (60, 65, 70, 75, 80, 85, 88, 90, 92, 95, 96, 98, 100) if bound != LOW[level]]
    )
    return random.choice(WRONG_RULES).format(l=spell(level, random), b=wrong)


def wrong_denial(scene: Scene, random: Random) -> str | None:
    if scene.level == "评价不合格":
        return None
    return random.choice(WRONG_DENIALS).format(s=decimal(scene.score), t=spell(scene.level, random))


def no_such_level(scene: Scene, random: Random) -> str:
    return random.choice(NO_SUCH).format(s=decimal(scene.score), l=spell("二星级", random), t=scene.level)


def orphan_lies(random: Random, count: int) -> Iterator[tuple[str, str]]:
    """Claims about a company in answers that computed nothing: (question, text)."""
    questions = ("五星要多少分", "证书有效期几年", "特别扣分项有哪几种", "小公司能评五星吗")
    for _ in range(count):
        level = random.choice(LEVELS)
        value = spell_number(Fraction(random.randrange(600, 1000), 10), random)
        text = random.choice(ORPHANS).format(l=spell(level, random), x=value)
        yield random.choice(questions), random.choice(FRAMES).format(text)


def swapped_lies(rules: Rules, random: Random, count: int) -> Iterator[tuple[str, tuple[Receipt, ...], str]]:
    """Two companies with each other's levels: (question, receipts, text)."""
    for _ in range(count):
        one, other = Fraction(random.randrange(700, 900), 10), Fraction(random.randrange(900, 1000), 10)
        asked = f"甲公司{decimal(one)}分，乙公司{decimal(other)}分，分别几星"
        reply = answer_message(asked, rules)
        assert reply is not None
        first, second = (receipt.result["level"] for receipt in reply.receipts)
        text = random.choice(SWAPPED).format(
            a=spell(first, random), b=spell(second, random), x=decimal(one), y=decimal(other)
        )
        yield asked, reply.receipts, text


def spell_number(value: Fraction, random: Random) -> str:
    """A score in digits, full-width digits or Chinese numerals."""
    text = decimal(value)
    way = random.randrange(4)
    if way == 0:
        return text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    return in_chinese(value) if way == 1 else text


def in_chinese(value: Fraction) -> str:
    """九十四点五."""
    whole, _, tail = decimal(value).partition(".")
    number = int(whole)
    if number >= 100:
        words = "一百"
    elif number >= 10:
        words = (
            ("" if number < 20 else CHINESE[number // 10])
            + "十"
            + (CHINESE[number % 10] if number % 10 else "")
        )
    else:
        words = CHINESE[number]
    return words + ("点" + "".join(CHINESE[int(digit)] for digit in tail) if tail else "")


def decimal(value: Fraction) -> str:
    """One decimal at most, as the scenes have."""
    tenths = value * 10
    assert tenths.denominator == 1
    whole, tenth = divmod(abs(int(tenths)), 10)
    return ("-" if value < 0 else "") + str(whole) + (f".{tenth}" if tenth else "")


def truths(scene: Scene, random: Random, each: int) -> Iterator[str]:
    """True statements about one situation, in a model's wording."""
    for _ in range(each):
        yield random.choice(FRAMES).format(true_level(scene, random))
        yield random.choice(FRAMES).format(true_rule(random))
        yield random.choice(FRAMES).format(random.choice(TRUE_OTHERS))
        if scene.needs and not specials_of(scene):
            yield random.choice(FRAMES).format(true_gap(scene, random))


def specials_of(scene: Scene) -> int:
    return int(scene.receipts[0].inputs.get("specials", 0))


def true_level(scene: Scene, random: Random) -> str:
    spelt = spell(scene.level, random)
    return random.choice(TRUTHS).format(
        s=spell_number(scene.score, random) if scene.score >= 0 else decimal(scene.score), t=spelt
    )


def true_gap(scene: Scene, random: Random) -> str:
    level = random.choice(list(scene.needs))
    return random.choice(TRUE_GAPS).format(
        n=spell(level, random),
        g=spell_number(scene.needs[level], random),
        b=LOW[level],
        s=decimal(scene.score),
        t=scene.level,
    )


def true_rule(random: Random) -> str:
    level = random.choice(LEVELS)
    return random.choice(TRUE_RULES).format(l=spell(level, random), b=LOW[level])
