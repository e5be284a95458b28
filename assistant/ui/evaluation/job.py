"""One suite at a time, run in the background with the assistant that answers the chat."""

import logging
import threading
import time
import traceback
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, UsageError
from assistant.types import Answer
from assistant.ui.chat import CORE
from evals.engines import ASSISTANT, UNKEPT, planted_settings
from evals.planted import planted_in
from evals.runner import run_suite
from evals.suite import Suite

if TYPE_CHECKING:
    from assistant import Assistant

log = logging.getLogger(__name__)
FAILED = "程序出了意外，评测没有跑完；详情见日志。"


@dataclass(frozen=True)
class InTurn:
    """The assistant, asked through the chat's own worker, so that a chat waits for one question at most."""

    assistant: "Assistant"

    @property
    def fingerprint(self) -> str:
        """What the answers depend on."""
        return self.assistant.fingerprint

    def ask(self, question: str, *, question_id: str | None = None) -> Answer:
        """The answer to a question that stands alone."""
        return CORE.submit(self.assistant.ask, question, question_id=question_id).result()

    def converse(self, question: str, history: Any) -> tuple[Answer, Any]:  # noqa: ANN401 - the answerer's own
        """The answer to a turn, and the history to hand back with the next."""
        return CORE.submit(self.assistant.converse, question, history).result()

    def search(self, question: str, k: int = 10, channel: str = "fused") -> list[tuple[str, float]]:
        """The ids of the best passages with their scores."""
        return CORE.submit(self.assistant.search, question, k, channel).result()


@dataclass
class Job:
    """A run under way, or the last one.

    Attributes:
        done: items answered so far; ``first`` of them by an earlier run that this one goes on with.
        ended: when it was over, however it ended.
        problem: why it broke off, as one line for the reader.
    """

    suite: Suite
    folder: Path
    begun: float = field(default_factory=time.monotonic)
    first: int | None = None
    done: int = 0
    stopping: bool = False
    ended: float | None = None
    problem: str = ""

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.ended is not None

    @property
    def seconds(self) -> float:
        """Time since it began, or that it took."""
        return (self.ended or time.monotonic()) - self.begun

    @property
    def seconds_left(self) -> float | None:
        """Time it still takes at this pace; None until that can be told."""
        asked = self.done - (self.first or 0)
        return self.seconds / asked * (len(self.suite.items) - self.done) if asked else None

    def went_on(self, done: int, _total: int, _item: str) -> None:
        """Note an answered item.

        Raises:
            UsageError: somebody asked to stop.
        """
        self.first = done - 1 if self.first is None else self.first
        self.done = done
        if self.stopping:
            raise UsageError("已停止", reason=f"答了 {done} 题", next_step="可在下面的列表里接着跑")


class Bench:
    """Where suites are run: one at a time, each in a thread of its own.

    Attributes:
        job: the run under way, or the last one since the page was served.
    """

    def __init__(self, assistant: "Assistant") -> None:
        self.assistant = assistant
        self.job: Job | None = None
        self.lock = threading.Lock()

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self.job is not None and not self.job.over

    def start(self, suite: Suite, folder: Path, *, resume: bool = False) -> None:
        """Begin to run a suite, or go on with the run in ``folder``.

        Raises:
            UsageError: another run is under way.
        """
        with self.lock:
            if self.running:
                raise UsageError("已有一次评测在跑", next_step="等它跑完，或先停止它")
            self.job = Job(suite, folder)
        threading.Thread(target=self._run, args=(self.job, resume), name="evaluation", daemon=True).start()

    def stop(self) -> None:
        """Break the run off after the question it is at."""
        if self.job:
            self.job.stopping = True

    def _run(self, job: Job, resume: bool) -> None:
        settings = self.assistant.settings.model_dump(mode="json", exclude=UNKEPT)
        try:
            run_suite(
                job.suite,
                InTurn(self._asked(job.suite)),
                job.folder,
                name=ASSISTANT,
                settings=settings,
                resume=resume,
                progress=job.went_on,
            )
        except AssistantError as error:
            job.problem = str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader gets a sentence
            job.problem = FAILED
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("no evaluation: %s\n%s", type(error).__name__, where)
        finally:
            job.ended = time.monotonic()

    def _asked(self, suite: Suite) -> "Assistant":
        """The assistant of the page; for a suite that plants documents, another one that holds them."""
        planted = planted_in(suite.items)
        if not planted:
            return self.assistant
        return type(self.assistant).open(planted_settings(self.assistant.settings, planted))


def new_folder(folder: Path, suite: Suite) -> Path:
    """Where a run that begins now is kept."""
    return folder / f"{suite.name}-{datetime.now():%Y%m%d-%H%M%S}"
