"""What points at things that were listed: the second one, the next one, all three (指代列出的各项)."""

import re
from collections.abc import Iterable
from itertools import pairwise

from assistant.answering.asks import TELL_MORE
from assistant.answering.blocks import items_of
from assistant.answering.leaning import Leaning
from assistant.retrieval.query import CLAUSE
from assistant.scoring.numerals import parse_number
from assistant.types import Kind, Passage

LISTED = re.compile(r"[这那](?P<count>[两三四五六几些])(?:[条项个点种样步]|(?=[要各都分]))")
# One of the things that were listed: "第二条具体说什么".
ORDINAL = re.compile(
    r"第(?P<which>[一二三四五六七八九1-9])[条项个点种样步组类]|最后(?:那|面|的)?那?一?[条项个点种样步组类](?!月)"
)
ELABORATES = re.compile(r"展开|详细|细说|具体(?:说|讲)|讲讲|说说")
STEP = re.compile(r"步(?!骤)|然后|接下来|接着")
FURTHER = re.compile(
    r"^(?:(?:那么?|然后|再)?(?:[下后](?:一?[条项步]|一[个组点类](?!月|年|季|星期))|(?P<back>[上前]一?[条项步]))|"
    r"(?:那|再)?(?:然后|接下来|接着)(?=(?:要|该|干|做|是|呢|什么|啥)+[？?]?$))(?:要|该)?(?:干|做)?"
    r"(?:是|讲|说)?(?:的?(?:什么|啥))?呢?[，,？?]?(?P<rest>.*)$"
)
ASKED_OF_CLAUSE = "有什么要求"
DISTINCT = re.compile(r"分别|各自?|都(?:要|是|讲|说|有|指)")
LONGEST_ITEM = 20  # characters of a thing in a list that can be put in for "这两条"
MOST_LISTED = 4  # things of a list that "这几条" asks of at once


def lists_for(question: str, shown: Iterable[Passage], passages: Iterable[Passage]) -> list[list[str]]:
    """The lists that a question may point into: those of the passages that were shown, the last one's first.

    One that speaks of a step may mean a step of the certification, though they were not listed.
    """
    ways = (passage for passage in passages if passage.overview and passage.kind is Kind.STEPS)
    return [items_of(passage) for passage in (*shown, *(ways if STEP.search(question) else ()))]


def one_of_listed(said: Leaning) -> str | None:
    """第二条说什么: the second thing that was listed; to be told more of it, its name is enough.

    Of several lists that one is meant which has the thing that is named ("最后那条代用品"), else the last.
    """
    which = ORDINAL.search(said.question)
    if not which:
        return None
    place = int(parse_number(which["which"]) or 0) if which["which"] else 0
    fitting = [items[place - 1] for items in said.lists if items and place <= len(items)]
    if not fitting:
        return None
    named = pairs_in(ORDINAL.sub("", said.plain))
    item = next((item for item in fitting if named & pairs_in(item)), fitting[0])
    if ELABORATES.search(said.question):
        return f"{name_of(item)}，{TELL_MORE}"
    return ORDINAL.sub(item, said.plain, count=1).removesuffix("呢")


def one_further(said: Leaning) -> str | None:
    """下一步呢: the thing that was listed behind the one just spoken of; 下一条: the next clause."""
    step = FURTHER.match(said.question)
    if not step:
        return None
    way = -1 if step["back"] else 1
    asked = step["rest"].strip("，, ")
    if clause := CLAUSE.match(said.last.heading):
        parent, _, last = clause[0].rpartition(".")
        return f"{parent}.{int(last) + way} {asked or ASKED_OF_CLAUSE}" if int(last) + way > 0 else None
    for items in said.lists:
        names = [name_of(item) for item in items]
        place = next((place for place, name in enumerate(names) if spoken_of(name, said)), None)
        if place is not None and 0 <= place + way < len(names):
            return f"{names[place + way]}，{asked or TELL_MORE}"
    return None


def all_listed(said: Leaning) -> str | None:
    """这几条都讲什么: the things that were listed; 几 is as many as one can still be told of."""
    found = LISTED.search(said.question)
    listed = said.lists[0] if said.lists else ()
    if not found or not listed or not DISTINCT.search(said.question):
        return None
    many = (
        len(listed) <= MOST_LISTED
        if found["count"] in "几些"
        else parse_number(found["count"]) == len(listed)
    )
    short = all(len(item) <= LONGEST_ITEM for item in listed)
    return LISTED.sub("、".join(listed), said.plain, count=1) if many and short else None


def name_of(item: str) -> str:
    """What a listed thing is called, without what is said of it."""
    return item.partition("：")[0].partition("（")[0]


def spoken_of(name: str, said: Leaning) -> bool:
    """Whether the turn before spoke of the thing of this name."""
    return name in said.before or any(text and text in name for text in (said.last.heading, said.last.topic))


def pairs_in(text: str) -> set[str]:
    """The neighbouring characters of a text, by which a thing is known again."""
    return set(map("".join, pairwise(text)))
