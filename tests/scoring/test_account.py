"""Nothing in a message is dropped silently: what no reading explains is asked back."""

from typing import Any

import pytest

from assistant.scoring import Rules, ScoreReply, answer_message

SCORES = ("评分 91 分", "我们得了 88.5 分", "总分：93", "九十四点五分")
LEFT_OVERS = (
    "比去年高 3 分里不算的 47",
    "上下浮动 3 分",
    "还要扣，扣几分没说",
    "有加分没算",
    "两次取平均",
    "删减了几项",
    "有几个特别扣分项没减",
    "扣分项 3 个",
    "3 个不符合项要扣",
    "按 150 分制打的",
)
NOISE = (
    "公司 300 人",
    "2011 版标准",
    "满意度 98%",
    "3 条产线",
    "第 2 次审核",
    "GB/T 27922-2011",
    "成立 12 年",
    "热线 400",
    "3月5日审的",
    "没有特别扣分项",
)


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("left_over", LEFT_OVERS)
def test_what_is_left_over_is_asked_back(score: str, left_over: str, rules: Rules):
    for message in (f"{score}，{left_over}，几星", f"{left_over}，{score}，能评几星？"):
        reply = answer_message(message, rules)
        assert reply is not None, message
        assert reply.kind == "ask_back", (message, reply.text)
        assert not reply.receipts


def same(reply: ScoreReply) -> dict[str, Any]:
    """What was computed, without the fingerprint of what was said."""
    return {key: value for key, value in reply.receipts[0].result.items() if key != "digest"}


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("noise", NOISE)
def test_known_noise_changes_nothing(score: str, noise: str, rules: Rules):
    plain = answer_message(f"{score}，几星", rules)
    for message in (f"{score}，{noise}，几星", f"{noise}，{score}，几星"):
        reply = answer_message(message, rules)
        assert plain is not None
        assert reply is not None, message
        assert reply.kind == "result", (message, reply.text)
        assert same(reply) == same(plain)
