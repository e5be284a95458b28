"""A small world with a perfect answerer, and every way to spoil it.

Every subject has a term of years and a department; the passage that says so answers two questions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.types import Answer, Citation, Confidence, Receipt
from evals.gates import load_gates
from evals.items import Item
from evals.records import Run, Timings, write_json
from evals.runner import run_suite
from evals.suite import Suite

GATES = load_gates(Path(__file__).with_name("world_gates.toml"))
TOPICS = ("证书", "费用", "流程", "材料", "人员", "网点")
SUBJECTS = ["登记", "备案", "检定", "校准", "巡检", "回访", "培训", "维修", "配送", "安装"]
DEPARTMENTS = ["客服部", "质量部", "市场部", "技术部"]
LEVELS = ((70, "达标级"), (80, "三星级"), (90, "四星级"), (95, "五星级"))


def fact(topic: int, subject: int) -> str:
    years, days = 2 + (topic + subject) % 7, 30 + subject
    department = DEPARTMENTS[(topic * 3 + subject) % 4]
    name = f"{TOPICS[topic]}{SUBJECTS[subject]}"
    return f"{name}的有效期是 {years} 年，由{department}负责办理。办理{name}需要 {days} 天。"


def items() -> Iterator[Item]:
    for t, topic in enumerate(TOPICS):
        for s, subject in enumerate(SUBJECTS):
            name, passage = f"{topic}{subject}", f"p.{t}.{s}"
            years = {"number": str(2 + (t + s) % 7), "unit": "年"}
            department = DEPARTMENTS[(t * 3 + s) % 4]
            yield item(f"term-{t}-{s}", f"{name}有效期几年？", topic, [years], passages=[passage])
            yield item(f"dept-{t}-{s}", f"{name}归哪个部门管？", topic, [department], passages=[passage])
    for n in range(36):
        yield item(f"unknown-{n}", f"外星飞船第 {n} 号怎么报销？", "无关", [], status="refused")
    for n in range(12):
        claim = f"{SUBJECTS[n % 10]}永久有效"
        yield item(
            f"false-{n}",
            f"听说{claim}，第 {n} 类也是吗？",
            "矛盾",
            ["有期限"],
            tags=["false-premise"],
            forbid=[claim],
        )
    for n in range(16):
        yield item(
            f"score-{n}",
            f"{70 + 2 * n - (n > 14)} 分是几星？",
            "评分",
            [level(70 + 2 * n - (n > 14))],
            tool={"result": {"level": level(70 + 2 * n - (n > 14))}},
        )
    for n in range(6):
        yield item(f"vague-{n}", f"那个东西第 {n} 种呢？", "反问", [], status="clarify")
    for n in range(8):
        first = {
            "question": f"{TOPICS[n % 6]}登记有效期几年？",
            "expect": {"points": [{"any": [{"number": str(2 + n % 6), "unit": "年"}]}]},
        }
        expect = {"points": [{"any": [DEPARTMENTS[(n % 6) * 3 % 4]]}]}
        yield Item.model_validate(
            {
                "id": f"talk-{n}",
                "turns": [first, "它归哪个部门管？"],
                "topic": TOPICS[n % 6],
                "expect": expect,
            }
        )


def level(score: float) -> str:
    return [name for low, name in LEVELS if score >= low][-1]


def item(
    name: str, question: str, topic: str, points: list, *, status: str = "answered", tags=(), **expect
) -> Item:
    wanted = {"status": status, "points": [{"any": [p]} for p in points], **expect}
    return Item.model_validate(
        {"id": name, "question": question, "topic": topic, "tags": list(tags), "expect": wanted}
    )


def world() -> Suite:
    return Suite("world", 1, "0" * 64, tuple(items()))


def answer(question: str, text: str, *, quotes=(), status="answered", receipts=(), start=0) -> Answer:
    citations = [
        Citation(
            marker=n,
            source_id="world",
            title="世界",
            locator=f"第 {n} 段",
            quote=quote,
            start=start,
            end=start + len(quote),
            confidence=Confidence.CONFIRMED,
        )
        for n, quote in enumerate(quotes, 1)
    ]
    return Answer(
        question=question,
        standalone_question=question,
        status=status,
        answer=text,
        citations=citations,
        receipts=list(receipts),
    )


def ideal(question: str) -> Answer:
    """The right answer to any question of the world."""
    if "永久有效" in question:
        quote = "这些事项都有期限，不是永久有效。"
        return answer(question, f"{quote}[1]", quotes=[quote])
    if "分是几星" in question:
        score = int(question.split(" ")[0])
        receipt = Receipt(
            tool="score.level", inputs={"gained": str(score)}, result={"level": level(score)}, trace=[]
        )
        return answer(question, f"{score} 分是**{level(score)}**。", receipts=[receipt])
    if "那个东西" in question:
        return answer(question, "请问您指的是哪一种事项？", status="clarify")
    place = find(question)
    if place is None:
        return answer(question, "资料里没有这方面的内容。", status="refused")
    text = fact(*place)
    return answer(question, f"{text}[1]", quotes=[text])


def find(question: str) -> tuple[int, int] | None:
    pairs = ((t, s) for t in range(len(TOPICS)) for s in range(len(SUBJECTS)))
    return next(((t, s) for t, s in pairs if f"{TOPICS[t]}{SUBJECTS[s]}" in question), None)


Spoil = Callable[[str, Answer], Answer]


@dataclass
class Perfect:
    """Answers everything right; ``spoil`` changes its answers, ``reorder`` its rankings."""

    spoil: Spoil = lambda _question, right: right
    reorder: Callable[[list], list] = lambda ranking: ranking
    fingerprint: str = "perfect"
    forgets: bool = False
    asked: list[str] = field(default_factory=list)

    def ask(self, question: str, *, question_id: str | None = None) -> Answer:
        self.asked.append(question)
        return self.spoil(question, ideal(question).model_copy(update={"id": question_id}))

    def converse(self, question: str, history) -> tuple[Answer, tuple]:
        subject = "" if self.forgets or not history or find(question) else history[-1]
        found = self.ask(f"{subject}{question}")
        place = find(f"{subject}{question}")
        return found, (*history, f"{TOPICS[place[0]]}{SUBJECTS[place[1]]}" if place else "")

    def search(self, question: str, k: int = 10, channel: str = "fused") -> list[tuple[str, float]]:  # noqa: ARG002
        place = find(question)
        if place is None:
            return [("p.other", 0.1)]
        t, s = place
        best = [(f"p.{t}.{s}", 1.0), *((f"p.{t}.{n}", 0.5 - n / 100) for n in range(10) if n != s)]
        return self.reorder(best)[:k]


def run_of(folder: Path, answerer: object, suite: Suite | None = None, slower: float = 1.0) -> Run:
    """A run with made-up timings, so that no test depends on the machine."""
    run = run_suite(suite or world(), answerer, folder)  # type: ignore[arg-type]
    times = {name: slower * (10 + place % 7) for place, name in enumerate(run.scores)}
    timings = Timings(
        started="2026-01-01", seconds=1, memory_mb=100, answer_ms=times, work_ms=times, scan_ms={"x": 1.0}
    )
    write_json(folder / "timings.json", timings.model_dump())
    return Run(run.folder, run.header, run.items, run.records, run.scores, timings)
