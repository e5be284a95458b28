"""Compose an answer without a language model: the blocks of passages that belong to what was asked.

The first sentence is a passage's lead, written to answer by itself; then comes the list, the steps
or the table where the question wants one, then what differs between bodies or is uncertain.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.blocks import Block, Role, blocks_of
from assistant.types import Citation, Confidence, Document, Kind, Passage

SHORT_REST = r"[^，。；]{0,8}。"
LONGEST_ASIDE = 6  # lines of a list that the answer to a yes-or-no question still carries
# A yes or no, and the words in which its question is put: 可以 does not answer 必须…吗.
VERDICTS = (
    (r"(?:建议准备|可能需要|不需要|不用|不必|需要|要|必须)", r"要|必须|一定|得|用不用|非|必备|少不了"),
    (r"(?:可能可以|不能|不可以|能|可以)", r"能|可以|行|可否|成不成|许不许|允许|能否"),
    (r"(?:没有|有)", r"有"),
    (r"(?:不会|会)", r"会|影响"),
    (r"(?:不是|是|属于|不一定)", r""),
)
OPEN_QUESTION = re.compile(r"(?:会|要|能)?怎么?样|有?什么后果|会如何")  # no yes or no answers it
ENGLISH_VERDICT = re.compile(r"^(?:Yes|No)[.,] (?=[A-Z])")
LIKE = 0.2  # likeness to an authored question that a verdict needs
MOST_CAVEATS = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of an answer; with a passage it rests on ``[start, end)`` of its document.

    ``glue`` is what parts it from the statement before it.
    """

    text: str
    passage: Passage | None = None
    start: int = 0
    end: int = 0
    glue: str = "\n\n"


def quote_passage(
    passage: Passage, kind: Kind | None, *, lead_only: bool = False, verdict: bool = True
) -> list[Statement]:
    """The statements of one passage that answer a question of this kind.

    Args:
        lead_only: nothing but the passage's lead.
        verdict: false where the question is not the one that the lead's 是, 不能, 需要 … answers.
    """
    blocks = blocks_of(passage)
    if not verdict:
        blocks = [without_verdict(blocks[0]), *blocks[1:]]
    chosen = blocks[:1] if lead_only else chosen_blocks(blocks, kind)
    statements = [Statement(shown(block), passage, block.start, block.end) for block in chosen]
    said = any("来源" in statement.text for statement in statements)
    return statements if said else [with_doubt(statements[0], passage), *statements[1:]]


def in_english(passage: Passage) -> list[Statement]:
    """What the passage says, in English, then its own words, so that the translation can be checked.

    Without a bare yes or no: it answers the question that was translated.
    """
    lead = blocks_of(passage)[0]
    original = Statement(f"> 原文：{lead.text}", passage, lead.start, lead.end)
    said = ENGLISH_VERDICT.sub("", passage.english)
    if passage.confidence is Confidence.SINGLE and "source" not in said:
        said = f"{said} (One source only.)"
    return [Statement(said, passage, passage.start, passage.end), original]


def without_verdict(lead: Block) -> Block:
    """The lead without a bare yes or no, where more follows it; one that says what for is kept."""
    match = next(filter(None, (re.match(f"{word}。", lead.text) for word, _ in VERDICTS)), None)
    if match is None or match.end() == len(lead.text):
        return lead
    return Block(lead.role, lead.text[match.end() :], lead.start + match.end(), lead.end)


def verdict_holds(passage: Passage, question: str, likeness: float) -> bool:
    """Whether the yes or no that a passage begins with answers this question.

    ``likeness`` is how much the question is like one of the passage's own (0..1). A bare 是 or 不是
    never holds: 是 to "自愿的吗" must not be heard as 是 to "强制的吗".
    """
    asked = next((asked for word, asked in VERDICTS if re.match(f"{word}{SHORT_REST}", passage.text)), None)
    if asked is None:
        return True
    holds = bool(asked) and likeness >= LIKE and re.search(asked, question) is not None
    return holds and not OPEN_QUESTION.search(question)


def chosen_blocks(blocks: Sequence[Block], kind: Kind | None) -> list[Block]:
    """Lead, detail and the first caveats; a long list is left out where a short answer was wanted."""
    caveats = [block for block in blocks if block.role is Role.CAVEAT][:MOST_CAVEATS]
    details = [
        block
        for block in blocks
        if block.role is not Role.CAVEAT
        and not (kind is Kind.YESNO and block is not blocks[0] and block.text.count("\n") >= LONGEST_ASIDE)
    ]
    return [*details, *caveats]


def shown(block: Block) -> str:
    """A block as Markdown; a caveat is marked as one."""
    return f"> {block.text}" if block.role is Role.CAVEAT else block.text


def with_doubt(lead: Statement, passage: Passage) -> Statement:
    """The lead, with its confidence in words where it rests on one source only."""
    if passage.confidence is not Confidence.SINGLE:
        return lead
    return Statement(f"{lead.text}（{passage.confidence.label}）", passage, lead.start, lead.end)


def render(statements: Sequence[Statement], documents: Mapping[str, Document]) -> tuple[str, list[Citation]]:
    """Join the statements into Markdown with markers, and make the citations they point to.

    Blocks of one passage that follow each other share one citation, whose quote spans them.
    """
    runs = contiguous(statements, documents)
    markers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    parts: list[str] = []
    for statement, span in zip(statements, runs, strict=True):
        parts.append(statement.glue if parts else "")
        if statement.passage is None or span is None:
            parts.append(statement.text)
            continue
        key = (statement.passage.document_id, *span)
        if key not in markers:
            markers[key] = len(markers) + 1
            citations.append(cite(statement.passage, documents, markers[key], span))
        parts.append(marked(statement.text, markers[key]))
    return "".join(parts), citations


def contiguous(
    statements: Sequence[Statement], documents: Mapping[str, Document]
) -> list[tuple[int, int] | None]:
    """For each statement the range of the run of neighbouring blocks it belongs to."""
    runs: list[list[Statement]] = []
    for statement in statements:
        if runs and neighbours(runs[-1][-1], statement, documents):
            runs[-1].append(statement)
        else:
            runs.append([statement])
    return [(run[0].start, run[-1].end) if run[0].passage else None for run in runs for _ in run]


def neighbours(before: Statement, after: Statement, documents: Mapping[str, Document]) -> bool:
    """Whether nothing but Markdown stands between two statements of one passage."""
    if before.passage is None or before.passage is not after.passage or after.start < before.end:
        return False
    between = documents[before.passage.document_id].text[before.end : after.start]
    return not between.strip("> \n")


def cite(passage: Passage, documents: Mapping[str, Document], marker: int, span: tuple[int, int]) -> Citation:
    """The citation of a range of the passage's document."""
    start, end = span
    return Citation(
        marker=marker,
        source_id=passage.document_id,
        title=documents[passage.document_id].title,
        locator=locator(passage),
        quote=documents[passage.document_id].text[start:end],
        start=start,
        end=end,
        confidence=passage.confidence,
    )


def locator(passage: Passage) -> str:
    """Where the passage stands: its clause of the standard if it has one, and its heading."""
    heading = " › ".join(passage.heading[1:])
    if passage.clause is None or passage.clause in heading:
        return heading
    return f"标准第 {passage.clause} 条 · {heading}"


def marked(text: str, marker: int) -> str:
    """The text with its marker: behind the last line, or on a line of its own under a table.

    A line that only introduces what follows needs none.
    """
    if text.endswith("："):
        return text
    if text.startswith("| "):
        return f"{text}\n\n以上见 [{marker}]"
    return f"{text} [{marker}]"
