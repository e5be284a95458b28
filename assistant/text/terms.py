"""Cut folded text into terms: overlapping characters and bigrams for Chinese, whole tokens for the rest.

No segmenter: on Chinese questions BM25 over unigrams and bigrams finds as much as over words.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

RUN = re.compile(r"(?P<han>[\u3400-\u9fff]+)|(?P<other>[a-z0-9]+(?:[./-][a-z0-9]+)*%?)")
PARTS = re.compile(r"[a-z]+|\d+")
# Words and characters that carry the grammar of a question, not its subject.
FUNCTION = re.compile(
    "请问|获得|取得|进行|开展|关于|对于|想问一下|问一下|咨询一下|麻烦|我们|你们|咱们|他们|我司|公司里|一般|通常|常见的?|大概|大约|到底|究竟|具体|目前|现在|"
    "有哪些|是哪些|哪些|什么样的|为什么|是什么|什么|怎么样|怎么|怎样|如何|多少|是不是|是否|能不能|可不可以|可以|"
    "需不需要|需要|要不要|有没有|会不会|应该|应当|如果|假如|的话|包括|以及|还有|或者|并且|而且|因为|所以|但是|"
    "老板|领导|听说|听人说|据说|既然|难道|其实|反正|请教|求助|告诉|介绍|说说|讲讲|"
    "这个|那个|这种|那种|一个|一下|一些|里面|之后|以后|之前|以前|的时候|时候|怎么办"
)
STOP = frozenset(
    "的了吗呢吧啊呀么嘛我你他她它们是在有和与或及就都也还而被把给向从到对于以之其这那哪个些一不请问下想"
)
PARTICLES = frozenset("的了吗呢吧啊呀么嘛是和与或及")  # no word that tells anything holds one of these


def terms(folded: str) -> Iterator[str]:
    """Yield the terms of a folded text, in order, with repetition.

    A run of Chinese characters gives its characters (but for those that carry only grammar) and its
    bigrams; a code such as "gb/t" or "5.1.2.2" gives itself and, where they differ, its parts.
    """
    for run in RUN.finditer(FUNCTION.sub(" ", folded)):
        if run["han"]:
            han = run["han"]
            pairs = map("".join, pairwise(han))
            if STOP.isdisjoint(han):
                yield from han
                yield from pairs
            else:
                yield from (char for char in han if char not in STOP)
                yield from (
                    pair for pair in pairs if PARTICLES.isdisjoint(pair) and not STOP.issuperset(pair)
                )
        else:
            token = run["other"]
            yield token
            parts = PARTS.findall(token)
            if len(parts) > 1 and not token[0].isdigit():
                yield from parts


def term_class_weight(term: str) -> float:
    """How much a term says by its kind: a concept or a code most, a single character least."""
    if term[0] == "§" or term[0] <= "\x7f":
        return 1.6
    return 0.25 if len(term) == 1 else 1.0
