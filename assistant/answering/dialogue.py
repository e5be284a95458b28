"""What a conversation adds to a question: what it leaves out, what was spoken of, what the asker told.

Only what is unresolved is rewritten; the result is always shown to the asker.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.asks import Ask, elliptic, with_scores_joined
from assistant.answering.resolving import resolve
from assistant.answering.splitting import split_asks, stretches
from assistant.answering.told import of_own
from assistant.scoring import ScoreState
from assistant.text.concepts import Concepts
from assistant.text.normalize import fold, fold_all
from assistant.types import Passage, Turn

# Words by which a question that names a subject of its own still leans on the one before.
LEANS = re.compile(
    r"^比|^[^，,]{0,6}也|这么|那么(?=[多长久高])|一样|同样|还要|另外|[多再](?:交|要|付)|具体讲讲$"
)


def understand(
    asked: str, history: tuple[Turn, ...], concepts: Concepts, lists: Sequence[Sequence[str]] = ()
) -> tuple[str, list[Ask]]:
    """The question resolved against the conversation, and the single asks in it, in its light.

    ``lists`` are the items of the lists that were shown, the last turn's first.
    """
    standalone = resolve(asked, last_telling(history), concepts, lists) if history else asked
    told = told_in(history)
    asks = with_scores_joined(split_asks(standalone))
    pasts = [past_of(ask.text, history, concepts) for ask in asks]
    return standalone, [
        replace(
            ask,
            told=told,
            past=past or before_in(ask, concepts),
            leans=bool(past),
            seen=seen_in(history),
        )
        for ask, past in zip(asks, pasts, strict=True)
    ]


def last_telling(history: tuple[Turn, ...]) -> Turn:
    """The last turn that said something; thanks and greetings are passed over."""
    return next((turn for turn in reversed(history) if turn.heading or turn.facts.get("score")), history[-1])


def past_of(question: str, history: tuple[Turn, ...], concepts: Concepts) -> str:
    """What the conversation was about, for a question that leans on it; "" for one with its own subject."""
    leans = elliptic(question) or LEANS.search(question) or not concepts.subjects(fold(question))
    if not history or not leans:
        return ""
    last = last_telling(history)
    return " ".join(dict.fromkeys(filter(None, (last.topic, last.heading, last.standalone_question))))


def before_in(ask: Ask, concepts: Concepts) -> str:
    """What was asked before it in the same message, for an ask that is too short to stand by itself."""
    return ask.around if elliptic(ask.text) and not concepts.subjects(fold(ask.text)) else ""


def topic_of(question: str, shown: Passage | None, history: tuple[Turn, ...], concepts: Concepts) -> str:
    """What the conversation is about: what the question names and the passage shown speaks of.

    Else what it was about, else what an opening question led to; what names nothing is asked of the whole.
    What is declined leaves the subject as it was.
    """
    named = concepts.subjects(fold(question))
    before = history[-1].topic if history else ""
    if shown is None:
        return before if history else next(iter(named), "")
    if shown.clause and shown.heading[-1].startswith(shown.clause):
        return shown.heading[-1]
    spoken_of = set(concepts.find(fold_all((*shown.heading, shown.text))))
    found = next((subject for subject in named if subject in spoken_of), before)
    if found or (history and not named):
        return found
    return next(iter(concepts.subjects(fold(shown.heading[-1]))), "")


def seen_in(history: tuple[Turn, ...]) -> tuple[str, ...]:
    """The ids of the passages that were shown last."""
    return last_telling(history).shown if history else ()


def told_by(question: str) -> str:
    """What the asker tells of himself in a message."""
    return " ".join(piece for piece in stretches(question) if of_own(piece))


def told_in(history: tuple[Turn, ...]) -> str:
    """What the asker has told of himself in the conversation."""
    return " ".join(dict.fromkeys(turn.told for turn in history if turn.told))


def scored_last(history: tuple[Turn, ...]) -> bool:
    """Whether the last turn that said something was the score tool's, which keeps its own account."""
    return bool(history and last_telling(history).facts.get("score"))


def score_state(history: tuple[Turn, ...]) -> ScoreState | None:
    """What the score tool was told last in this conversation."""
    return next((turn.facts["score"] for turn in reversed(history) if turn.facts.get("score")), None)
