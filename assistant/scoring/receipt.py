"""A receipt for everything the tool says: inputs, each rule applied, the arithmetic, the result.

A receipt is made by running a tool on plain JSON inputs; verifying it is running the tool again
on the inputs it names and comparing every field. So a changed digit is always found.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from assistant.errors import ScoringError
from assistant.scoring.rules import Rules
from assistant.scoring.tools import TOOLS
from assistant.types import Confidence, Receipt


def run(tool: str, inputs: dict[str, Any], rules: Rules) -> Receipt:
    """Run ``tool`` on ``inputs`` (numbers as exact text) and keep all of it.

    Raises:
        ScoringError: there is no such tool, or the inputs are not what it takes.
    """
    if tool not in TOOLS:
        raise ScoringError(f"{tool!r} is not a scoring tool", next_step=", ".join(TOOLS))
    try:
        result, trace = TOOLS[tool](inputs, rules)
    except (KeyError, ValueError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise ScoringError(f"{tool}: 输入不完整或格式不对", reason=repr(error)) from error
    return Receipt(
        tool=tool,
        inputs=inputs,
        result={**result, "rules": rules.digest, "digest": digest(tool, inputs, result, trace)},
        trace=trace,
    )


def digest(*parts: object) -> str:
    """A short fingerprint of all that a receipt states."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def verify_receipt(receipt: dict[str, Any], rules: Rules) -> list[str]:
    """Recompute a receipt from its own inputs; every field that differs as one line.

    Empty when the receipt is true. A receipt that cannot be recomputed at all yields the reason.
    """
    try:
        again = run(receipt["tool"], receipt["inputs"], rules).model_dump(mode="json")
    except ScoringError as error:
        return [str(error)]
    except (KeyError, TypeError):
        return ["不是评分回执：缺少 tool 或 inputs"]
    return list(differences(receipt, again))


def differences(given: object, computed: object, path: str = "") -> Iterator[str]:
    """The places where two JSON values are not the same."""
    if isinstance(given, dict) and isinstance(computed, dict):
        for key in sorted(given.keys() | computed.keys()):
            yield from differences(given.get(key), computed.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(given, list) and isinstance(computed, list) and len(given) == len(computed):
        for index, (one, other) in enumerate(zip(given, computed, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif type(given) is not type(computed) or given != computed:
        yield f"{path}：回执写的是 {given!r}，重新计算得 {computed!r}"


def to_json(receipt: Receipt) -> str:
    """The receipt as a JSON document, the same bytes for the same facts."""
    return json.dumps(receipt.model_dump(mode="json"), ensure_ascii=False, indent=2, sort_keys=True)


def from_json(text: str) -> dict[str, Any]:
    """A receipt read back, for :func:`verify_receipt`.

    Raises:
        ScoringError: the text is not a JSON object.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise ScoringError(
            "回执不是有效的 JSON", reason=str(error), next_step="请使用下载的原始文件"
        ) from error
    if not isinstance(data, dict):
        raise ScoringError("回执不是 JSON 对象", next_step="请使用下载的原始文件")
    return data


def to_text(receipt: Receipt) -> str:
    """The receipt for a reader: what went in, each rule with clause and source, what came out."""
    lines = [f"评分回执（{receipt.tool}）", "", "输入：", *listed(receipt.inputs), "", "依据与算式："]
    for number, line in enumerate(receipt.trace, 1):
        clause = f"条款 {line['clause']}，" if line["clause"] else ""
        lines.append(f"{number}. {line['arithmetic']}")
        lines.append(
            f"   {line['text']}（{clause}{Confidence(line['confidence']).label}，"
            f"来源：{'、'.join(line['sources'])}）"
        )
    return "\n".join([*lines, "", "结果：", *listed(receipt.result)]) + "\n"


def listed(values: dict[str, Any]) -> list[str]:
    """Each field on a line of its own, in Chinese where it has a name."""
    return [f"- {FIELDS.get(key, key)}：{written(value)}" for key, value in values.items()]


def written(value: object) -> str:
    """A value as text: a figure with its exact form, a list joined, nothing as 无."""
    if isinstance(value, dict) and value.keys() == {"exact", "decimal"}:
        same = value["exact"] == value["decimal"]
        return str(value["exact"]) if same else f"{value['exact']}（≈ {value['decimal']}）"
    if isinstance(value, dict):
        return "；".join(f"{FIELDS.get(key, key)} {written(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return " | ".join(written(item) for item in value) or "无"
    return (
        {None: "无", True: "是", False: "否"}.get(value, str(value))
        if value is None or isinstance(value, bool)
        else str(value)
    )


FIELDS = {
    "gained": "得分",
    "applicable": "涉及项总分值",
    "specials": "特别扣分项",
    "bonus": "特别加分项",
    "owner": "名称",
    "score": "评分",
    "level": "级别",
    "stars": "星数",
    "graded": "可定级",
    "next": "到更高级别",
    "uncertain": "另一种读法",
    "needs": "还差",
    "from": "起点",
    "to": "终点",
    "to_included": "含终点",
    "rectify": "先整改特别扣分项",
    "rules": "规则指纹",
    "digest": "回执指纹",
    "rounding": "取整",
    "rounded": "各种取整",
    "order": "次序",
    "low": "下限",
    "high": "上限",
    "high_included": "含上限",
    "worst": "最差",
    "best": "最好",
    "steps": "分段",
    "known": "已有",
    "open": "未得分",
    "room": "其余满分",
    "levels": "各级别",
    "reachable": "能达到",
    "sides": "各方",
    "difference": "相差",
    "higher": "较高者",
    "losses": "丢分",
    "target": "目标",
    "indicators": "指标",
    "count": "项数",
    "points": "分值",
    "samples": "样本数",
    "bad": "不符合数",
    "lost": "扣分",
    "share": "扣分比例",
    "managers": "服务管理人员",
    "exact": "精确值",
    "needed": "需要人数",
    "issued": "发证日",
    "expires": "到期日",
    "surveillance": "监督窗口",
    "renew_by": "换证申请",
    "expired": "已过期",
    "today": "今天",
    "tree": "指标表",
    "marks": "填写",
    "sums": "小计",
    "missing": "缺少",
}
