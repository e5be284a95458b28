"""A scoring question in English, word for word in the Chinese that the readers know.

The vocabulary is small on purpose: a message with a word outside it is not the tool's, so that nothing
that might change a score is ever dropped.
"""

import re
from typing import Final

from assistant.scoring.numerals import normalise
from assistant.scoring.patterns import lazy

HAN = lazy(r"[\u3400-\u9fff]")
WORD = lazy(r"[a-z]{2,}", re.IGNORECASE)
LATIN = lazy(r"[a-z][a-z'-]*")
COUNTS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
N = r"(\d+(?:\.\d+)?)"
UNIT = r"(?:\s*(?:points?|pts?|marks?))?"
LONGEST = 400
STARS: Final = {3: "三星级", 4: "四星级", 5: "五星级", 1: "一星级", 2: "二星级", 6: "六星级", 7: "七星级"}

# What is asked goes to the end of the sentence: the phrase, and what it becomes there.
ASKS: Final = tuple(
    (lazy(pattern), said)
    for pattern, said in (
        (r"how far|how short|how (?:many|much) (?:points?|marks?) (?:short|away|off|missing)", "还差多少分"),
        (r"how (?:many|much) (?:more )?(?:points?|marks?)|(?:what|which) score", "还要多少分"),
        (r"(?:who|which(?: one)?|what) (?:is|has|scores?|scored) (?:the )?(?:higher|better)", "谁高"),
        (
            r"how many stars|(?:which|what)(?:'s| is| are)? (?:the |our |my )?"
            r"(?:(?:star|certification) )?(?:levels?|grades?|ratings?|stars?)(?: ratings?| levels?)?",
            "是几星",
        ),
    )
)
YES_NO = lazy(
    r"(?:^|[,.;?!]\s*|\b(?:and|so|then|but) )(?:is|are|does|do|did|can|could|would|will|am)\b"
    r"|\benough\b|\bqualif"
)
WHAT_IF = lazy(r"\b(?:what|how) (?:about|if)\b|^(?:and )?(?:if|with)\b|^and\b")

PHRASES: Final = tuple(
    (lazy(pattern), said)
    for pattern, said in (
        (r"'(?:s|re|ve|d|ll)\b", " "),
        (r"\b(?:gb/?t|gb)\s*27922(?:-2011)?|\b27922(?:-2011)?", " "),
        (r"\b((?:19|20)\d\d)\b(?!\s*points)", r"\1年"),
        (
            r"\b(?:no|without(?: any)?|zero|0)(?: special)? (?:deductions?|penalt(?:y|ies))(?: items?)?",
            "没有特别扣分项",
        ),
        (
            r"(\d+) (?:more|further|additional|extra) special (?:deductions?|penalt(?:y|ies))(?: items?)?",
            r"再加\1个特别扣分项",
        ),
        (
            r"(\d+) special[- ](?:deductions?|deducted|penalt(?:y|ies)|minus)(?: (?:items?|points?))?",
            r"特别扣分项\1个",
        ),
        (r"(?:another|one more) special[- ](?:deduction|penalty)(?: item)?", "再加1个特别扣分项"),
        (r"\b(?:an?|single|one) special[- ](?:deduction|penalty)(?: item)?", "特别扣分项1个"),
        (
            r"(?:some|several|with|have|had|has) special[- ](?:deductions?|penalt(?:y|ies))(?: items?)?",
            "有几个特别扣分项",
        ),
        (r"special[- ](?:deductions?|penalt(?:y|ies))(?: items?)?", "特别扣分项"),
        (r"(?:1 |a |an |the |our )*(?:special |extra )?bonus(?: (?:items?|points?))?", "特别加分1个"),
        (rf"{N}{UNIT} (?:out )?of {N}{UNIT}(?: applicable)?", r"\1/\2"),
        (
            rf"{N}{UNIT}(?: (?:were|was|are|of \w+|worth))* (?:deleted|removed|not applicable|inapplicable)",
            r"，删减了\1分，",
        ),
        (rf"(?:deleted?|removed?|deleting|removing)(?: items)?(?: worth)? {N}{UNIT}", r"，删减了\1分，"),
        (rf"(?:lost|lose|losing|deducted) (?:another|a further) {N}{UNIT}", r"再扣\1分"),
        (rf"(?:lost|lose|losing|deducted|minus) {N}{UNIT}", r"扣了\1分"),
        (rf"{N}{UNIT}(?: (?:were|was))? (?:lost|deducted)", r"扣了\1分"),
        (rf"(?:gained?|gaining|add(?:ed)?|plus) {N}(?: more)?{UNIT}", r"再加\1分"),
        (r"after conversion|converted(?: (?:to|score))*", "折算后"),
        (r"before conversion", "折算前"),
        (rf"(?:between|from) {N}{UNIT} (?:and|to) {N}{UNIT}", r"\1到\2分之间"),
        (rf"{N}{UNIT} to {N}{UNIT}", r"\1到\2分"),
        (rf"{N}{UNIT} (?:or|and) (?:above|more|higher|over)", r"\1分以上"),
        (rf"{N}{UNIT} (?:or|and) (?:below|less|lower|under)", r"\1分以下"),
        (rf"at least {N}{UNIT}", r"\1分以上"),
        (rf"(?:above|over|more than|higher than) {N}{UNIT}", r"超过\1分"),
        (rf"(?:below|under|less than|lower than) {N}{UNIT}", r"不到\1分"),
        (rf"(?:about|around|approximately|roughly|nearly|almost|some) {N}{UNIT}", r"\1分左右"),
        (r"averag\w*|mean score", "平均"),
        (r"round\w*(?: up| off)?", "四舍五入"),
        (r"to (?:1|a) decimals?(?: places?)?", "到1位小数"),
        (r"to 2 decimals?(?: places?)?", "到两位小数"),
        (r"to (?:a|the|an)? ?(?:nearest )?(?:whole (?:number|point)|integer)", "到整数"),
        (r"\b(?:short of|away from|shy of|off|reach|reaching|to get|get to|to go to|from)\b", "离"),
        (r"\b(?:we|our|my|i|us|our company|my company)\b", "我们"),
        (
            r"\b(?:scored|score|scores|got|get|received|total|mark|obtained|achieved|earned|has|have|had)\b",
            "得了",
        ),
        (r"\b(?:points?|pts?|marks?)\b", "分"),
        (r"\bin total\b|\baltogether\b", "一共"),
    )
)
FILLER: Final = lazy(
    r"(?:a|about|after-sales|also|am|an|and|are|as|assessed|assessment|at|audit|audited|be|been|but|by|"
    r"can|certificate|certification|certified|claim|apply|use|show|commodity|company|could|count|counts|currently|did|do|"
    r"does|enough|evaluated|evaluation|exactly|plus|final|finally|for|give|given|gives|goods|hello|here|hi|"
    r"higher|how|if|in|is|it|its|just|know|level|make|makes|may|me|mean|means|might|more|need|needed|"
    r"needs|next|now|of|ok|okay|on|on-site|one|only|onsite|or|overall|please|qualified|qualifies|"
    r"qualify|rated|rating|really|result|results|review|sales|say|says|self|self-assessment|service|"
    r"services|should|so|standard|star|stars|still|tell|thank|thanks|that|the|then|there|these|this|to|"
    r"under|us|was|were|what|which|will|with|would|you|your)"
)


def is_english(message: str) -> bool:
    """Whether the message has words and no Chinese character."""
    return WORD.search(message) is not None and HAN.search(message) is None


def in_chinese(message: str) -> str:
    """The message in Chinese; "" where it has a word that is not understood, or is very long.

    >>> in_chinese("Is 92.5 enough for five stars?")
    '92.5分五星级，够五星级吗'
    """
    if len(message) > LONGEST:
        return ""
    text = with_figures(normalise(message).lower().replace("’", "'"))
    closing = "，".join(closings(text))
    for pattern, _ in ASKS:
        text = pattern.sub("，", text)
    text = re.sub(r"\bcompany ([a-z])\b", lambda found: f"{found[1].upper()}公司", text)
    for pattern, said in PHRASES:
        text = pattern.sub(said, text)
    if not all(FILLER.fullmatch(word) for word in LATIN.findall(text)):
        return ""
    text = LATIN.sub("", text)
    text = re.sub(
        r"(?<![\d./])((?:[4-9]\d|\d{3,})(?:\.\d+)?)(?![\d./年分到个位]|\.\d|\s*[分到])", r"\1分", text
    )
    text = re.sub(r"\s*[,.;?!:，]+(?!\d)\s*", "，", re.sub(r"\s+", "", text) + "，")
    return (text.strip("，") + "，" + closing).strip("，")


def with_figures(text: str) -> str:
    """Levels by their names, then counting words as figures."""
    text = re.sub(r"\b(?:(?:pass(?:ing)?|qualified|basic|lowest) level|pass(?:es|ed)?)\b", " 达标级 ", text)
    words = "|".join(COUNTS[1:])
    text = re.sub(
        rf"\b({words}|\d)[- ]?stars?(?:[- ](?:level|rating|rated))?(?![a-z])",
        lambda found: f" {STARS.get(figure(found[1]), '九星级')} ",
        text,
    )
    return re.sub(
        rf"\b(?:{words})\b(?= (?:more |further |additional )?(?:special|points?|decimal))",
        lambda found: str(figure(found[0])),
        text,
    )


def figure(word: str) -> int:
    """``five`` or ``5`` as 5."""
    return int(word) if word.isdigit() else COUNTS.index(word)


def closings(text: str) -> list[str]:
    """What is asked: the ask phrases found, else whether the level named is reached; 呢 for a what-if."""
    named = [name for name in ("达标级", *STARS.values()) if name in text]
    found = [said for pattern, said in ASKS if pattern.search(text)]
    if found:
        return found
    if named and (YES_NO.search(text) or text.rstrip().endswith("?")):
        return [f"够{named[0]}吗"] if len(named) == 1 else ["是几星"]
    return ["如果这样呢"] if WHAT_IF.search(text) else []
