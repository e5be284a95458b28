"""What the shipped embedding model reads: a text's characters and bigrams, set apart by spaces.

No segmenter: a word that the model has not read is still made of characters and bigrams that it has.
"""

import re
from collections.abc import Iterable
from itertools import chain
from operator import add

RUN = re.compile(r"(?P<han>[\u3400-\u9fff]+)|[a-z]+|[0-9]+")


def grams(folded: str) -> str:
    """The characters and bigrams of each Chinese run; each word and number as it is.

    "证书5年 valid" gives "证 书 证书 5 年 valid".
    """
    return " ".join(piece for run in RUN.finditer(folded) for piece in pieces(run))


def pieces(run: re.Match[str]) -> Iterable[str]:
    """What a run of one script is read as."""
    text = run[0]
    return chain(text, map(add, text, text[1:])) if run["han"] else (text,)
