"""How long this process has been running."""

import os
import time
from pathlib import Path

IMPORTED = time.perf_counter()


def seconds_since_start() -> float:
    """Seconds since the process started; where the system does not tell, since this module was imported."""
    try:
        started = float(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    except OSError:
        return time.perf_counter() - IMPORTED
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")
