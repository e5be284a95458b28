"""Who can be asked, by name: the assistant as it is set, without model, or one of its peers (引擎)."""

import atexit
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from assistant.errors import UsageError
from assistant.settings import Settings, read_settings
from evals.answerer import Answerer
from evals.items import Planted
from evals.peers import PEERS
from evals.planted import plant

ASSISTANT, EXTRACTIVE = "assistant", "extractive"
NAMES = (ASSISTANT, EXTRACTIVE, *PEERS)
# A secret, and what names a place on this machine and does not change the answers.
UNKEPT = {"llm_api_key", "home", "corpus", "prompts", "host", "port"}


def open_engine(name: str, documents: Sequence[Planted] = ()) -> tuple[Answerer, dict[str, Any]]:
    """The answerer of that name, and the settings to keep with its runs.

    With planted ``documents`` it works on a copy of the material that holds them, and on an index of its own.

    Raises:
        UsageError: there is none of that name.
        AssistantError: it cannot be opened.
    """
    from assistant import Assistant

    if name not in NAMES:
        raise UsageError(f"没有引擎 {name!r}", next_step=f"可用：{'、'.join(NAMES)}")
    settings = read_settings() if name == ASSISTANT else read_settings(llm_model="")
    assistant = Assistant.open(planted_settings(settings, documents) if documents else settings)
    kept = settings.model_dump(mode="json", exclude=UNKEPT)
    return (PEERS[name](assistant) if name in PEERS else assistant), kept


def planted_settings(settings: Settings, documents: Sequence[Planted]) -> Settings:
    """The settings on a copy of the material with the documents; its folder goes when the process ends."""
    folder = Path(mkdtemp(prefix="planted-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    corpus = plant(settings.corpus, documents, folder / "corpus")
    return settings.model_copy(update={"corpus": corpus, "home": folder / "home"})
