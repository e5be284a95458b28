"""What a sampled indicator loses: its points, the samples drawn, the bad ones among them."""

import re
from fractions import Fraction

from assistant.scoring.numerals import NUMBER, parse_number, show
from assistant.scoring.patterns import lazy
from assistant.scoring.understand.model import Call, Reply, Request
from assistant.scoring.understand.reading import Reading

UNIT = r"(?:个|份|人|名|条|件|次|位|台|家|张|单|例|处|起)"
SAMPLE = r"(?:样本|样品|样(?!子)|抽样|记录|单据|档案|里(?:头|面)?|中|当中)"
DRAWN = (
    lazy(
        rf"(?:抽(?:了|查|取|样|检|到|中|看)*|抽样|查了|看了)(?:我们?|咱们?|他们?|你们|的|了|其中|一共|总共|共|有|是|:)*"
        rf"\s*(?P<n>{NUMBER})\s*{UNIT}?(?!\d)"
    ),
    lazy(rf"(?P<n>{NUMBER})\s*{UNIT}?\s*(?:的)?(?:[^\d,，。;；、]{{0,6}})?{SAMPLE}"),
    lazy(rf"(?:样本|样品)(?:量|数|总数)?(?:一共|共|为|是|有|:)*\s*(?P<n>{NUMBER})\s*{UNIT}?"),
)
WRONG = (
    r"(?:不合格|不符合|不达标|没达标|有问题|不行|不合规|没做|没签字|没有|缺|坏|不规范|不完整|没通过|出问题|"
    r"错|不对|没过)"
)
BAD = (
    lazy(
        rf"(?P<n>{NUMBER})\s*{UNIT}?(?:样本|记录|人员)?(?:是|都|存在|有)?{WRONG}(?!(?:的|了|有|\s)*{NUMBER})"
    ),
    lazy(rf"{WRONG}(?:的|了)?(?:样本)?(?:有|是|为|:)*\s*(?P<n>{NUMBER})\s*{UNIT}?"),
)
ALL_BAD = lazy(
    rf"(?:全部|全都|全|都|统统)(?:是|为)?(?:不合格|不符合|不达标|有问题|不行)|"
    rf"[一1]{UNIT}?(?:都|也)(?:不|没有?)(?:合格|符合|达标|通过|过|行)|[一1]{UNIT}?(?:合格|符合|达标)的?(?:都|也)没有?"
)
NONE_BAD = lazy(
    rf"[一1]{UNIT}?(?:都|也)没有?(?:问题|毛病|不合格|不符合|错|缺)|[一1]{UNIT}?(?:不合格|不符合|有问题)的?(?:都|也)没有?|"
    rf"没有?(?:发现|任何|[一1]{UNIT}?)*(?:不合格|不符合|问题|毛病)|(?:全部|全都|全|都|统统)(?:是|为)?(?:合格|符合|达标|没问题|没有问题|通过)"
)
GOOD = (
    lazy(rf"(?P<n>{NUMBER})\s*{UNIT}?(?:样本|记录|人员)?(?:是|都)?(?:合格|符合|达标|没问题|通过)(?!率)"),
    lazy(
        rf"(?<![不没未])(?:合格|符合|达标|没问题|通过)(?:的|了)?(?:有|是|为|只有|:)*\s*(?P<n>{NUMBER})\s*{UNIT}?"
    ),
)
ALL_OR_NONE = lazy(rf"[一1]{UNIT}?(?:都|也|不|合|符)")
SAMPLE_ASK = lazy(r"扣|得(?:几|多少)|几分|多少分|怎么(?:算|打|扣|计)|按比例|不得分|没分|零分|算(?:多少|几)")
TOLD = lazy(r"抽|样|查了|看了")
QUESTION = lazy(r"[?？吗么呢]|几|多少|怎么|如何|什么|能|会|要不要|哪")
WORTH = lazy(
    rf"(?:这|那|该|本|此|要是|如果|假如|就算|换成|按)*(?:个|一)?(?:条|项|指标|项目|小项)*(?:指标|条款)?的?(?:总共|一共|要是|如果|假如|就|按)*"
    rf"(?:满分|分值|标准分|总分|值|占|是|有|为|共|:|=)*\s*(?P<n>{NUMBER})\s*(?P<unit>分)?(?:的)?(?:指标|项目?|条款?|话)*"
    rf"(?:呢|吧|啊|呀)?(?:[,，]?\s*(?:那么?|这样|这次|我们|要|该|会|能|应该|得)*(?:被)?(?:扣|得|剩|丢)(?:掉|下)?(?:多少|几)(?:分)?(?:[呢啊呀])?)?[。?？!！]*"
)
NAMED = lazy(r"(?:这|那|该|此|每)一?(?:个|条|项)|满分|分值|标准分|指标|条款|分的(?:项目|小?项|题)")
COUNTED = lazy(rf"(?P<n>{NUMBER})\s*(?:{UNIT})")
WHOLE = lazy(r"(?:总分|总评|评分|得分|综合|评了|打了|考了|得了)(?:是|为|有|:|\s)*$")
AGAIN = lazy(
    r"(?:那么?|这样|一共|总共|要|该|会|能|还|实际|最后)*(?:扣|得|剩)(?:掉|下)?(?:多少|几)分?[呢啊呀?？]*"
)
POINTS_NEEDED = "请问这一项指标的分值是多少？按比例扣分 = 分值 × 不符合样本数 ÷ 样本总数。"
COUNTS_NEEDED = (
    "请问一共抽了多少个样本、其中多少个不符合？抽样的指标按比例扣：分值 × 不符合样本数 ÷ 样本总数；"
    "定性指标不符合就全扣。"
)


def read_sample(reading: Reading) -> Request | Reply | None:
    """What a sampled indicator loses; every count of the message must be the samples or the bad ones."""
    counts = counted(reading.numbers)
    if counts is None:
        return followed(reading, found(BAD, reading.numbers)) or counts_needed(reading)
    samples, wrong, rest = counts
    worth = [
        item
        for item in reading.of("item", "score", "applicable")
        if item.unit and not WHOLE.search(reading.text[: item.start])
    ]
    if not worth and reading.of("score"):
        return None
    drawn = TOLD.search(reading.text) or NAMED.search(reading.text)
    if not SAMPLE_ASK.search(reading.text) and not (drawn and (worth or told(reading))):
        return None
    if len(worth) > 1:
        return Reply("ask_back", POINTS_NEEDED)
    if left_over(rest):
        return Reply("ask_back", "请问一共抽了多少个样本、其中多少个不符合？", "sample")
    return sampled(worth[0].value if worth else None, samples, wrong)


def counted(text: str) -> tuple[Fraction, Fraction, str] | None:
    """The samples drawn, the bad ones among them, and the text without both numbers; None without either."""
    everyone = 0 if NONE_BAD.search(text) else 1 if ALL_BAD.search(text) else None
    bad = found(BAD, text) if everyone is None else None
    rest = text if bad is None else blank(text, bad)
    drawn = found(DRAWN, rest)
    samples = parse_number(drawn["n"]) if drawn else None
    if drawn is None or samples is None:
        return None
    rest = blank(rest, drawn)
    if everyone is not None:
        return samples, samples * everyone, ALL_OR_NONE.sub("", rest)
    good = found(GOOD, rest) if bad is None else None
    part = parse_number((bad or good or {"n": ""})["n"])
    if part is None:
        return None
    return samples, samples - part if good else part, blank(rest, good) if good else rest


def told(reading: Reading) -> bool:
    """Whether the counts are told and nothing is asked, nor any score told with them."""
    return not QUESTION.search(reading.text) and not reading.of("score") and "星" not in reading.text


def counts_needed(reading: Reading) -> Reply | None:
    """The points of one indicator, told without the counts they are lost by."""
    match = WORTH.fullmatch(reading.text)
    named = match and match["unit"] and NAMED.search(reading.text) and worth_of(reading, match)
    asked = reading.of("item") and TOLD.search(reading.text) and re.search(r"扣|得几", reading.text)
    return Reply("ask_back", COUNTS_NEEDED, "sample") if named or asked else None


def worth_of(reading: Reading, match: re.Match[str]) -> Fraction | None:
    """The points of one indicator; None where the number is too great for one."""
    value, most = parse_number(match["n"]), max(map(int, reading.rules.value("parts", "points").values()))
    return value if value is not None and 0 < value <= most else None


def sampled(points: Fraction | None, samples: Fraction, wrong: Fraction) -> Request | Reply:
    """The call for one sampled indicator; for the share it loses where its points are not known."""
    whole = samples.denominator == wrong.denominator == 1
    if not whole or not 0 <= wrong <= samples or samples < 1:
        return Reply("invalid", f"{show(samples)} 个样本里有 {show(wrong)} 个不符合，数目不合理，请核对。")
    counts = {"samples": int(samples), "bad": int(wrong)}
    if points is None:
        return Request("share", (Call("score.sample", counts),))
    return Request("sample", (Call("score.sample", {"points": show(points), **counts}),))


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
    """The sampled indicator before, asked again, with its points or with another number of bad samples."""
    request = reading.state.last("score.sample")
    if request is None:
        return None
    inputs = request.calls[0].inputs
    match, current = WORTH.fullmatch(reading.text), request is reading.state.request
    worth = worth_of(reading, match) if match and (current or NAMED.search(reading.text)) else None
    if worth is not None:
        return sampled(worth, Fraction(inputs["samples"]), Fraction(inputs["bad"]))
    if not current:
        return None
    if bad is not None and not reading.of("score", "item") and not left_over(blank(reading.numbers, bad)):
        wrong, points = parse_number(bad["n"]), inputs.get("points")
        known = None if points is None else Fraction(points)
        return None if wrong is None else sampled(known, Fraction(inputs["samples"]), wrong)
    return request if AGAIN.fullmatch(reading.text) else None
