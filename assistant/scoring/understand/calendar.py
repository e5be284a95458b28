"""Questions on a certificate's dates: when it expires, when the yearly audit is due."""

import re
from datetime import date

from assistant.scoring.numerals import CHINESE, parse_number
from assistant.scoring.understand.model import Call, Reply, Request
from assistant.scoring.understand.reading import Reading

ISSUED = re.compile(
    r"发(?:的)?证|颁发|颁证|拿(?:到|的)?(?:的)?证|领(?:到|的)?证|取得|获得|获证|下证|签发|"
    r"出(?:的)?证|发的|证书(?:是|的)?(?:日期|时间)?|拿的|办(?:下来|的|好)|通过|生效|拿到|"
    r"下来"
)
ASKED = re.compile(
    r"到期|过期|有效|失效|监督|年审|年检|换证|续证|复审|续期|再认证|到(?:什么时候|哪天|"
    r"几号|哪年|何时)|截止|什么时候(?:要|该|得)|哪天"
)
DIGIT = rf"[\d{CHINESE}]"
FULL_DATE = re.compile(
    rf"(?P<y>(?:19|20)\d{{2}}|"
    rf"[二零〇○一二三四五六七八九]{{4}})\s*[年./-]\s*(?P<m>{DIGIT}{{1,3}})\s*(?:[月./-]\s*(?P<d>{DIGIT}{{1,3}})\s*[日号]?|"
    rf"月)?"
)
THIS_YEAR = re.compile(
    rf"(?P<word>今年|去年|前年)\s*(?P<m>{DIGIT}{{1,3}})\s*月\s*(?:(?P<d>{DIGIT}{{1,3}})\s*[日号])?"
)
YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2}


def read_dates(reading: Reading) -> Request | Reply | None:
    """The dates that follow from an issue date that is stated."""
    if not ISSUED.search(reading.text) or not ASKED.search(reading.text):
        return None
    match = FULL_DATE.search(reading.text) or (THIS_YEAR.search(reading.text) if reading.today else None)
    if match is None:
        return None
    year = year_of(match, reading.today)
    month, day = parse_number(match["m"]), parse_number(match["d"]) if match["d"] else None
    if year is None or month is None:
        return None
    if day is None:
        return Reply("ask_back", "请告诉我发证的具体日期（年月日），我来推算到期日和监督时间。")
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
    return Request("dates", (Call("score.dates", inputs),))


def year_of(match: re.Match[str], today: date | None) -> int | None:
    """The year as written, or counted back from today."""
    groups = match.groupdict()
    if groups.get("word"):
        return today.year - YEARS_BACK[groups["word"]] if today else None
    value = parse_number(groups["y"])
    return int(value) if value is not None else None
