import json

import pytest
from eval_world import Perfect, answer, run_of, world

from assistant.errors import AssistantError, UsageError
from evals.compare import compare
from evals.records import load_run
from evals.runner import rescore, run_suite
from evals.suite import Suite
from evals.summary import figure

SMALL = Suite("world", 1, "0" * 64, world().items[:6] + world().items[-2:])


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "timings.json"}


def test_two_runs_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        run_suite(SMALL, Perfect(), tmp_path / name, settings={"x": 1})
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert b"NaN" not in b"".join(files(tmp_path / "a").values())


class Fragile(Perfect):
    """Breaks off at the fourth question."""

    def ask(self, question, *, question_id=None):
        if len(self.asked) == 3:
            raise KeyboardInterrupt
        return super().ask(question, question_id=question_id)


def test_resume_goes_on_where_it_broke_off(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run_suite(SMALL, Fragile(), tmp_path / "a")
    with (tmp_path / "a" / "answers.jsonl").open("a") as file:
        file.write('{"id": "torn')
    again = Perfect()
    run = run_suite(SMALL, again, tmp_path / "a", resume=True)
    assert len(again.asked) == 3 + 4
    assert set(run.timings.answer_ms) == {item.id for item in SMALL.items}
    run_suite(SMALL, Perfect(), tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_run_is_not_overwritten_nor_mixed(tmp_path):
    run_suite(SMALL, Perfect(), tmp_path / "a")
    with pytest.raises(UsageError, match="已有"):
        run_suite(SMALL, Perfect(), tmp_path / "a")
    with pytest.raises(UsageError, match="别的"):
        run_suite(SMALL, Perfect(fingerprint="other"), tmp_path / "a", resume=True)


def test_progress_is_told(tmp_path):
    told = []
    run_suite(SMALL, Perfect(), tmp_path / "a", progress=lambda *step: told.append(step))
    assert told[-1] == (8, 8, SMALL.items[-1].id)


def test_an_answerer_that_fails_is_recorded_and_counts_as_wrong(tmp_path):
    def fail(question, right):
        if "部门" in question:
            raise AssistantError("坏了")
        return right

    run = run_suite(SMALL, Perfect(fail), tmp_path / "a")
    broken = [name for name, record in run.records.items() if record.error]
    assert len(broken) == 5
    assert all(run.scores[name]["correct"] == (0, 1) for name in broken)
    assert all(run.scores[name]["false_refusal"][0] > 0 for name in broken)


def test_rescoring_with_a_mended_suite(tmp_path):
    run = run_of(tmp_path / "a", Perfect(lambda q, r: answer(q, r.answer.replace("年", "载"))), SMALL)
    before = run.scores["term-0-0"]["correct"]
    mended = json.loads(SMALL.items[0].model_dump_json())
    mended["expect"]["points"] = [{"any": [{"regex": r"\d载"}]}]
    items = (type(SMALL.items[0]).model_validate(mended), *SMALL.items[1:])
    after = rescore(tmp_path / "a", Suite("world", 2, "1" * 64, items))
    assert (before, after.scores["term-0-0"]["point_recall"]) == ((0, 1), (1, 1))
    assert load_run(tmp_path / "a").header.suite_version == 2
    with pytest.raises(UsageError, match="不是同样的问题"):
        rescore(tmp_path / "a", world())


def test_rescoring_changes_nothing_by_itself(tmp_path):
    run_suite(SMALL, Perfect(), tmp_path / "a")
    before = files(tmp_path / "a")
    rescore(tmp_path / "a")
    assert files(tmp_path / "a") == before


@pytest.mark.parametrize("name", ["run.json", "scores.json", "suite.jsonl"])
def test_a_damaged_run_says_so(name, tmp_path):
    run_suite(SMALL, Perfect(), tmp_path / "a")
    (tmp_path / "a" / name).write_text("{")
    with pytest.raises(UsageError):
        load_run(tmp_path / "a")


def test_comparison_names_what_changed(tmp_path, perfect_run):
    worse = run_of(
        tmp_path / "w", Perfect(lambda q, r: answer(q, "不知道", status="refused") if "证书" in q else r)
    )
    found = compare(perfect_run, worse)
    change = next(change for change in found.changes if change.metric == "correct")
    assert change.verdict == "worse"
    assert change.p_holm >= change.p
    assert 0 < change.detectable < 0.2
    assert {flip.item for flip in found.flips if flip.worse} == {
        item.id
        for item in world().items
        if item.id != "vague" and any("证书" in s.question for s in item.steps)
    }
    back = compare(worse, perfect_run)
    assert next(change for change in back.changes if change.metric == "correct").verdict == "better"


def test_the_same_run_differs_in_nothing(perfect_run):
    found = compare(perfect_run, perfect_run)
    assert not found.flips
    assert not found.warnings
    assert {change.verdict for change in found.changes} == {"same"}
    assert all(change.p == 1 for change in found.changes)


def test_refusing_more_is_no_better_citing(tmp_path):
    """A refusal leaves no citation to count: on the questions that both runs answer nothing has changed."""

    def spoilt(question):
        return any(subject in question for subject in ("备案", "校准", "回访"))

    def badly_cited(question, right):
        return answer(question, right.answer, quotes=["别的话"]) if spoilt(question) else right

    def refusing(question, right):
        refused = answer(question, "资料里没有。", status="refused")
        return refused if spoilt(question) else badly_cited(question, right)

    before, after = run_of(tmp_path / "b", Perfect(badly_cited)), run_of(tmp_path / "a", Perfect(refusing))
    found = compare(before, after)
    changes = {change.metric: change for change in found.changes}
    plain = [figure("citation_recall", run.items, run.scores).value for run in (before, after)]
    assert plain[0] < plain[1] == 1.0
    assert changes["citation_recall"].difference == 0
    assert changes["citation_recall"].p == 1
    assert changes["false_refusal"].verdict == "worse"
    assert not any("citation_recall" in flip.better for flip in found.flips)


def test_figures_of_a_comparison_count_every_question_once(tmp_path, perfect_run):
    """What is shown before and after, their difference and its test are of the same questions."""
    wordy = Perfect(lambda q, r: answer(q, r.answer * (3 if "证书" in q else 1), quotes=[r.answer[:-3], "x"]))
    found = compare(perfect_run, run_of(tmp_path / "w", wordy))
    for change in found.changes:
        assert change.before.items == change.after.items > 0
        assert change.verdict == "same" or (change.difference != 0 and change.p < 0.05)


def test_other_suites_and_settings_are_warned_of(tmp_path, perfect_run):
    other = run_suite(
        Suite("world", 2, "2" * 64, world().items[:5]), Perfect(), tmp_path / "a", settings={"k": 1}
    )
    assert len(compare(perfect_run, other).warnings) == 2
    assert len(compare(perfect_run, other).items) == 5
