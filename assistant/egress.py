"""Nothing leaves the machine unasked: telemetry, tracing and model hubs are switched off.

Called before the libraries that would read these variables are imported.
"""

import os

CLOSED = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
}


def close_egress() -> None:
    """Switch off what libraries would send by themselves, whatever the environment says."""
    os.environ.update(CLOSED)
