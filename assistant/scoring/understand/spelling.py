"""The message in plain characters, so that every number is written one way."""

import re
from fractions import Fraction

from assistant.scoring.numerals import CHINESE, normalise, parse_number, show
from assistant.scoring.patterns import lazy
from assistant.scoring.wording import PART_NAMES

OUT_OF = lazy(r"(?<![\d./])(\d{1,3}(?:\.\d+)?)\s*(?:分)?\s*/\s*(\d{2,3}(?:\.\d+)?)(?:\s*分)?(?![\d./])")
ENDLESS = lazy(rf"(?<![点{CHINESE}])([{CHINESE}]{{24}})[{CHINESE}]+")
TRADITIONAL = str.maketrans(
    "幾們級點個夠麼嗎評審顆離還與從較總結後單號標達過項無沒區間員證書稱問為僅剩減別體務場廠門實際應該對於數樣屬於額獎資費",
    "几们级点个够么吗评审颗离还与从较总结后单号标达过项无没区间员证书称问为仅剩减别体务场厂门实际应该对于数样属于额奖资费",
)
PART_CLAUSE = lazy(
    r"(?<![\d.])5\.(?P<part>[123])(?![\d.])(?!\s*分)(?=[^\d,，。;；、]{0,8}(?:\d|[一二三四五六七八九十]|多少|几|没|未|还))"
)
# 拿了九成二: a share of all points is as many points; of people or of the rest of a thing it is none.
TENTHS = lazy(
    rf"(?<=[得拿到是有了])(?P<tens>[\d{CHINESE}])成(?P<ones>[\d{CHINESE}半])?(?=$|[,，。?？!！;；、]|[能算够是评几]|的?分)"
)
OF_HUNDRED = lazy(r"(?:总分|一共|总共)(?:是|有)?(?:100|一百)分?(?=[,，][^,，。]{0,6}[得拿考打]了?到?\d)")
GAINS = lazy(r"\s*(?:得|拿|考)")


def prepare(message: str) -> str:
    """Plain characters; a Chinese full stop or dot between digits is a decimal point.

    A number of more than 24 numerals is cut there: it is far above 100 either way.
    """
    text = normalise(message).replace("\u200b", "").translate(TRADITIONAL)
    text = ENDLESS.sub(r"\1", text)
    text = re.sub(r"(?<=[差缺少扣低高丢])半分", "0.5分", text)
    text = re.sub(r"(?<=\d)[。·．](?=\d)", ".", text)
    text = re.sub(r"(?<=\d)\s*点\s*(?=\d)", ".", text)
    text = re.sub(r"(?<=\d) +\. *(?=\d)", ".", text)
    text = re.sub(r"(?<![\d.])(\d) (\d)(?= ?分)", r"\1\2", text)
    text = TENTHS.sub(lambda found: f"{in_points(found)}分", text)
    text = OF_HUNDRED.sub("满分100分", text)
    text = named_parts(text)
    text = OUT_OF.sub(
        lambda found: f"得{found[1]}分，满分{found[2]}分" if is_share(found) else found[0], text
    )
    return re.sub(r"(?<=[\u4e00-\u9fff])[ \t]+(?=[\u4e00-\u9fff])", "", text)


def in_points(found: re.Match[str]) -> str:
    """The points that a share in tenths is of 100: 九成二 is 92."""
    ones = "5" if found["ones"] == "半" else found["ones"] or "0"
    return show((parse_number(found["tens"]) or 0) * 10 + (parse_number(ones) or Fraction(0)))


def named_parts(text: str) -> str:
    """The first-level parts' names in place of their clauses, where two stand: 5.1 拿 34，5.2 拿 30."""
    named = list(PART_CLAUSE.finditer(text))
    if len({found["part"] for found in named}) < 2 and not any(
        GAINS.match(text, item.end()) for item in named
    ):
        return text
    return PART_CLAUSE.sub(lambda found: PART_NAMES[f"5.{found['part']}"], text)


def is_share(found: re.Match[str]) -> bool:
    """Whether 90/94 is points gained out of points that apply."""
    gained, applicable = Fraction(found[1]), Fraction(found[2])
    return 40 <= applicable <= 100 and gained <= applicable


def adjacent_comma(text: str) -> str | None:
    """``92,5分``: a comma that may be a decimal point. Returned as written, to be asked about."""
    match = re.search(r"(?<![\d.])\d{2},\d{1,2}(?![\d.])(?=\s*分)", text)
    return match[0] if match else None
