"""Answers on 商品售后服务认证 (GB/T 27922-2011): cited, exact, offline.

The public door. Importing it loads nothing heavy; ``Assistant`` is loaded when first used.
"""

from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.types import Answer, Citation

if TYPE_CHECKING:
    from assistant.app import Assistant

__version__ = "0.1.0"
__all__ = ["Answer", "Assistant", "AssistantError", "Citation"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the signature Python asks for
    """Load ``Assistant`` on first use."""
    if name == "Assistant":
        from assistant.app import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
