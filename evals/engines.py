"""Who can be asked, by name: the assistant as it is set, without model, or one of its peers (引擎)."""

from typing import Any

from assistant.errors import UsageError
from assistant.settings import read_settings
from evals.answerer import Answerer
from evals.peers import PEERS

ASSISTANT, EXTRACTIVE = "assistant", "extractive"
NAMES = (ASSISTANT, EXTRACTIVE, *PEERS)
# A secret, and what names a place on this machine and does not change the answers.
UNKEPT = {"llm_api_key", "home", "corpus", "prompts", "host", "port"}


def open_engine(name: str) -> tuple[Answerer, dict[str, Any]]:
    """The answerer of that name, and the settings to keep with its runs.

    Raises:
        UsageError: there is none of that name.
        AssistantError: it cannot be opened.
    """
    from assistant import Assistant

    if name not in NAMES:
        raise UsageError(f"没有引擎 {name!r}", next_step=f"可用：{'、'.join(NAMES)}")
    settings = read_settings() if name == ASSISTANT else read_settings(llm_model="")
    assistant = Assistant.open(settings)
    kept = settings.model_dump(mode="json", exclude=UNKEPT)
    return (PEERS[name](assistant) if name in PEERS else assistant), kept
