"""Planted regressions of the real assistant break the release gates; harmless changes break none.

Gates and baseline are judged as `assistant eval gate RUN --baseline RUN` does it.
"""

import pytest
from changes import SAMPLES, World
from harmless import HARMLESS
from regressions import REGRESSIONS
from typer.testing import CliRunner

from evals.commands import app

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(assistant, settings, tmp_path_factory) -> World:
    made = World(assistant, settings, tmp_path_factory.mktemp("planted"))
    for suite in SAMPLES:
        made.baseline[suite] = made.run(suite, assistant, "baseline")
    return made


@pytest.mark.parametrize("name", REGRESSIONS)
def test_a_regression_is_caught(name, world):
    suite, make = REGRESSIONS[name]
    assert world.alarms(world.run(suite, make(world, suite), name))


def test_the_command_stops_a_regression_and_says_why(world):
    suite, make = REGRESSIONS["answers cut off"]
    run = world.run(suite, make(world, suite), "command")
    done = CliRunner().invoke(app, ["gate", str(run.folder), "--baseline", str(world.baseline[suite].folder)])
    assert done.exit_code == 1
    assert "答案没有说出要点" in done.output


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_change_raises_no_alarm(name, world):
    for run in HARMLESS[name].runs(world, name):
        assert world.alarms(run) == set(), run.header.suite
