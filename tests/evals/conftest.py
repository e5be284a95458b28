import pytest
from eval_world import Perfect, run_of


@pytest.fixture(scope="session")
def perfect_run(tmp_path_factory):
    return run_of(tmp_path_factory.mktemp("runs") / "perfect", Perfect())
