"""What a corpus must keep beyond its schema: known sources, unique ids, clauses of the tree."""

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from assistant.knowledge.corpus import Corpus
from assistant.knowledge.entries import Indicator
from assistant.types import Confidence

NUMBER = re.compile(r"\d+(?:\.\d+)*")
CHAPTER = re.compile(r"^[1-46](\.\d+){0,2}$|^5$")
POINTS_IN_TEXT = re.compile(r"(?P<clause>5(?:\.\d){1,3})[^。\n]{0,40}?占 (?P<points>\d+(?:\.\d+)?) 分")


def problems(corpus: Corpus) -> list[str]:
    """Every broken rule as one line that names the passage; empty when the corpus is sound."""
    return [
        *duplicate_ids(corpus),
        *unknown_sources(corpus),
        *foreign_clauses(corpus),
        *tree_problems(corpus.indicators),
        *points_that_contradict(corpus),
        *unmarked_doubts(corpus),
        *shared_questions(corpus),
        *foreign_numbers(corpus),
    ]


def duplicate_ids(corpus: Corpus) -> Iterator[str]:
    """Ids of passages and of documents are unique."""
    counts = Counter(passage.id for passage in corpus.passages)
    counts.update(document.id for document in corpus.documents)
    yield from (f"{name}: 这个编号用了 {n} 次" for name, n in counts.items() if n > 1)


def unknown_sources(corpus: Corpus) -> Iterator[str]:
    """Every source named is registered."""
    for passage in corpus.passages:
        for source in passage.sources:
            if source not in corpus.sources:
                yield f"{passage.id}: 来源 {source} 没有登记"


def foreign_clauses(corpus: Corpus) -> Iterator[str]:
    """A clause is a node of the tree or a chapter of the standard."""
    known = {node.clause for node in corpus.indicators}
    for passage in corpus.passages:
        if passage.clause and passage.clause not in known and not CHAPTER.match(passage.clause):
            yield f"{passage.id}: 条款 {passage.clause} 不在指标树里"


def tree_problems(indicators: tuple[Indicator, ...]) -> Iterator[str]:
    """Each node has its parent; no known points of children exceed their parent's."""
    by_clause = {node.clause: node for node in indicators}
    for node in indicators:
        if node.level > 1 and node.parent not in by_clause:
            yield f"{node.clause}: 上级 {node.parent} 不在指标树里"
        if (node.points is None) != (node.points_confidence is None):
            yield f"{node.clause}: points 和 points_confidence 要一起填"
        children = [child for child in indicators if child.parent == node.clause]
        known = sum((Fraction(child.points) for child in children if child.points), Fraction(0))
        if node.points is not None and known > Fraction(node.points):
            yield f"{node.clause}: 下级分值合计 {known}，超过自身的 {node.points}"
    first_level = [Fraction(node.points) for node in indicators if node.level == 1 and node.points]
    if sum(first_level) != 100:
        yield f"一级指标合计 {sum(first_level)} 分，不是 100 分"


def points_that_contradict(corpus: Corpus) -> Iterator[str]:
    """Points stated in a passage's text are the tree's."""
    points = {node.clause: node.points for node in corpus.indicators}
    for passage in corpus.passages:
        for match in POINTS_IN_TEXT.finditer(passage.text):
            if match["clause"] in points and points[match["clause"]] != match["points"]:
                yield f"{passage.id}: “{match[0]}”与指标树矛盾"


def unmarked_doubts(corpus: Corpus) -> Iterator[str]:
    """What is inferred or unsure says so in words a reader sees."""
    words = {
        Confidence.INFERRED: ("推断", "推定", "推算", "类推"),
        Confidence.UNSURE: ("不确定", "未载明", "未查到", "没有查到", "不清楚", "无法确认", "未说明"),
    }
    for passage in corpus.passages:
        wanted = words.get(passage.confidence)
        if wanted and not any(word in passage.text for word in wanted):
            yield f"{passage.id}: 可信度为 {passage.confidence}，正文却没有写 {'、'.join(wanted)}"


def foreign_numbers(corpus: Corpus) -> Iterator[str]:
    """A number in a passage's English stands in the passage."""
    for passage in corpus.passages:
        said = " ".join((*passage.heading, passage.text))
        for number in sorted(set(NUMBER.findall(passage.english)) - set(NUMBER.findall(said))):
            yield f"{passage.id}: 英文里的 {number} 不在正文里"


def shared_questions(corpus: Corpus) -> Iterator[str]:
    """A question leads to one passage, or to none."""
    owner = {question: "unanswered/" for questions in corpus.unanswered.values() for question in questions}
    for passage in corpus.passages:
        for question in passage.questions:
            first = owner.setdefault(question, passage.id)
            if first != passage.id:
                yield f"{passage.id}: 问法“{question}”已属于 {first}"
