"""Texts with named fields, read from prompts/ by name."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SettingsError
from assistant.types import Language


@dataclass(frozen=True, slots=True)
class Prompts:
    """All texts by name, and a hash of them all for logs and reports."""

    texts: dict[str, str]
    digest: str

    def say(self, name: str, language: Language = Language.CHINESE, /, **fields: str) -> str:
        """The text ``name`` in a language, with its fields filled in."""
        suffix = "" if language is Language.CHINESE else f".{language}"
        return self.texts[f"{name}{suffix}"].format(**fields).strip()


def load_prompts(folder: Path) -> Prompts:
    """Read every ``*.txt`` of the folder.

    Raises:
        SettingsError: the folder holds none.
    """
    texts = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}
    if not texts:
        raise SettingsError(
            f"{folder.name}/ 里没有提示语", next_step="恢复 prompts/，或取消 ASSISTANT_PROMPTS"
        )
    return Prompts(texts, hashlib.blake2b(repr(texts).encode(), digest_size=8).hexdigest())
