"""What is none of a release gate's business: each must raise no alarm on any suite."""

import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from changes import SAMPLES, Make, World, having, live, replayed, saying, when
from opencc import OpenCC
from replay import Spoilt, untouched

from evals.items import Item
from evals.records import Run

# --- changed files --------------------------------------------------------------------------------


def corpus_rearranged(corpus: Path) -> None:
    """A file renamed, the sections of every file in reverse order, blank lines between them."""
    for path in (corpus / "topics").glob("*.md"):
        head, *sections = path.read_text("utf-8").rstrip("\n").split("\n## ")
        path.write_text(
            "\n\n\n## ".join([head, *(f"{section}\n" for section in reversed(sections))]), "utf-8"
        )
    (corpus / "topics" / "use.md").rename(corpus / "topics" / "a-new-name.md")


def reworded_prompts(world: World, _suite: str):
    folder = world.folder / "prompts"
    if not folder.exists():
        shutil.copytree(world.settings.prompts, folder)
        with (folder / "nothing.txt").open("a", encoding="utf-8") as file:
            file.write("您也可以换个说法再问。\n")
    return world.reopened(prompts=folder)


# --- changed answers ------------------------------------------------------------------------------


def renumbered(_question, right):
    """Markers from 11 on, in the answer and in the citations."""
    text = re.sub(r"\[(\d+)\]", lambda marker: f"[{int(marker[1]) + 10}]", right.answer)
    moved = [citation.model_copy(update={"marker": citation.marker + 10}) for citation in right.citations]
    return right.model_copy(update={"answer": text, "citations": moved})


def moved_documents(_question, right):
    """Every quote 500 characters further on, in a document of another name."""
    moved = [
        c.model_copy(update={"title": f"新版{c.title}", "start": c.start + 500, "end": c.end + 500})
        for c in right.citations
    ]
    return right.model_copy(update={"citations": moved})


WIDE = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


to_traditional = OpenCC("s2t").convert


def starred_lists(text: str) -> str:
    return re.sub(r"^- ", "* ", text, flags=re.MULTILINE)


def refused(_question, right) -> bool:
    return right.status == "refused"


def rescaled(world: World, suite: str):
    return Spoilt(world.replay(suite), ranking=lambda found, _: [(name, score * 37) for name, score in found])


# --- changed circumstances ------------------------------------------------------------------------

Items = tuple[Item, ...]
After = Callable[[Run], Run]
LIVE, REPLAYED = live(), replayed(untouched)


@dataclass(frozen=True)
class Harmless:
    """Whom to ask (None: the baseline runs are taken), the items in which order, what is done to a run."""

    make: Make | None = LIVE
    order: Callable[[Items], Items] = lambda items: items
    suites: tuple[str, ...] = tuple(SAMPLES)
    after: After = lambda run: run

    def runs(self, world: World, name: str) -> Iterator[Run]:
        """A run of each of the suites."""
        for suite in self.suites:
            asked = self.asked(self.make, world, suite, name) if self.make else world.baseline[suite]
            yield self.after(asked)

    def asked(self, make: Make, world: World, suite: str, name: str) -> Run:
        return world.run(suite, make(world, suite), name, self.order(world.baseline[suite].items))


def shuffled(items: Items) -> Items:
    return tuple(random.Random(5).sample(items, len(items)))


def backwards(items: Items) -> Items:
    return items[::-1]


def spaced(items: Items) -> Items:
    """Every question with a stray space and a line break at its ends."""
    return tuple(
        item.model_copy(update={"question": f" {item.question}\n"}) if item.question else item
        for item in items
    )


def on_another_machine(run: Run) -> Run:
    versions = {**run.header.versions, "python": "3.12.9", "numpy": "9.9"}
    return replace(run, header=run.header.model_copy(update={"versions": versions, "answerer": "ci"}))


def half_as_fast(run: Run) -> Run:
    """Answers and yardstick take twice as long."""
    spent = run.timings
    twice = {name: {i: 2 * ms for i, ms in getattr(spent, name).items()} for name in ("work_ms", "scan_ms")}
    return replace(run, timings=spent.model_copy(update=twice))


def with_more_memory(run: Run) -> Run:
    return replace(run, timings=run.timings.model_copy(update={"memory_mb": run.timings.memory_mb * 1.1}))


HARMLESS = {
    "nothing": Harmless(),
    "the corpus rearranged, in another home": Harmless(lambda w, _: w.on_corpus(corpus_rearranged)),
    "a prompt reworded": Harmless(reworded_prompts, suites=("golden", "unanswerable")),
    "a tenth slower": Harmless(live(slower=1.1), suites=("golden", "scoring")),
    "stray spaces around the questions": Harmless(order=spaced, suites=("golden", "unanswerable", "scoring")),
    "the suite shuffled": Harmless(order=shuffled),
    "the suite backwards": Harmless(REPLAYED, order=backwards),
    "another machine": Harmless(None, after=on_another_machine),
    "a machine half as fast": Harmless(None, after=half_as_fast),
    "a tenth more memory": Harmless(None, after=with_more_memory),
    "another name of the engine": Harmless(replayed(having(engine="extractive-2"))),
    "other follow-up questions": Harmless(replayed(having(follow_ups=["证书有效期几年？"]))),
    "documents renamed and moved": Harmless(replayed(moved_documents)),
    "citations numbered from 11": Harmless(replayed(renumbered)),
    "other words of refusal": Harmless(
        replayed(when(refused, having(answer="抱歉，现有资料未载明。", citations=[])))
    ),
    "bold type lost": Harmless(replayed(saying(lambda text: text.replace("**", "")))),
    "other marks of lists": Harmless(replayed(saying(starred_lists))),
    "windows line ends": Harmless(replayed(saying(lambda text: text.replace("\n", "\r\n")))),
    "full-width digits": Harmless(replayed(saying(lambda text: text.translate(WIDE)))),
    "traditional characters": Harmless(replayed(saying(to_traditional))),
    "scores on another scale": Harmless(rescaled),
}
