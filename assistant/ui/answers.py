"""A whole answer as HTML, and the few states it passes through while it streams."""

from collections.abc import Iterator, Sequence

from assistant.types import Answer, CitedPassage
from assistant.ui.citations import chips_in, listed, panel
from assistant.ui.markdown import block_ends, render
from assistant.ui.markup import element, escape
from assistant.ui.receipts import receipt_note

MOST_PAUSES = 4
LONGEST_QUESTION = 600
BADGES = {
    "partial": "部分内容资料未载",
    "refused": "资料未能回答",
    "clarify": "需要补充信息",
}
DEGRADED = "部分检索通道暂不可用，这次的答案可能不完整。"
PENDING = element("div", element("p", "正在查找依据…", css="pending"), css="answer")


def question_html(question: str) -> str:
    """The question as asked; a very long one is cut for display."""
    cut = question[:LONGEST_QUESTION] + "……" if len(question) > LONGEST_QUESTION else question
    return element("div", escape(cut), css="question")


def error_html(line: str) -> str:
    """An error as the one line it is."""
    return element("div", element("p", escape(line), css="error"), css="answer complete")


def steps(answer: Answer, turn: int) -> Iterator[str]:
    """What is shown of the answer before it is complete: it grows by whole blocks, in at most four steps."""
    for end in _pauses(answer.answer):
        yield element("div", _head(answer), _body(answer, turn, end), css="answer")


def answer_html(answer: Answer, passages: Sequence[CitedPassage], turn: int) -> str:
    """The complete answer: status, text, receipts, citations and their panels."""
    return element(
        "div",
        _head(answer),
        _body(answer, turn, len(answer.answer)),
        *(receipt_note(receipt) for receipt in answer.receipts),
        element("p", DEGRADED, css="degraded") if answer.degraded else "",
        listed(answer.citations, turn),
        *(panel(cited, turn) for cited in passages),
        css="answer complete",
    )


def _head(answer: Answer) -> str:
    """The status when it is not plainly answered, and how the question was understood."""
    badge = BADGES.get(answer.status, "")
    status = badge and element("p", badge, css=f"badge {answer.status}")
    if answer.standalone_question.strip() == answer.question.strip():
        return status
    return status + element("p", f"理解为：{escape(answer.standalone_question)}", css="understood")


def _body(answer: Answer, turn: int, end: int) -> str:
    text = answer.answer[:end]
    return element("div", render(text, chips_in(text, answer.citations, turn)), css="body")


def _pauses(text: str) -> list[int]:
    """At most four places to pause at, spread over the ends of the blocks."""
    ends = block_ends(text)
    step = -(-len(ends) // MOST_PAUSES) or 1
    return ends[step - 1 :: step]
