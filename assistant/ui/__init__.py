"""The web chat. Importing anything of it first shuts every way out of this machine.

Gradio, and libraries it may pull in, look at these variables when they are imported; so Gradio
itself is imported only when a page is served.
"""

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from assistant.egress import close_egress

if TYPE_CHECKING:
    from assistant import Assistant

close_egress()
# Gradio tries to import it at every step of every answer; where it is not, that is said once.
if find_spec("matplotlib") is None:
    sys.modules["matplotlib"] = None  # type: ignore[assignment]


def serve(assistant: "Assistant", *, host: str, port: int) -> None:
    """Serve the chat on ``host``:``port`` until interrupted.

    Raises:
        SettingsError: the address cannot be used: taken, or not of this machine.
    """
    from assistant.ui.app import listen, make_server

    with listen(host, port) as listener:
        make_server(assistant).run(sockets=[listener])
