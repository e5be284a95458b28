"""What the retrieval tab shows: the form with its weights, and of each ask terms, decision and hits."""

from collections.abc import Mapping, Sequence

from assistant.answering.trees import Evidence, Manner, Verdict
from assistant.retrieval.hybrid import CHANNELS, Weights
from assistant.text.concepts import MARK
from assistant.types import Document, Kind
from assistant.ui.fragments import button, card, choice, folded, posting, table
from assistant.ui.markup import definitions, element, escape, opening
from assistant.ui.retrieval_page.trying import COUNTS, Row, Term, Tried

CHANNEL_NAMES = {
    "text": "正文",
    "asked": "问法",
    "dense": "向量",
    "coverage": "覆盖",
    "kind": "类型",
    "overview": "总述",
    "clause": "条款",
    "conflict": "纠错",
}
CHANNEL_HINTS = {
    "text": "词面：问题的词在段落正文里",
    "asked": "词面：最像的一种问法",
    "dense": "向量：语义相近",
    "coverage": "问题的词有多少在段落里",
    "kind": "段落回答的类型与问题相同",
    "overview": "问得笼统时的总述段落",
    "clause": "问题点名的条款",
    "conflict": "纠正错误说法的段落",
}
KINDS = {
    Kind.DEFINITION: "是什么",
    Kind.REQUIREMENT: "要求、条件",
    Kind.MATERIALS: "材料",
    Kind.STEPS: "怎么办",
    Kind.TIME: "时间",
    Kind.COST: "费用",
    Kind.SCORING: "评分",
    Kind.COMPARISON: "比较",
    Kind.YESNO: "是否",
    Kind.WHO: "谁",
    Kind.WHERE: "哪里",
    Kind.WHY: "为什么",
}
VERDICTS = {
    Verdict.ANSWER: ("回答", "good"),
    Verdict.NEAR: ("拒答，附最接近的一段", "warn"),
    Verdict.OUTSIDE: ("拒答：问的是别的事", "bad"),
    Verdict.NOTHING: ("拒答：资料里没有", "bad"),
}
FEATURE_NAMES = {
    "": "起点",
    "text": "首位正文",
    "asked": "首位问法",
    "coverage": "首位覆盖",
    "lead": "首位导语",
    "company": "首位的同伴",
    "clause": "条款相同",
    "second": "第二位总分",
    "agree": "前五位同一文档",
    "vote": "像答不了的问题",
    "wording": "用词像答不了的",
    "gap": "比第二名高出",
    "private": "问自家的事",
    "length": "问题长短",
    "leans": "接着上文问",
    "unseen": "资料里没有的词",
    "missing": "首位最缺的一个词",
    "absent": "首位缺的词合计",
    "details": "缺问到的细节",
    "untyped": "缺要的数量或金额",
    "presumes": "带着说法来问",
    "demands": "要求做事或改规则",
    "corrects": "首位是纠正",
    "dense": "首位向量",
    "rival": "更像答不了的问题",
}
MOST_TERMS = 40
EXAMPLE = "证书到期了怎么办"


def search_form(weights: Weights, asked: str = "") -> str:
    """The question, how many hits, and the weights to try."""
    question = element(
        "label",
        element("span", "问题"),
        opening(
            "input",
            type="search",
            name="question",
            value=asked,
            maxlength="2000",
            placeholder=f"例如：{EXAMPLE}",
        ),
        css="wide",
    )
    count = choice("count", "列出", {str(number): f"{number} 段" for number in COUNTS})
    line = element("div", question, count, button("检索", "main"), css="line")
    form = posting("retrieval/find", line, weight_fields(weights), live=True)
    return card(
        "问题怎样找到段落", form, element("p", "与问答用的是同一段程序；改权重只影响本页。", css="hint")
    )


def weight_fields(weights: Weights) -> str:
    """A field for each channel's weight, and the way back."""
    inputs = (
        element(
            "label",
            element("span", escape(CHANNEL_NAMES.get(name, name))),
            opening(
                "input",
                type="number",
                name=f"weight-{name}",
                step="any",
                value=f"{getattr(weights, name):g}",
                title=CHANNEL_HINTS.get(name, name),
            ),
        )
        for name in CHANNELS
    )
    reset = button("恢复原来的权重", name="reset", value="1")
    return folded("权重（试用）", element("div", *inputs, css="weights"), reset)


def tried_html(
    tried: Sequence[Tried], documents: Mapping[str, Document], weights: Weights, evidence: Evidence
) -> str:
    """All that was tried: one section for each ask of the message."""
    split = f"这句话里有 {len(tried)} 问，问答会分别检索：" if len(tried) > 1 else ""
    sections = (ask_html(one, documents, weights, evidence) for one in tried)
    return (split and element("p", split, css="hint")) + "".join(sections)


def ask_html(tried: Tried, documents: Mapping[str, Document], weights: Weights, evidence: Evidence) -> str:
    """One ask: how it was understood, what was decided, what was found."""
    failed = "、".join(CHANNEL_NAMES.get(name, name) for name in tried.found.failed)
    return card(
        tried.ask.text,
        element(
            "p",
            f"{escape(failed)}通道坏了，下面的结果里没有它的分；问答会注明答案可能不完整。",
            css="problem degraded",
        )
        if failed
        else "",
        understood(tried),
        decision(tried, evidence),
        element("h4", f"找到的段落（{len(tried.rows)}）"),
        hits_table(tried.rows, documents, weights) if tried.rows else element("p", "没有一段沾边。"),
    )


def understood(tried: Tried) -> str:
    """Kind, clauses, concepts and terms, each with its share."""
    concepts = [term for term in tried.terms if term.name.startswith(MARK)]
    words = [term for term in tried.terms if not term.name.startswith(MARK)]
    return definitions(
        (
            ("类型", escape(KINDS.get(tried.ask.kind, tried.ask.kind) if tried.ask.kind else "没看出来")),
            ("条款", escape("、".join(tried.query.clauses))),
            ("上下文", escape(f"{tried.ask.context} {tried.ask.around}".strip())),
            ("概念", "".join(map(term_chip, concepts)) or "没有"),
            ("词", "".join(map(term_chip, words[:MOST_TERMS])) or "没有"),
            ("读作", escape(tried.found.read)),
            ("没见过", f"资料里没有的词占 {tried.found.doubt.unseen:.0%}"),
            ("像资料答不了的问题", f"最近的 20 条里占 {tried.found.doubt.vote:.0%}"),
        ),
        "facts",
    )


def term_chip(term: Term) -> str:
    """A term with its share of the question; one that no entry holds looks so."""
    held = f"在 {term.entries} 条索引里" if term.entries else "资料里没有"
    return element(
        "span",
        escape(term.name.removeprefix(MARK)),
        element("small", f" {term.weight:.0%}"),
        css="tag" if term.entries else "tag unseen",
        title=held,
    )


def decision(tried: Tried, evidence: Evidence) -> str:
    """What was decided, on what probability, against which thresholds, and for which reasons."""
    word, css = VERDICTS[tried.decision.verdict]
    outside = f"（{tried.decision.outside}）" if tried.decision.outside else ""
    known = "（与收录的一种问法几乎相同）" if tried.decision.known else ""
    verdict = element("b", escape(word + outside + known), css=f"verdict {css}")
    corrected = (
        element(
            "p",
            escape(f"问题里有错误说法：问答会先用“{tried.corrects}”纠正，不看这里的判断。"),
            css="problem",
        )
        if tried.corrects
        else ""
    )
    judged = tried.features and not tried.decision.outside
    gauge = probability(tried.decision.probability, evidence) if judged else ""
    reasons = folded("判断依据", features_table(tried.features)) if judged else ""
    return element("div", element("p", "判断：", verdict), corrected, gauge, reasons, css="decision")


def probability(value: float, evidence: Evidence) -> str:
    """The probability on a bar with the two thresholds."""
    answers = evidence.answers[Manner.ALONE]
    marks = ((evidence.nears, "nears"), (answers, "answers"))
    bar = element(
        "div",
        element("i", css="filled", style=f"width:{value:.1%}"),
        *(element("i", css=f"mark {css}", style=f"left:{at:.1%}") for at, css in marks),
        css="gauge",
        role="img",
        **{"aria-label": f"概率 {value:.1%}"},
    )
    words = (
        f"资料能回答的概率 {value:.1%}；{answers:.1%} 以上回答，再低就拒答；"
        f"{evidence.nears:.1%} 以上附最接近的一段。"
    )
    return bar + element("p", words, css="hint probability")


def features_table(features: Mapping[str, tuple[float, float]]) -> str:
    """What the decision rests on, the weightiest first; the sum of the parts gives the probability."""
    ordered = sorted(features.items(), key=lambda item: -abs(item[1][1]))
    rows = [
        [escape(FEATURE_NAMES.get(name, name)), f"{value:.3f}", f"{part:+.3f}"]
        for name, (value, part) in ordered
    ]
    total = sum(part for _, part in features.values())
    return table(("依据", "值", "作用"), [*rows, ["合计（对数几率）", "", f"{total:+.3f}"]], "reasons")


def hits_table(rows: Sequence[Row], documents: Mapping[str, Document], weights: Weights) -> str:
    """The hits with what each channel gives to the score."""
    given = [name for name in CHANNELS if any(row.hit.channels[name] for row in rows)]
    names = [CHANNEL_NAMES.get(name, name) for name in given]
    highest = max((part for row in rows for part in row.parts.values()), default=1.0)
    body = [
        [
            str(rank),
            passage_cell(row, documents),
            element("b", f"{row.hit.score:.4f}"),
            *(channel_cell(row, name, getattr(weights, name), highest) for name in given),
        ]
        for rank, row in enumerate(rows, 1)
    ]
    note = (
        "每格是这个通道在总分里占的分，下面是通道值 × 权重和段落在该通道的名次；"
        "一行各格加起来就是总分。没有给出分的通道不列。"
    )
    return table(("", "段落", "总分", *names), body, "hits") + element("p", note, css="hint")


def passage_cell(row: Row, documents: Mapping[str, Document]) -> str:
    """Which passage it is, the terms that hit, and its text to unfold."""
    passage = row.hit.passage
    document = documents[passage.document_id].title
    chips = (
        element("span", escape(term.removeprefix(MARK)), css=css)
        for terms, css in ((row.in_text, "tag"), (row.in_questions, "tag asked-only"))
        for term in terms
        if len(term) > 1
    )
    return "".join(
        (
            element("strong", escape(passage.heading[-1])),
            element("small", escape(" › ".join(dict.fromkeys((document, *passage.heading[:-1]))))),
            element("div", *chips, css="terms"),
            folded("原文", element("p", escape(passage.text)), element("small", escape(passage.id))),
        )
    )


def channel_cell(row: Row, name: str, weight: float, highest: float) -> str:
    """A channel's part in the score, and where it comes from."""
    value, part = row.hit.channels[name], row.parts[name]
    if not value:
        return element("span", "–", css="none")
    rank = element("small", f"第 {row.ranks[name]} 名") if name in row.ranks else ""
    width = f"{max(part, 0) / highest:.0%}" if highest > 0 else "0"
    return "".join(
        (
            element("span", f"{part:.4f}", css="part"),
            element("small", escape(f"{value:.3f} × {weight:g}")),
            rank,
            element("i", css="share", style=f"width:{width}"),
        )
    )
