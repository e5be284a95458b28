"""Where a text speaks of a level or of points, in every spelling we know."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from assistant.scoring.numerals import CHINESE, NUMBER, parse_number
from assistant.scoring.patterns import lazy
from assistant.scoring.rules import FAILED

STARS = {
    "一": 1,
    "壹": 1,
    "二": 2,
    "两": 2,
    "贰": 2,
    "三": 3,
    "叁": 3,
    "四": 4,
    "肆": 4,
    "五": 5,
    "伍": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "V": 5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    **{str(digit): digit for digit in range(1, 10)},
}
NAMES = {3: "三星级", 4: "四星级", 5: "五星级"}
TRADITIONAL = str.maketrans("級達標為於顆個總評項數還離屬滿級貴", "级达标为于颗个总评项数还离属满级贵")

LEVEL = lazy(
    r"(?P<row>[★⭐✭✮🌟]{1,7})[☆✩]*"
    r"|(?P<spelt>[一壹二两贰三叁四肆五伍六七八九1-9V])(?:[颗个枚]|\s)*(?:星(?![期座辰球])|[★⭐🌟]+)(?:级|等)?"
    r"|(?P<english>one|two|three|four|five|six|seven|[1-9])[ -]?stars?(?:[ -]?(?:rating|rated|level))?"
    r"|(?:星级|星数|等级|级别|评级)(?:评定|认定|结果|应)?(?:是|为|:|=|"
    r"→)\s*(?P<stated>[一二三四五六七1-7])(?![\d.年个项分])(?!\s*[颗个枚]?\s*(?:星|★|"
    r"-?\s?star))级?"
    r"|(?P<best>(?:最高|顶)(?:的)?(?:一?[级档]别?|等级?|星级?|级|档次?)|满星)"
    r"|(?P<failed>(?:评价)?不合格(?!的?(?:[项品样]|记录|指标|材料|产品))|不及格|不达标|"
    r"(?:未|没有?|不能|无法|不)(?:能|会)?(?:通过|定级|评级)(?!的)|未达标|没有?达标)"
    r"|(?P<pass>达标(?:级|等级|档)?)"
    r"|(?P<graded>(?<!不)(?:合格(?![证品率])|及格)|(?<!未)(?<!没)(?<!不能)通过(?=认证|评审|"
    r"审核|评价|了|。|$))",
    re.IGNORECASE,
)
NOT_POINTS = r"(?!钟|店|公司|之|部|支|别|包|析|布|配|局|行|厂|校|工|散|批|类|档|段|级|数线)"
POINTS = lazy(
    rf"(?P<stated>(?:得分|评分|总分|综合分|最终分|分数|成绩|score)(?!线)(?:[^,，。;；、\d{CHINESE}★]{{0,6}}?"
    rf"(?:是|为|有|达|到|:|=|of|is|\s))?(?:约|\s)*)?(?P<sign>[-−负])?(?P<n>{NUMBER})"
    rf"(?:\s*(?P<unit>分{NOT_POINTS}|points?\b)(?P<half>半)?|(?P<full>/100(?!\d)))?",
    re.IGNORECASE,
)
IDIOMS = lazy(
    r"十分(?=[重必关清明满理想感抱详困接优良好严复简充完合])|百分(?:制|比|点)|"
    r"百分之[\d零一二三四五六七八九十.点]+|千分之|万分|一分为二"
)


@dataclass(frozen=True, slots=True)
class LevelMention:
    """A level spoken of; ``name`` is ``通过`` where only passing is said, ``二星级`` where there is none."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PointsMention:
    """Points spoken of; ``places`` is how many decimals were written."""

    value: Fraction
    places: int
    start: int
    end: int


def plain(text: str) -> str:
    """One spelling of every character; Markdown marks, citations and spaces between characters dropped."""
    text = unicodedata.normalize("NFKC", text).translate(TRADITIONAL)
    text = re.sub(r"您好|你好", "", text)
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff\ufe0f*_`~^]|\[\d+\]", "", text)
    return re.sub(
        r"(?<=[\u4e00-\u9fff★⭐])[ \t]+(?=[\u4e00-\u9fff★⭐\d])|(?<=\d)[ \t]+(?=[\u4e00-\u9fff])", "", text
    )


def find_levels(text: str) -> list[LevelMention]:
    """Every level mentioned in plain text."""
    return [
        LevelMention(level_name(match), match.start(match.lastgroup or 0), match.end())
        for match in LEVEL.finditer(text)
    ]


def level_name(match: re.Match[str]) -> str:
    """The level's own name, whatever the spelling."""
    kind = match.lastgroup
    if kind == "row":
        return star_name(len(match["row"]))
    if kind in ("spelt", "english", "stated"):
        return star_name(STARS[(match[kind] or "").lower() if kind == "english" else match[kind]])
    return {"best": "五星级", "failed": FAILED, "pass": "达标级", "graded": "通过"}[kind or ""]


def star_name(stars: int) -> str:
    """三星级, or a level that does not exist."""
    return NAMES.get(stars, f"{stars} 星级")


def find_points(text: str) -> list[PointsMention]:
    """Every number of points in plain text: with 分, out of 100, or behind 得分/评分/总分."""
    text = IDIOMS.sub(lambda match: " " * len(match[0]), text)
    found = []
    for match in POINTS.finditer(text):
        if not (match["unit"] or match["full"] or (match["stated"] and stands_alone(text, match))):
            continue
        value = parse_number(match["n"])
        if value is None:
            continue
        value += Fraction(1, 2) if match["half"] else 0
        places = len(match["n"].partition(".")[2])
        found.append(PointsMention(-value if match["sign"] else value, places, match.start("n"), match.end()))
    return found


def stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a bare number behind 得分 counts no other thing."""
    return re.match(r"\s*(?:[个项条%家人名年月日号章种]|/\d|\.\d)", text[match.end() :]) is None


def mask(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with spans blanked out, at the same places."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
