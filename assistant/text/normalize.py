"""One form for every way of writing the same thing: width, case, script, dialect, control characters."""

import re
import unicodedata
from functools import cache, lru_cache

import opencc

CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
SPACE = re.compile(r"[^\S\n]+")
LINES = re.compile(r"\s*\n\s*")
# Dialect and net speech for the plain words of a question.
SPOKEN = {
    "咋整": "怎么办", "咋个": "怎么", "咋": "怎么", "肿么": "怎么",
    "啥": "什么", "俺": "我", "甭": "不用", "木有": "没有", "几多": "多少",
}  # fmt: skip
SPOKEN_FORM = re.compile("|".join(SPOKEN).replace("木", r"(?<![\u4e00-\u9fff])木"))  # not in 红木有三包吗


@cache
def converter() -> opencc.OpenCC:
    """The converter from traditional to simplified characters (繁转简)."""
    return opencc.OpenCC("t2s")


def clean_question(text: str) -> str:
    """A question as it is kept and shown: no control characters, single spaces and line breaks."""
    return LINES.sub("\n", SPACE.sub(" ", CONTROL.sub("", text))).strip()


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """The form that is searched: NFKC, simplified characters, lower case, plain words for spoken ones.

    "ＧＢ／Ｔ　２７９２２" and "gb/t 27922" fold to the same text, "認證" and "认证" too, "咋办" and "怎么办".
    """
    plain = str(converter().convert(unicodedata.normalize("NFKC", CONTROL.sub("", text)))).lower()
    return SPOKEN_FORM.sub(lambda form: SPOKEN[form[0]], plain)


@lru_cache(maxsize=1024)
def fold_all(texts: tuple[str, ...]) -> str:
    """Texts that are read again and again, those of a passage, folded into one."""
    return fold(" ".join(texts))
