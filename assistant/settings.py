"""Settings, read once by the composition root and handed down; nothing else reads the environment.

Every setting is an environment variable with the prefix ``ASSISTANT_`` (``ASSISTANT_HOME``,
``ASSISTANT_LLM_MODEL`` …); `assistant doctor` prints them with their values.
"""

import os
from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import SettingsError

PACKAGE = Path(__file__).parent
SHIPPED = PACKAGE / "_shipped" if (PACKAGE / "_shipped").is_dir() else PACKAGE.parent


class Settings(BaseModel):
    """All there is to set, with defaults that work offline and without a language model."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("aftersales-assistant")),
        description="one directory for everything a user makes, and for the built index",
    )
    corpus: Path = Field(default=SHIPPED / "corpus", description="the shipped material")
    calibration: Path = Field(
        default=SHIPPED / "indexes" / "calibration.json", description="channel weights and thresholds"
    )
    prompts: Path = Field(default=SHIPPED / "prompts", description="prompt texts, by name")
    embedding_model: str = Field(
        default=str(SHIPPED / "indexes" / "embedder"),
        description="a sentence-transformers model: a folder or a model name already on this machine",
    )
    llm_model: str = Field(
        default="", description="chat model that words the answers, as provider:name; empty: no model"
    )
    llm_base_url: str = Field(default="", description="address of an OpenAI-compatible or Ollama server")
    llm_api_key: str = Field(default="", repr=False, description="key for that server, if it wants one")
    llm_timeout_s: float = Field(default=60, gt=0, le=600, description="seconds until a model call gives up")
    host: str = Field(default="127.0.0.1", description="address the web chat listens on")
    port: int = Field(default=7860, ge=1, le=65535, description="port the web chat listens on")

    @model_validator(mode="before")
    @classmethod
    def from_environment(cls, given: dict[str, object]) -> dict[str, object]:
        """What is given, and for the rest what the environment says."""
        named = {name: variable(name) for name in cls.model_fields}
        found = {name: os.environ[key] for name, key in named.items() if key in os.environ}
        return found | given


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"ASSISTANT_{name.upper()}"


def read_settings(**given: object) -> Settings:
    """Settings from the environment, overridden by ``given``.

    Raises:
        SettingsError: a value is out of its range; names the setting and the range.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = variable("_".join(str(part) for part in first["loc"]))
        raise SettingsError(
            f"设置 {name} 不能用", reason=first["msg"], next_step="改正它，或取消这个环境变量"
        ) from error
