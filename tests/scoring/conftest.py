from pathlib import Path

import pytest

from assistant.scoring import Rules, load_rules

RULE_FILE = Path(__file__).parents[2] / "corpus" / "standard" / "scoring.yaml"


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load_rules(RULE_FILE)
