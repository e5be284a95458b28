"""The web chat. Importing anything of it first shuts every way out of this machine.

Gradio, and libraries it may pull in, look at these variables when they are imported; so Gradio
itself is imported only when a page is served.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant import Assistant

os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE="1",
    ANONYMIZED_TELEMETRY="False",
    LANGSMITH_TRACING="false",
    LANGCHAIN_TRACING_V2="false",
    DO_NOT_TRACK="1",
)


def serve(assistant: "Assistant", *, host: str, port: int) -> None:
    """Serve the chat on ``host``:``port`` until interrupted.

    Raises:
        SettingsError: the address cannot be used: taken, or not of this machine.
    """
    from assistant.ui.app import listen, make_server

    with listen(host, port) as listener:
        make_server(assistant).run(sockets=[listener])
