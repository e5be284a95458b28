"""Two things that are to be compared and that no passage compares: each told by itself (比较两样东西)."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.answering.asks import Ask
from assistant.answering.parts import Part
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold, fold_all
from assistant.types import Kind, Passage

TWO = re.compile(
    r"^(?:那么?|请问|到底)?(?P<one>[^，,。？?]{2,12}?)(?:和|与|跟|同)(?P<other>[^，,。？?]{2,12}?)(?:之间|相比|比起来|两者|这两[个种样])?"
    r"(?:到底|究竟|具体|主要|都|又)?(?:的|有|是|有没有)?(?:什么|啥|哪些|何)?(?:本质)?的?"
    r"(?:区别|不同|不一样|差别|差异|分别)(?:是什么|在哪里?|吗|呢|是|啊|呀)*[？?。]*$"
)
IS_WHAT = "{}是什么"


def told_apart(ask: Ask, part: Part, answer: Callable[[Ask], Part], concepts: Concepts) -> list[Part]:
    """What each of the two things is, where ``part``, the answer to the ask, does not speak of both.

    Empty where the ask compares no two things, or one of them cannot be told either.
    """
    two = TWO.match(ask.text)
    if two is None:
        return []
    names = [fold(name) for name in two.groups()]
    best = next((passage for passage in part.shown[:1] if part.status != "refused"), None)
    if best and not best.triggers and all(speaks_of(best, name, concepts) for name in names):
        return []
    parts = [answer(Ask(IS_WHAT.format(name), kind=Kind.DEFINITION)) for name in names]
    told = all(
        each.status != "refused" and speaks_of(each.shown[0], name, concepts)
        for each, name in zip(parts, names, strict=True)
    )
    apart = told and parts[0].shown != parts[1].shown
    return [replace(each, ask=replace(each.ask, told=ask.told)) for each in parts] if apart else []


def speaks_of(passage: Passage, name: str, concepts: Concepts) -> bool:
    """Whether the heading or the lead of a passage names a thing, by any of its names."""
    text = fold_all((passage.heading[-1], passage.text.partition("\n")[0]))
    return name in text or bool(set(concepts.find(name)) & set(concepts.find(text)))
