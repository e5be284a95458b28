"""Ship corpus, model and prompts inside a wheel; an editable install reads them from the checkout."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("corpus", "indexes", "prompts")


class ShipData(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the data folders to the wheel below assistant/_shipped."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a wheel is built."""
        if version == "standard":
            build_data["force_include"].update({name: f"assistant/_shipped/{name}" for name in SHIPPED})
