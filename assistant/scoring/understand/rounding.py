"""Whether a score may be rounded: as it is and under every rounding, since the material states none."""

from assistant.scoring.patterns import lazy
from assistant.scoring.understand.model import Call, Reply, Request
from assistant.scoring.understand.reading import Reading
from assistant.scoring.understand.single import single

ROUND = lazy(
    r"四舍五[入如]?|五入|取整|凑整|进位|进一?位|进上去|入上去|抹零|"
    r"保留[^,，。;；]{0,5}(?:位|小数|整数|个位)|(?:当|凑)(?:成|作|做|够|到|个)?\s*\d{2,3}\s*分?(?:整)?(?:算|用|看|来|行|可以|吗|么|吧|呗|了|[?？,，]|$)"
)
ASKED = lazy(r"[?？吗么呢不吧呗]|能|可以|会|如果|要是|假如|万一|怎么|算|几星|什么|行")
RULE = lazy(r"会不会|规定|依据|标准里|几位小数$|分数四舍五入吗")
NOT_ROUNDED = lazy(
    r"(?:不|没|别|未)(?:能|会|许|让|做|用|要|准|给|允许|可以|可)*(?:四舍五入|五入|取整|凑整|进位|进一?位|进上去|保留)(?![^,，。]{0,3}[吗么?？])"
    r"|(?:四舍五入|取整|进位)(?:之?前|不(?:算|行|允许|可以))|原(?:始)?(?:分|样)"
)
PLACES = (
    (lazy(r"整数|个位|取整|凑整"), "0"),
    (lazy(r"(?:一|1)位"), "1"),
    (lazy(r"(?:两|二|2)位"), "2"),
)


def read_rounding(reading: Reading) -> Request | Reply | None:
    """A score whose rounding is asked about: the score as it is, then under each rounding there is."""
    scores = reading.of("score")
    if not ROUND.search(reading.text) or not ASKED.search(reading.text) or reading.ranges or len(scores) > 1:
        return None
    if any(item.vague or item.bound or not 0 <= item.value <= reading.rules.full for item in scores):
        return None
    if NOT_ROUNDED.search(reading.text) or (scores and RULE.search(reading.text)):
        return None
    found = single(reading, scores) if scores else before(reading)
    if found is None or isinstance(found, Reply):
        return found
    call, notes = found
    return Request("rounding", (Call("score.rounding", call.inputs),), reading.target(), notes)


def before(reading: Reading) -> tuple[Call, tuple[str, ...]] | None:
    """The one score of the conversation, where a rounding is asked about without naming one."""
    request = reading.state.last("score.level")
    if request is None or len(request.calls) != 1 or rounding_of(reading) or reading.of("special", "lost"):
        return None
    call = request.calls[0]
    plain = {name: value for name, value in call.inputs.items() if name != "rounding"}
    return Call(call.tool, plain), request.notes


def rounding_of(reading: Reading) -> str:
    """The rounding a what-if names, ``none`` where it is denied; "" where none is named."""
    if not ROUND.search(reading.text) or not ASKED.search(reading.text):
        return ""
    if NOT_ROUNDED.search(reading.text):
        return "none"
    return next((places for cue, places in PLACES if cue.search(reading.text)), "")
