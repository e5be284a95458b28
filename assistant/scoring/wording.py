"""Small pieces of Chinese that every explanation uses."""

from datetime import date
from fractions import Fraction
from math import ceil

from assistant.scoring.numerals import half_up, is_decimal, rounded, show
from assistant.scoring.rules import FAILED

PART_NAMES = {"5.1": "售后服务体系", "5.2": "商品服务", "5.3": "顾客服务"}
ASKERS = dict.fromkeys(
    ("我们", "我", "我司", "咱们", "咱", "我厂", "本公司", "我公司", "我们公司", "公司", "单位"), "你们"
)


def addressed(owner: str) -> str:
    """Whose score it is as the answer calls it: the asker is 你们, never 我们."""
    return ASKERS.get(owner, owner)


def number(exact: str, *, up: bool = False) -> str:
    """A receipt's number as it is where it is a finite decimal; else with two decimals and 约, rounded half
    up short of the next whole number, or upwards where it is what is needed.
    """
    value = Fraction(exact)
    if is_decimal(value):
        return show(value)
    return f"约 {two_places(Fraction(ceil(value * 100), 100) if up else rounded(value, 2))}"


def two_places(value: Fraction) -> str:
    """``96.20``: both decimals written, so that a rounded number is seen to be one."""
    hundredths = abs(int(value * 100))
    return f"{'-' if value < 0 else ''}{hundredths // 100}.{hundredths % 100:02d}"


def points(exact: str, *, up: bool = False) -> str:
    """``92.5 分``."""
    return f"{number(exact, up=up)} 分"


def needs(exact: str) -> str:
    """``差 2.5 分`` or ``差约 0.26 分``."""
    text = points(exact, up=half_up(Fraction(exact), 2) == 0)
    return f"差{text}" if text.startswith("约") else f"差 {text}"


def bold(level: str) -> str:
    """A level as it is shown in an answer."""
    return f"**{level}**"


def is_level(level: str) -> str:
    """``是**四星级**`` or ``**评价不合格**``."""
    return bold(level) if level == FAILED else f"是{bold(level)}"


def day(iso: str) -> str:
    """``2027 年 5 月 10 日``."""
    value = date.fromisoformat(iso)
    return f"{value.year} 年 {value.month} 月 {value.day} 日"
