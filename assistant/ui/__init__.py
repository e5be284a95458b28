"""The web chat. Importing anything of it first shuts every way out of this machine.

Gradio, and libraries it may pull in, look at these variables when they are imported; so Gradio
itself is imported only when a page is served.
"""

import gc
import os
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
# For a monitoring page that is not served here, Gradio sums up its last 10,000 calls after each of them.
os.environ.update(GRADIO_ANALYTICS_MAX_EVENTS="1", GRADIO_ANALYTICS_CACHE_FREQUENCY=str(sys.maxsize))
YOUNG = 20_000  # objects made before the garbage collector looks again


def serve(assistant: "Assistant", *, host: str, port: int) -> None:
    """Serve the chat on ``host``:``port`` until interrupted.

    Raises:
        SettingsError: the address cannot be used: taken, or not of this machine.
    """
    from assistant.ui.app import listen, make_server

    with listen(host, port) as listener:
        server = make_server(assistant)
        settle()
        server.run(sockets=[listener])


def settle() -> None:
    """What is open by now stays open: looking for garbage in it would hold all up for a tenth of a second."""
    gc.freeze()
    gc.set_threshold(YOUNG)
