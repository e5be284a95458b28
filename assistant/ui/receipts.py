"""The receipts of an answer, unfolded on request: inputs, rules applied, arithmetic, result."""

import json
from typing import Any

from assistant.types import Confidence, Receipt
from assistant.ui.labels import KEYS, NOTE, NOTES, TOOLS, VALUES
from assistant.ui.markup import definitions, element, escape


def receipt_note(receipt: Receipt) -> str:
    """That a tool computed this, with the receipt to unfold."""
    summary = element(
        "summary",
        element("span", escape(NOTES.get(receipt.tool, NOTE)), css="computed"),
        element("span", "查看计算回执", css="unfold"),
    )
    sections = (
        ("输入", readable(receipt.inputs)),
        (
            "规则与计算",
            element("ol", *(_step(step) for step in receipt.trace), css="trace") if receipt.trace else "",
        ),
        ("结果", readable(receipt.result)),
    )
    body = "".join(element("h4", title) + content for title, content in sections if content)
    source = json.dumps(receipt.model_dump(mode="json"), ensure_ascii=False, indent=2)
    raw = element(
        "details", element("summary", "回执原文（JSON）"), element("pre", escape(source)), css="raw"
    )
    tool = element("p", f"工具：{escape(TOOLS.get(receipt.tool, receipt.tool))}", css="tool")
    return element("details", summary, tool, body, raw, css="receipt")


def readable(value: Any, key: str = "") -> str:  # noqa: ANN401 - any JSON value
    """A JSON value, found under ``key``, as HTML a clerk can read; what is known in Chinese."""
    if isinstance(value, dict):
        return _figure(value) or definitions(
            ((KEYS.get(str(name), str(name)), readable(item, str(name))) for name, item in value.items()),
            css="values",
        )
    if isinstance(value, list):
        return _listing(value)
    return escape(VALUES.get(f"{key} {value}") or VALUES.get(str(value), str(value)))


def _figure(value: dict[str, Any]) -> str:
    """An exact number, with its decimal where that had to be cut; empty for any other mapping."""
    if set(value) != {"exact", "decimal"}:
        return ""
    exact, decimal = escape(str(value["exact"])), escape(str(value["decimal"]))
    return exact if exact == decimal else f"{exact} ≈ {decimal}"


def _listing(values: list[Any]) -> str:
    if any(isinstance(value, dict | list) for value in values):
        return element("ul", *(element("li", readable(value)) for value in values))
    return "、".join(readable(value) for value in values) or "无"


def _step(step: Any) -> str:  # noqa: ANN401 - any JSON value
    """A rule that was applied: what was calculated, what the rule says, how well it is attested."""
    if not isinstance(step, dict) or "arithmetic" not in step:
        return element("li", readable(step))
    clause = f"标准第 {step['clause']} 条" if step.get("clause") else ""
    origin = " · ".join(part for part in (clause, _confidence(step.get("confidence"))) if part)
    return element(
        "li",
        element("strong", escape(str(step["arithmetic"]))),
        element("span", escape(str(step.get("text", "")))),
        element("small", escape(origin)),
    )


def _confidence(value: object) -> str:
    known = {str(confidence): confidence.label for confidence in Confidence}
    return known.get(str(value), "")
