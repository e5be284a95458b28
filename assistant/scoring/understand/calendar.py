"""Questions on a certificate's dates: when it expires, when the yearly audit is due."""

import re
from dataclasses import replace
from datetime import date

from assistant.scoring.numerals import CHINESE, parse_number
from assistant.scoring.patterns import lazy
from assistant.scoring.understand import lexicon as lex
from assistant.scoring.understand.asked import OUTCOME
from assistant.scoring.understand.model import Call, Reply, Request
from assistant.scoring.understand.reading import Reading

ISSUED = lazy(
    r"发(?:的)?证|颁发|颁证|拿(?:到|的)?(?:的)?证|领(?:到|的)?(?:的)?证|取得|获得|获证|下证|签发|"
    r"出(?:的)?证|发的|证书(?:是|的)?(?:日期|时间)|拿的|办(?:下来|的|好)|通过|生效|拿到|"
    r"下来|证书?是|[的张份]证|证书"
)
EXPIRY = lazy(
    r"(?:到期|有效期?[^,，。\d]{0,6}(?:至|到|截止)|截止|失效|过期)(?:日期|日|时间)?(?:是|为|在|到|至|写的?|:|\s)*$"
)
ASKED = lazy(
    r"到期|过期|有效|失效|监督|年审|年检|换证|续证|复审|续期|再认证|到(?:什么时候|哪天|"
    r"几号|哪年|何时)|截止|什么时候(?:要|该|得)|哪天"
)
DIGIT = rf"[\d{CHINESE}]"
FULL_DATE = lazy(
    rf"(?P<y>(?:19|20)\d{{2}}|(?<!\d)[12]\d(?=年)|"
    rf"[二零〇○一二三四五六七八九]{{4}})\s*[年./-]\s*(?P<m>{DIGIT}{{1,3}})\s*(?:[月./-]份?\s*(?P<d>{DIGIT}{{1,3}})\s*[日号]?|"
    rf"月)?"
)
THIS_YEAR = lazy(
    rf"(?P<word>今年|去年|前年)\s*(?P<m>{DIGIT}{{1,3}})\s*月\s*(?:(?P<d>{DIGIT}{{1,3}})\s*(?:[日号]|(?=[发拿领颁取]|$)))?"
)
OTHER_DAY = lazy(r"\s*(?:起)?(?:正式)?(?:实施|发布|执行|出台|成立|注册|审核|评审)")
EXPIRES = lazy(r"\s*(?:就|要|会|将)*(?:到期|过期|失效|截止)(?![了没日时]|吗)")
ISSUE_DAY = lazy(r"发证(?:日期|日|时间)|(?:发|拿|领|颁|取|获|下|出)(?:的|到的?|了|得)?证")
ISSUED_ON = lazy(
    r"\s*(?:那天|当天|才|就|这天|给我们|我们|正式)*(?:颁?发|颁|拿|领|取得|获得|办|签发|下来|下|批|出|生效|到手)(?:到|下来|下|给|好|出来)?(?:的|了)?(?:证书?)?[^,，。?？\d]{0,6}(?=[,，。.!！?？]|$)"
)
CERTIFICATE = lazy(r"证(?!明|监会|券)|牌")
BARE_DAY = lazy(r"(?:就|是|在|哦|嗯|发证|日期|那天|我们的?|应该|的|吧|啊|,|，|。|\s)*")
CORRECTED = lazy(rf"{lex.MISTAKEN}|更正|不对|应该是|改成|换成|如果|要是|呢")
WHEN = lazy(
    r"[哪几](?:天|一天|年|个?月|号|日)|什么时[候间]|何时|最晚|最迟|最早|啥时|之前|多久|多长|还有|"
    r"[过到]期了?(?:没|吗|么)|有效吗|快|该"
)
QUESTION = lazy(r"[?？吗么]|什么|怎么|多少|几|哪")
WANTED = (
    ("surveillance", lazy(r"监督|年审|年检")),
    ("renewal", lazy(r"换证|续证|续期|再认证|复审|续(?:一|办|评|签|$)")),
)
ENDS = lazy(r"到期(?!前|之前)|过期|失效|有效|截止")
YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2}


def read_dates(reading: Reading) -> Request | Reply | None:
    """The dates that follow from an issue date that is stated."""
    dates = stated(reading)
    if not dates:
        return again(reading)
    if not is_about_dates(reading):
        return None
    if len(dates) > 1:
        return Reply("ask_back", "有几个日期，请问发证日期是哪一个（年月日）？我来推算到期日和监督时间。")
    if EXPIRY.search(reading.text[: dates[0].start()]) or EXPIRES.match(reading.text, dates[0].end()):
        return Reply("ask_back", "各个日期要从发证日期推算，请问证书的发证日期是哪天（年月日）？")
    return counted_from(reading, dates[0])


def stated(reading: Reading) -> list[re.Match[str]]:
    """The dates in the message, each once."""
    found = list(FULL_DATE.finditer(reading.text))
    if not found and reading.today:
        found = list(THIS_YEAR.finditer(reading.text))
    return list(
        {match[0]: match for match in found if not OTHER_DAY.match(reading.text, match.end())}.values()
    )


def is_about_dates(reading: Reading) -> bool:
    """Whether a certificate's dates are asked, its issue date is told, or the one before is corrected."""
    if ISSUED.search(reading.text) and ASKED.search(reading.text):
        return True
    told = is_told(reading) and not QUESTION.search(reading.text) and not reading.of("score")
    return bool(told or (on_dates(reading) and CORRECTED.search(reading.text)))


def is_told(reading: Reading) -> bool:
    """Whether a date is told as the day a certificate was issued, or alone: 2023 年 6 月 15 号发的."""
    (date_told,) = stated(reading)[:1]
    before, after = reading.text[: date_told.start()], reading.text[date_told.end() :]
    alone = date_told.groupdict().get("d") and BARE_DAY.fullmatch(before) and BARE_DAY.fullmatch(after)
    issued = ISSUED_ON.match(after) and (CERTIFICATE.search(reading.text) or BARE_DAY.fullmatch(before))
    return bool(ISSUE_DAY.search(reading.text) or issued or alone)


def on_dates(reading: Reading) -> bool:
    """Whether the turn before was about a certificate's dates."""
    return reading.state.request is not None and reading.state.request.aspect == "dates"


def again(reading: Reading) -> Request | None:
    """The dates told before, when one of them is asked without a date."""
    text = reading.text
    day = ASKED.search(text) and (WHEN.search(text) or text.rstrip("?").endswith("呢")) and len(text) <= 20
    dated = day and not reading.quantities and not OUTCOME.search(text)
    known = reading.state.last("score.dates") if dated else None
    return None if known is None else replace(known, notes=wanted(reading))


def counted_from(reading: Reading, match: re.Match[str]) -> Request | Reply | None:
    """The call for the issue date at ``match``."""
    year = year_of(match, reading.today)
    month, day = parse_number(match["m"]), parse_number(match["d"]) if match["d"] else None
    if year is None or month is None:
        return None
    if day is None:
        return Reply("ask_back", "请告诉我发证的具体日期（年月日），我来推算到期日和监督时间。", "day")
    try:
        issued = date(year, int(month), int(day))
    except ValueError:
        return Reply(
            "invalid",
            f"{year} 年 {int(month)} 月没有 {int(day)} 日，请核对发证日期。"
            if 1 <= month <= 12
            else "没有这样的月份，请核对发证日期。",
        )
    inputs = {"issued": issued.isoformat(), **({"today": reading.today.isoformat()} if reading.today else {})}
    return Request("dates", (Call("score.dates", inputs),), notes=wanted(reading))


def wanted(reading: Reading) -> tuple[str, ...]:
    """Which of the dates is asked for, to be said first: ``surveillance``, ``renewal``, else the expiry."""
    found = [name for name, cue in WANTED if cue.search(reading.text)]
    return tuple(found) if len(found) == 1 and not ENDS.search(reading.text) else ()


def year_of(match: re.Match[str], today: date | None) -> int | None:
    """The year as written, or counted back from today."""
    groups = match.groupdict()
    if groups.get("word"):
        return today.year - YEARS_BACK[groups["word"]] if today else None
    value = parse_number(groups["y"])
    return None if value is None else int(value) + (2000 if value < 100 else 0)
