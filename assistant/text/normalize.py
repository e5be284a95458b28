"""One form for every way of writing the same thing: width, case, script, control characters."""

import re
import unicodedata
from functools import cache, lru_cache

import opencc

CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
SPACE = re.compile(r"\s+")


@cache
def converter() -> opencc.OpenCC:
    """The converter from traditional to simplified characters (繁转简)."""
    return opencc.OpenCC("t2s")


def clean_question(text: str) -> str:
    """A question as it is kept and shown: no control characters, single spaces, nothing else changed."""
    return SPACE.sub(" ", CONTROL.sub("", text)).strip()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The form that is searched: NFKC, simplified characters, lower case.

    "ＧＢ／Ｔ　２７９２２" and "gb/t 27922" fold to the same text, "認證" and "认证" too.
    """
    return str(converter().convert(unicodedata.normalize("NFKC", CONTROL.sub("", text)))).lower()
