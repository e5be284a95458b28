"""``python -m evals.perturb``: make the perturbed suite from golden, the same way every time (扰动).

Every golden question is spoilt in one way, chosen by its id: two neighbouring characters swapped,
a character typed as another of the same sound, a word left in pinyin, a character left out,
traditional characters, full width. What changes the meaning (numerals, negations, star levels)
is never touched. English is translated by hand (english.json). What is expected stays the same.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

from evals.items import Item
from evals.suite import SUITES, load_suite

PERTURBED = "perturbed"
ENGLISH = Path(__file__).parent / "english.json"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
KEPT = frozenset("零一二两三四五六七八九十百千万半几多少不没无未非别年月天日分星级项个")
FEWEST = 6  # Chinese characters that a question must have to spare one
# Words long enough to be typed in pinyin by someone in a hurry.
TYPED = (
    *("售后服务", "管理师", "认证机构", "营业执照", "有效期", "满意度", "证书", "认证", "售后", "审核"),
    *("材料", "流程", "费用", "申请", "标准", "指标", "投标", "机构", "企业", "公司", "客户", "评分", "现场"),
    *("手册", "监督", "合同", "培训", "记录", "投诉", "维修", "人员", "服务", "产品", "怎么", "什么", "可以"),
    "需要",
)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}

Homophones = Mapping[str, Sequence[str]]
Perturbation = Callable[[str, int, Homophones], str]


def homophones_in(questions: Sequence[str]) -> Homophones:
    """The characters of the questions by sound, the commoner first."""
    common = Counter(CHINESE.findall("".join(questions)))
    by_sound: dict[str, list[str]] = {}
    for character, _ in sorted(common.items(), key=lambda pair: (-pair[1], pair[0])):
        by_sound.setdefault(sound(character), []).append(character)
    return by_sound


def same_sound(character: str, homophones: Homophones) -> str:
    """The commonest other character of the same sound; itself where there is none."""
    same = homophones.get(sound(character), ())
    return next((other for other in same if other != character and other not in KEPT), character)


def sound(text: str) -> str:
    """Pinyin without tones."""
    return "".join(lazy_pinyin(text, style=Style.NORMAL))


def perturbed(golden: Sequence[Item]) -> Iterator[Item]:
    """One spoilt question for each golden one, then those in English."""
    homophones = homophones_in([item.question or "" for item in golden])
    yield from (spoilt(item, homophones) for item in golden)
    by_id = {item.id: item for item in golden}
    translations: Mapping[str, str] = json.loads(ENGLISH.read_text(encoding="utf-8"))
    yield from (child(by_id[name], "english", text) for name, text in translations.items())


def spoilt(item: Item, homophones: Homophones) -> Item:
    """The item, spoilt in the first way that changes it; which way comes first is set by its id."""
    question = item.question or ""
    seed = int.from_bytes(hashlib.sha256(item.id.encode()).digest()[1:5])
    names = list(PERTURBATIONS)
    turned = names[seed % len(names) :] + names[: seed % len(names)]
    tried = ((name, PERTURBATIONS[name](question, seed, homophones)) for name in turned)
    name, text = next((name, text) for name, text in tried if text != question)
    return child(item, name, text)


def child(item: Item, name: str, question: str) -> Item:
    """The item asked in another way."""
    changed = {
        "id": f"{item.id}-{name}",
        "question": question,
        "tags": (PERTURBED, name),
        "parent": item.id,
        "note": "",
    }
    return item.model_copy(update=changed)


def places(question: str) -> list[int]:
    """Where a character may be spoilt; nowhere in a question too short to spare one."""
    chinese = [place for place, sign in enumerate(question) if CHINESE.match(sign)]
    return [place for place in chinese if question[place] not in KEPT] if len(chinese) >= FEWEST else []


def typo(question: str, seed: int, _homophones: Homophones) -> str:
    """Two neighbouring characters swapped."""
    free = set(places(question))
    pairs = [place for place in sorted(free) if place + 1 in free and question[place] != question[place + 1]]
    if not pairs:
        return question
    place = pairs[seed // 7 % len(pairs)]
    return question[:place] + question[place + 1] + question[place] + question[place + 2 :]


def homophone(question: str, seed: int, homophones: Homophones) -> str:
    """A character typed as another of the same sound."""
    able = [place for place in places(question) if same_sound(question[place], homophones) != question[place]]
    if not able:
        return question
    place = able[seed // 7 % len(able)]
    return question[:place] + same_sound(question[place], homophones) + question[place + 1 :]


def missing(question: str, seed: int, _homophones: Homophones) -> str:
    """A character left out."""
    free = places(question)
    if not free:
        return question
    place = free[seed // 7 % len(free)]
    return question[:place] + question[place + 1 :]


def pinyin(question: str, _seed: int, _homophones: Homophones) -> str:
    """A word left in pinyin."""
    word = next((word for word in TYPED if word in question), "")
    return question.replace(word, sound(word), 1) if word else question


def traditional(question: str, _seed: int, _homophones: Homophones) -> str:
    """Traditional characters."""
    return str(_converter().convert(question))


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def fullwidth(question: str, _seed: int, _homophones: Homophones) -> str:
    """Digits, letters and signs in full width."""
    return question.translate(WIDE)


PERTURBATIONS: Mapping[str, Perturbation] = {
    "fullwidth": fullwidth,
    "typo": typo,
    "homophone": homophone,
    "pinyin": pinyin,
    "missing": missing,
    "traditional": traditional,
}


def main() -> None:
    """Write evals/suites/perturbed.jsonl; lock it afterwards: assistant eval validate perturbed --lock."""
    items = perturbed(load_suite("golden").items)
    lines = (item.model_dump_json(exclude_defaults=True) for item in items)
    (SUITES / f"{PERTURBED}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
