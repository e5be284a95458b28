"""Patterns compiled when first used are still all sound."""

import re
import subprocess
import sys

from assistant.scoring.patterns import lazy


def test_a_lazy_pattern_is_compiled_when_first_used() -> None:
    cue = lazy(r"(?P<stars>\d)星", re.IGNORECASE)
    assert "_compiled" not in vars(cue)
    found = cue.search("评5星")
    assert found is not None and found["stars"] == "5"
    assert cue.pattern == r"(?P<stars>\d)星"


def test_every_pattern_of_the_scoring_tool_compiles() -> None:
    eager = "import re\nfrom assistant.scoring import patterns\npatterns.lazy = re.compile\n"
    subprocess.run([sys.executable, "-c", f"{eager}import assistant.scoring"], check=True)
