"""A small assistant of the same shape as the real one, with answers of every kind and hostile text."""

from assistant.errors import QuestionError
from assistant.scoring import load_rules
from assistant.settings import Settings
from assistant.types import Answer, Citation, CitedPassage, Confidence, Receipt, Source, Turn

HOSTILE = (
    "<script>window.hacked=1</script><img src=x onerror=window.hacked=2>"
    "<img src=http://evil.example/i.png> ![x](http://evil.example/m.png) [点我](javascript:window.hacked=3)"
    "<form action=http://evil.example/f><button>提交</button></form></div></aside>"
    "<svg onload=window.hacked=4>"
    '" onmouseover="window.hacked=5" <iframe src=http://evil.example></iframe><!-- &lt;b&gt; '
)

STORED = f"""申请认证通常要交 **11 项**材料，以认证机构的清单为准。

- 营业执照等法律地位证明
- 行政许可（需要许可的行业）
- 售后服务体系文件：
  1. 手册
  2. 程序文件

| 级别 | 得分 |
| --- | --- |
| 五星 | 95 分以上 |
| 四星 | 90 分以上，不足 95 分 |

> 各机构的清单不完全相同，申请前先索取一份。

{HOSTILE}
末尾一句话。"""

SOURCES = (
    Source(
        "cb",
        "certification-body",
        "某认证公司",
        "服务认证实施规则",
        3,
        "2024-03-01",
        "https://rules.example/a",
    ),
    Source("media", "media", f"行业网{HOSTILE}", "办理指南", 4),
)

ANSWER = """申请认证通常要交 **11 项**材料，以认证机构的清单为准 [1]

1. 营业执照等法律地位证明 [1]
2. 行政许可（需要许可的行业）
3. 售后服务体系文件 [2]
   - 手册
   - 程序文件

| 级别 | 得分 |
| --- | --- |
| 五星 | 95 分以上 [2] |
| 四星 | 90 分以上，不足 95 分 |

> 各机构的清单不完全相同，申请前先索取一份。[2] 没有这一条 [9]"""

RECEIPT = Receipt(
    tool="score.level",
    inputs={"gained": "92.5"},
    result={
        "score": {"exact": "92.5", "decimal": "92.5"},
        "level": "四星级",
        "stars": 4,
        "graded": True,
        "next": [
            {"level": "五星级", "from": "95", "needs": {"exact": "2.5", "decimal": "2.5"}, "rectify": 0}
        ],
        "uncertain": [],
    },
    trace=[
        {
            "rule": "scoring.level.four",
            "text": "得分 90 分以上、不足 95 分的，为四星级。",
            "clause": "6.3",
            "confidence": "confirmed",
            "sources": ["cb"],
            "arithmetic": "90 ≤ 92.5 < 95：四星级",
        }
    ],
)


def citation(marker: int, quote: str) -> Citation:
    start = STORED.index(quote)
    return Citation(
        marker=marker,
        source_id="materials",
        title="申请材料",
        locator="第 6.1 条 · 申请时提交",
        quote=quote,
        start=start,
        end=start + len(quote),
        confidence=Confidence.CONFIRMED if marker == 1 else Confidence.SINGLE,
    )


QUOTES = (
    "申请认证通常要交 **11 项**材料，以认证机构的清单为准。\n\n- 营业执照等法律地位证明\n- 行政许可",
    STORED[STORED.index("| 级别") : STORED.index("末尾")],
)


class StandIn:
    """Answers by what word the question holds; scores with the real rules."""

    settings = Settings()
    rules = load_rules(settings.corpus / "standard" / "scoring.yaml")

    def examples(self) -> list[str]:
        return [
            "申请认证要准备哪些材料？",
            "92.5 分是几星？",
            "从申请到拿证要多久，大概多少钱？",
            "证书怎么查真伪？",
        ]

    def converse(self, question: str, history: tuple[Turn, ...] = ()) -> tuple[Answer, tuple[Turn, ...]]:
        if not question.strip():
            raise QuestionError("问题是空的", next_step="请输入一个问题")
        if "意外" in question:
            raise RuntimeError(question)
        return self.reply(question, history), (*history, Turn(question, question))

    def reply(self, question: str, history: tuple[Turn, ...]) -> Answer:
        common = {"question": question, "standalone_question": question}
        if "几星" in question:
            return Answer(
                **common,
                status="answered",
                answer="92.5 分是**四星级**，离五星级还差 2.5 分。",
                receipts=[RECEIPT],
                follow_ups=["95 分呢？"],
            )
        if "天气" in question:
            return Answer(**common, status="refused", answer="这不是我能回答的。")
        if "上一句" in question:
            return Answer(
                question=question,
                standalone_question="申请材料有几项？",
                status="partial",
                answer=f"这是第 {len(history) + 1} 问。",
            )
        return Answer(
            **common,
            status="answered",
            answer=ANSWER,
            follow_ups=["材料要盖章吗？", "92.5 分是几星？"],
            citations=[citation(marker, quote) for marker, quote in enumerate(QUOTES, 1)],
        )

    def cited(self, given: Citation) -> CitedPassage:
        return CitedPassage(
            given,
            "申请材料",
            ("认证申请", f"申请时提交{HOSTILE}"),
            "6.1",
            STORED,
            given.start,
            given.end,
            given.confidence,
            SOURCES,
        )
