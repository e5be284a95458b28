"""What a sampled indicator loses: its points, the samples drawn, the bad ones among them."""

import re
from fractions import Fraction

from assistant.scoring.numerals import NUMBER, parse_number, show
from assistant.scoring.understand.model import Call, Reply, Request
from assistant.scoring.understand.reading import Reading

UNIT = r"(?:个|份|人|名|条|件|次|位|台|家|张|单|例|处|起)"
SAMPLE = r"(?:样本|样品|样(?!子)|抽样|记录|单据|档案|里(?:头|面)?|中|当中)"
DRAWN = (
    re.compile(
        rf"(?:抽(?:了|查|取|样|检|到|中)*|抽样)(?:的|了|共|有|是|:)*\s*(?P<n>{NUMBER})\s*{UNIT}?(?!\d)"
    ),
    re.compile(rf"(?P<n>{NUMBER})\s*{UNIT}?\s*(?:的)?(?:[^\d,，。;；、]{{0,6}})?{SAMPLE}"),
    re.compile(rf"(?:样本|样品)(?:量|数|总数)?(?:一共|共|为|是|有|:)*\s*(?P<n>{NUMBER})\s*{UNIT}?"),
)
WRONG = (
    r"(?:不合格|不符合|不达标|没达标|有问题|不行|不合规|没做|没签字|没有|缺|坏|不规范|不完整|没通过|出问题|"
    r"错|不对|没过)"
)
BAD = (
    re.compile(rf"(?P<n>{NUMBER})\s*{UNIT}?(?:样本|记录|人员)?(?:是|都|存在|有)?{WRONG}(?!\s*{NUMBER})"),
    re.compile(rf"{WRONG}(?:的|了)?(?:样本)?(?:有|是|为|:)*\s*(?P<n>{NUMBER})\s*{UNIT}?"),
)
ALL_BAD = re.compile(r"(?:全部|全都|全|都|统统)(?:是|为)?(?:不合格|不符合|不达标|有问题|不行)")
SAMPLE_ASK = re.compile(r"扣|得(?:几|多少)|几分|多少分|怎么(?:算|打|扣)")
TOLD = re.compile(r"抽|样")
COUNTED = re.compile(rf"(?P<n>{NUMBER})\s*(?:{UNIT})")
WHOLE = re.compile(r"(?:总分|总评|评分|得分|综合|评了|打了|考了|得了)(?:是|为|有|:|\s)*$")
AGAIN = re.compile(
    r"(?:那么?|这样|一共|总共|要|该|会|能|还|实际|最后)*(?:扣|得|剩)(?:掉|下)?(?:多少|几)分?[呢啊呀?？]*"
)
POINTS_NEEDED = "请问这一项指标的分值是多少？按比例扣分 = 分值 × 不符合样本数 ÷ 样本总数。"


def read_sample(reading: Reading) -> Request | Reply | None:
    """What a sampled indicator loses; every count of the message must be the samples or the bad ones."""
    bad = found(BAD, reading.numbers)
    rest = reading.numbers if bad is None else blank(reading.numbers, bad)
    drawn = found(DRAWN, rest)
    if drawn is None or (bad is None and not ALL_BAD.search(reading.text)):
        return followed(reading, bad)
    worth = [
        item
        for item in reading.of("item", "score", "applicable")
        if item.unit and not WHOLE.search(reading.text[: item.start])
    ]
    if not worth and reading.of("score"):
        return None
    if not SAMPLE_ASK.search(reading.text) and not (worth and TOLD.search(reading.text)):
        return None
    samples = parse_number(drawn["n"])
    wrong = parse_number(bad["n"]) if bad else samples
    if samples is None or wrong is None:
        return None
    if len(worth) != 1:
        return Reply("ask_back", POINTS_NEEDED)
    if left_over(blank(rest, drawn)):
        return Reply("ask_back", "请问一共抽了多少个样本、其中多少个不符合？")
    return sampled(worth[0].value, samples, wrong)


def sampled(points: Fraction, samples: Fraction, wrong: Fraction) -> Request | Reply:
    """The call for one sampled indicator."""
    whole = samples.denominator == wrong.denominator == 1
    if not whole or not 0 <= wrong <= samples or samples < 1:
        return Reply("invalid", f"{show(samples)} 个样本里有 {show(wrong)} 个不符合，数目不合理，请核对。")
    inputs = {"points": show(points), "samples": int(samples), "bad": int(wrong)}
    return Request("sample", (Call("score.sample", inputs),))


def found(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    """The first of the patterns that finds a number."""
    matches = (pattern.search(text) for pattern in patterns)
    return next((match for match in matches if match and parse_number(match["n"]) is not None), None)


def blank(text: str, match: re.Match[str]) -> str:
    """The text without the number found, at the same places."""
    return text[: match.start("n")] + "\x00" * len(match["n"]) + text[match.end("n") :]


def left_over(text: str) -> bool:
    """Whether another count stands in the text: 抽了两次，每次 5 份."""
    one = (match["n"] for match in COUNTED.finditer(text))
    return any(number not in ("一", "1") for number in one)


def followed(reading: Reading, bad: re.Match[str] | None) -> Request | Reply | None:
    """The sampled indicator before, asked again or with another number of bad samples."""
    request = reading.state.request
    if request is None or request.aspect != "sample":
        return None
    inputs = request.calls[0].inputs
    if bad is not None and not reading.of("score", "item") and not left_over(blank(reading.numbers, bad)):
        wrong = parse_number(bad["n"])
        return (
            None if wrong is None else sampled(Fraction(inputs["points"]), Fraction(inputs["samples"]), wrong)
        )
    return request if AGAIN.fullmatch(reading.text) else None
