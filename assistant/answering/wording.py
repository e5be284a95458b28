"""Who words an answer: the passages themselves, or a language model where one is set."""

from collections.abc import Callable

from assistant.answering.parts import Extractive, Part
from assistant.scoring import Rules, guard
from assistant.settings import Settings


def wording(settings: Settings, extractive: Extractive, rules: Rules) -> Callable[[Part], Part]:
    """What gives a part its last words: nothing without a model, for importing LangChain takes a quarter
    of a second; else the model, once for the reading that was chosen.
    """
    if not settings.llm_model:
        return as_it_is
    from assistant.answering.chain import open_model, worded_by

    model = open_model(
        settings.llm_model, settings.llm_base_url, settings.llm_api_key, settings.llm_timeout_s
    )

    def backed(text: str, quotes: list[str], question: str) -> bool:
        return guard(text, rules, quotes=quotes, question=question).ok

    return worded_by(extractive.prompts, model, settings.llm_model, backed)


def as_it_is(part: Part) -> Part:
    """The part in the words of its passages."""
    return part
