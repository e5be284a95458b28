"""Small pieces of Chinese that every explanation uses."""

from datetime import date
from fractions import Fraction
from math import ceil

from assistant.scoring.numerals import is_decimal, show, shown
from assistant.scoring.rules import FAILED

PART_NAMES = {"5.1": "售后服务体系", "5.2": "商品服务", "5.3": "顾客服务"}


def number(exact: str, *, up: bool = False) -> str:
    """A receipt's number as it is where it is a finite decimal; else with two decimals and 约: a score
    is cut downwards, a distance upwards.
    """
    value = Fraction(exact)
    if is_decimal(value):
        return show(value)
    text = shown(Fraction(ceil(value * 100), 100) if up else value, 2)
    return f"约 {text}"


def points(exact: str, *, up: bool = False) -> str:
    """``92.5 分``."""
    return f"{number(exact, up=up)} 分"


def needs(exact: str) -> str:
    """``差 2.5 分`` or ``差约 0.26 分``."""
    text = points(exact, up=True)
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
