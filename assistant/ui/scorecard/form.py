"""The form of the scorecard as HTML: indicators that unfold, special points, trial sliders."""

from collections.abc import Sequence

from assistant.knowledge.entries import Indicator
from assistant.scoring import Rules
from assistant.ui.labels import VALUES
from assistant.ui.markup import element, escape, opening
from assistant.ui.scorecard.fields import KINDS, OPTIONS

ROOT = "5"
UNFOLD = {1: "二级指标", 2: "三级指标"}
OPTION_NAMES = {"rounding": "小数", "order": "次序"}
MODES = {"card": "按指标填写", "total": "只填总分"}
HOW_TO = (
    "从哪一级填都行：只填三个一级指标，或展开往下填；上级和它的下级不要都填。"
    "直接填得分不需要分值；评“符合”“不符合”“抽样”“删减”的项需要，资料未载明的分值请照你手头的标准原文填。"
)


def scorecard_form(indicators: Sequence[Indicator], rules: Rules, standing: str) -> str:
    """The whole form; ``standing`` is what the head of it shows of an empty card."""
    no_enter = opening("button", type="submit", disabled="", hidden="")
    return element(
        "form",
        no_enter + "</button>",
        element("div", standing, id="score-standing", role="status"),
        modes(),
        element("section", element("p", HOW_TO, css="hint"), tree(ROOT, indicators), css="for-card"),
        element("section", total_fields(), css="for-total"),
        special_fields(),
        trial_fields(),
        element("div", id="score-details"),
        element("div", option_fields(rules), reset(), css="foot"),
        id="scorecard",
        autocomplete="off",
        method="post",
    )


def modes() -> str:
    """The choice between the indicators and the total alone."""
    choices = (
        element("label", field("mode", type="radio", value=name, **checked(name == "card")), label)
        for name, label in MODES.items()
    )
    return element("div", *choices, css="modes", role="radiogroup", **{"aria-label": "填写方式"})


def tree(parent: str, indicators: Sequence[Indicator]) -> str:
    """The rows of the indicators below ``parent``, each with its own parts folded under it."""
    return "".join(
        element("div", row(node), parts(node, indicators), css=f"node level-{node.level}")
        for node in indicators
        if node.parent == parent
    )


def parts(node: Indicator, indicators: Sequence[Indicator]) -> str:
    """The parts of an indicator, to unfold; a word where they are not known."""
    count = sum(child.parent == node.clause for child in indicators)
    if not count:
        return element("p", "三级指标资料未载明", css="unknown") if node.children_unknown else ""
    summary = element("summary", f"{count} 个{UNFOLD[node.level]}")
    return element("details", summary, tree(node.clause, indicators))


def row(node: Indicator) -> str:
    """One indicator: its points, how it is judged, and what was found."""
    clause = node.clause
    return element(
        "div",
        element("div", element("span", clause, css="clause"), escape(node.title), attested(node), css="name"),
        element(
            "label",
            "分值",
            number(f"points:{clause}", f"{clause} 分值", "未知", node.points),
            css="points",
        ),
        selection(f"kind:{clause}", KINDS, f"{clause} 评法"),
        element("span", number(f"gained:{clause}", f"{clause} 得分", "得分"), css="for-gained"),
        element(
            "span",
            number(f"bad:{clause}", f"{clause} 不符合的样本数", "不符合"),
            "／",
            number(f"samples:{clause}", f"{clause} 样本总数", "样本"),
            css="for-sample",
        ),
        element("output", id=f"note-{clause}"),
        css="row",
        id=f"cell-{clause}",
    )


def attested(node: Indicator) -> str:
    """How well the points that we fill in are attested."""
    if node.points is None or node.points_confidence is None:
        return ""
    return element("small", f"{node.points} 分：{node.points_confidence.label}")


def total_fields() -> str:
    """Points gained, and what applies after deletion."""
    return labelled("total", "实际得分", number("total", "实际得分", "例如 92.5")) + labelled(
        "applicable",
        "涉及项总分值",
        number("applicable", "涉及项总分值", "100"),
        "有删减时填 100 减去删减项的分值",
    )


def special_fields() -> str:
    """Special deductions with their reasons, and the bonus."""
    reasons = element(
        "textarea",
        name="reasons",
        rows="2",
        maxlength="2000",
        placeholder="事由，每行一条（可不写）",
        **{"aria-label": "特别扣分项事由"},
    )
    bonus = element(
        "label",
        field("bonus", type="checkbox", value="1"),
        "有特别加分项（加 1 分，最多 1 个）",
        css="bonus-box",
    )
    reason = field(
        "bonus-reason", placeholder="事由（可不写）", maxlength="200", **{"aria-label": "特别加分项事由"}
    )
    return element(
        "fieldset",
        element("legend", "特别扣分项和特别加分项"),
        labelled(
            "specials",
            "特别扣分项个数",
            number("specials", "特别扣分项个数", "0"),
            "每个扣 1 分；达到 5 个不能定级",
        ),
        reasons,
        element("div", bonus, reason, css="bonus"),
    )


def trial_fields() -> str:
    """Sliders that try something out without touching the card."""
    return element(
        "fieldset",
        element("legend", "试算"),
        element("p", "拖动看看级别怎么变，不影响上面填的内容。", css="hint"),
        slider("extra-points", "实际得分增减", "-20", "20", "0.5"),
        slider("extra-specials", "特别扣分项增减", "-6", "6", "1"),
        element("div", id="score-trial", role="status"),
        css="trial",
    )


def slider(name: str, label: str, low: str, high: str, step: str) -> str:
    """A slider that begins at 0; the server says what it stands at."""
    handle = field(name, type="range", min=low, max=high, step=step, value="0")
    return element(
        "label", element("span", label), handle, element("output", "0", id=f"note-{name}"), css="slider"
    )


def option_fields(rules: Rules) -> str:
    """How the two points that the material leaves open are read."""
    chosen = "".join(
        element(
            "label",
            OPTION_NAMES[name],
            selection(
                name,
                {choice: VALUES.get(f"{name} {choice}", choice) for choice in rules.value(name, "choices")},
                OPTION_NAMES[name],
            ),
        )
        for name in OPTIONS
    )
    note = element("p", "这两点资料未载明；默认按字面：不取整，先折算再计特别项。", css="hint")
    return element("details", element("summary", "计算口径"), note, chosen, css="options")


def reset() -> str:
    """The button that empties the form."""
    return element("button", "清空", type="reset")


def labelled(name: str, label: str, control: str, hint: str = "") -> str:
    """A control with its label, a hint, and the place where its errors are named."""
    return element(
        "div",
        element("label", element("span", label), control),
        element("small", hint, css="hint") if hint else "",
        element("output", id=f"note-{name}"),
        css="labelled",
        id=f"cell-{name}",
    )


def number(name: str, label: str, placeholder: str, value: str | None = None) -> str:
    """A field for a number, which goes to the server as the text that was typed."""
    named = {"aria-label": label, "inputmode": "decimal", "maxlength": "24"}
    return field(name, placeholder=placeholder, **named, **({"value": value} if value else {}))


def field(name: str, **attributes: str) -> str:
    """An input; of text unless ``type`` says otherwise."""
    return opening("input", **{"type": "text", "name": name, **attributes})


def selection(name: str, choices: dict[str, str], label: str) -> str:
    """A choice of one of several; the first one to begin with."""
    options = (element("option", escape(said), value=value) for value, said in choices.items())
    return element("select", *options, name=name, **{"aria-label": label})


def checked(yes: bool) -> dict[str, str]:
    """The attribute of a radio button that is chosen to begin with."""
    return {"checked": ""} if yes else {}
