"""The indicator tree of chapter 5 as passages: what each clause asks, its points, its parts."""

from assistant.knowledge.entries import Facts, Indicator, Section, section
from assistant.types import Confidence, Kind

PROOF_HEADING = "可以准备的证据（按条款内容整理的建议，推断）："
NUMBER_INFERRED = "条款编号按资料列出的先后顺序推定（推断）"
POINTS_UNKNOWN = "这一项占多少分资料未载明"
PARTS_UNKNOWN = "下面有几个三级指标、各是什么也未载明"
LEVEL_NAMES = {1: "一级指标", 2: "二级指标", 3: "三级指标"}


def indicator_sections(indicators: tuple[Indicator, ...]) -> list[Section]:
    """One section per node, in the order of the file."""
    return [indicator_section(node, indicators) for node in indicators]


def indicator_section(node: Indicator, tree: tuple[Indicator, ...]) -> Section:
    """What the clause asks, its points, its children, and what can be shown for it."""
    children = [child for child in tree if child.parent == node.clause]
    facts = Facts(
        id=f"indicator.{node.clause}",
        kind=Kind.REQUIREMENT,
        confidence=node.confidence,
        sources=node.sources,
        questions=node.questions,
        evidence=node.evidence,
        clause=node.clause,
    )
    blocks = [
        f"{node.clause} {node.title}：{node.content}{points_sentence(node)}",
        "\n".join(f"- {child.clause} {child.title}{points_note(child)}" for child in children),
        PROOF_HEADING if node.proof else "",
        "\n".join(f"- {item}" for item in node.proof),
        *(f"> {caveat}" for caveat in caveats(node)),
    ]
    return section(f"{node.clause} {node.title}", blocks, facts)


def points_sentence(node: Indicator) -> str:
    """The points as a sentence with their confidence; nothing where they are not known."""
    if node.points is None:
        return ""
    confidence = node.points_confidence or Confidence.UNSURE
    doubt = "" if confidence is Confidence.CONFIRMED else f"（{confidence.label}）"
    return f"该{LEVEL_NAMES[node.level]}占 {node.points} 分{doubt}。"


def points_note(node: Indicator) -> str:
    """The points in brackets behind a child's name, with their confidence; nothing where not known."""
    if node.points is None:
        return ""
    confidence = node.points_confidence or Confidence.UNSURE
    doubt = "" if confidence is Confidence.CONFIRMED else f"，{confidence.label}"
    return f"（{node.points} 分{doubt}）"


def caveats(node: Indicator) -> list[str]:
    """The author's caveats, and what the structure itself obliges us to say."""
    said = list(node.caveats)
    unsure = [
        NUMBER_INFERRED if node.clause_confidence is not Confidence.CONFIRMED else "",
        POINTS_UNKNOWN if node.points is None else "",
        PARTS_UNKNOWN if node.children_unknown else "",
    ]
    if any(unsure):
        said.append("，".join(filter(None, unsure)) + "，请与标准原文核对。")
    return said
