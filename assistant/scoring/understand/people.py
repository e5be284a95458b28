"""How many 售后服务管理师: everyone who manages service is counted, whoever else is named is not."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from assistant.scoring.numerals import NUMBER, parse_number
from assistant.scoring.patterns import lazy
from assistant.scoring.understand.model import HELD, Call, Reply, Request
from assistant.scoring.understand.reading import Reading

MANAGERS = (
    r"(?:(?:售后)?(?:服务)?(?:类)?管理(?:人员|岗(?:位)?|干部|者|层|人(?!员))(?!师)|"
    r"管(?:售后)?(?:服务|售后)的(?:管理)?(?:人员|人|干部)?|(?:售后|服务)管理(?![师制办体])|"
    r"(?:售后|服务|客服|区域|片区|大区|网点|站点|门店|分店|各地|总部|值班|维修|安装|部|中心)*的?(?:各级|正副|副)?"
    r"(?:主管|经理|站长|店长|负责人|组长|班长|队长|主任|总监|督导)(?:级|们)?)"
)
OTHER_HEADS = r"(?:财务|销售|生产|采购|行政|人事|研发)部?(?:主管|经理|总监|主任|负责人)"
WORKERS = (
    r"(?:(?:维修|安装|配送|送货|操作|销售|财务|保洁|技术|客服)(?:人员|工人|工|员)?|师傅|技工|技师|工程师|工人|员工|话务员|坐席|"
    r"接线员|服务员|业务员|司机|文员|前台|学徒|一线(?:人员)?)"
)
SITES = (
    r"(?:总部|总公司|本部|网点|分公司|分部|分店|门店|各地|地方|区域|分支(?:机构)?|办事处|服务站|外地|"
    r"站点|大区)"
)
STAFF = r"(?:员工|职工|全员|全公司|公司|企业|总人数|人数|团队|售后人员|售后|厂|单位)"
COUNT = lazy(
    rf"(?P<n>{NUMBER})\s*[多余来几]?\s*(?:个(?!多?月|小时|钟头|星期|季度|工作日|证|点|电话)|名|位|人|号人)"
)
BARE_COUNT = lazy(rf"(?P<n>{NUMBER})\s*(?P<rough>多|余|来|几)?\s*(?:个|名|位|号?人)?")
FILLER = (
    r"(?:里面?|加起来|加在一起|拢共|共计|一共|总共|总数|总计|合计|人数|数量|"
    r"大概|目前|现在|那边|这边|刚好|正好|恰好|的|只有|共|有|是|为|就|才|还|也|:|=|"
    r"\s|\x00)*"
)
HOW_MANY = lazy(
    r"几(?:个|名|位|人)|多少(?![节课天钱元分学小次])(?:个|名|位|人)?|够(?:不够|吗|么)?|怎么算|怎么配|配(?:几|多少|置)|要不要|是不是"
)
STAFF_ASK = lazy(r"管理师|持证")
MANAGED = lazy(rf"{MANAGERS}{FILLER}$")
MANAGED_AFTER = lazy(rf"\s*人?\s*(?:的)?\s*(?:专职|专门|兼职)?{MANAGERS}")
SITED = lazy(rf"{SITES}[^\d,，。;；、]{{0,6}}$")
CERTIFIED = lazy(r"(?:管理师|持证)[^\d,，。;；、]{0,8}$")
CERTIFIED_AFTER = lazy(r"\s*(?:的)?\s*(?:售后服务)?(?:管理师|持证)")
EACH = lazy(r"(?:各(?![地级类])|每(?:个|家)?|分别)[^\d,，。]{0,6}$")
ALL_SITES = lazy(rf"各(?:个|家|大)?{SITES}(?:的)?{MANAGERS}{FILLER}$")
SITES_COUNTED = lazy(rf"{NUMBER}\s*(?:个|家|处)\s*{SITES}")
NO_PEOPLE = lazy(
    r"\s*(?:[多余来几]?\s*(?:周?岁|年|楼|层|元|块|万|月|[号日](?!人)|天|小时|分|平|米|级|岗|届|周|次|项|条|份|台|套|"
    r"[kKwW%])|个多?月|个小时)"
)
LEAST_OF_ALL = 5
OTHERS = lazy(rf"{OTHER_HEADS}{FILLER}$")
OTHERS_AFTER = lazy(rf"\s*人?\s*(?:的)?\s*{OTHER_HEADS}")
LINE = lazy(rf"{WORKERS}{FILLER}$")
LINE_AFTER = lazy(rf"\s*人?\s*(?:的)?\s*(?:一线|基层)?{WORKERS}")
SITES_EACH = lazy(
    rf"(?P<sites>{NUMBER})\s*(?:个|家|处)?\s*{SITES}[,，]?\s*"
    rf"(?:(?:都|均)(?=有|配|设|是)|(?:都|均)?各|每(?:个|家|处)?(?:{SITES}|站|店|点)?|分别)(?:自|都|均|配|设|有|是|放|派|了)*"
    rf"(?P<before>{MANAGERS})?{FILLER}(?P<n>{NUMBER})\s*(?:个|名|位|人)(?:的)?(?P<after>{MANAGERS})?"
)
WHOLE = lazy(r"(?:^|[,，。;；、])\s*(?:加起来|加在一起|合计|一共|总共|总计|拢共|共计|共)")
CHANGED = lazy(
    r"(?:增加|新增|增|减少|再加|又加|加(?![起在])|再招|又招|招|调走|离职|走了|少了|多了|裁|扩|再有|又来)[^\d,，。]{0,4}$"
)
FEWER = lazy(r"(?:减少|调走|离职|走了|少了|裁)[^\d,，。]{0,4}$")
LEAST_SCORE = 60
ONLY_HEADS = lazy(
    rf"(?:我们|我司|咱们|公司|厂里|这边|目前|现在|一共|总共|共|有|\s)*(?:{MANAGERS}{FILLER}{NUMBER}\s*(?:个|名|位|人)|"
    rf"{NUMBER}\s*(?:个|名|位|人)(?:的)?{MANAGERS})[。.]?"
)
MEANT = lazy(
    rf"(?:那么?|要是|如果|假如|若|换成|改成|变成|有|是|万一|只有|不是|现在|一共|\s|,)*(?P<n>{NUMBER})\s*(?:个|名|位)?人?(?:的话)?"
    r"(?:呢|要几个|配几个|几个|[,，?？。])*"
)
NAMED_AS_SUCH = lazy(r"管理(?:人员|岗|干部|者|层|人)|管(?:售后|服务)|(?:售后|服务)管理")
PARTIAL = lazy(r"其中|包括|里面|当中|含")
QUESTION = lazy(r"[?？吗么]|几|多少|怎么|如何|什么")
NEEDED = (
    "至少配 1 名。管理师按服务管理人员总数的 10% 配（向上取整），不按全体员工；"
    "请问服务管理人员（总部和网点合计）有多少人？"
)
UNCLEAR = "请问服务管理人员（总部和网点合计）一共多少人？您说的几个人数我拿不准怎么合计。"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people and who they are: ``managers``, ``site``, ``staff``, ``line`` (who manage no
    service), ``each``, ``rough``, ``changed``, ``other``.
    """

    value: Fraction
    role: str
    start: int


def read_staffing(reading: Reading) -> Request | Reply | None:
    """How many 管理师 for so many service-management staff."""
    counts = people(reading.numbers)
    asked = STAFF_ASK.search(reading.text) and HOW_MANY.search(reading.text)
    managers = [item for item in counts if item.role == "managers"]
    if not asked and not (managers and on_staffing_only(reading)):
        return followed(reading, counts)
    if not counts:
        return followed(reading, counts)
    if not managers:
        return Reply("ask_back", NEEDED, "managers")
    needed = total(reading, counts, managers)
    return replace(needed, notes=held(reading)) if isinstance(needed, Request) else needed


def held(reading: Reading) -> tuple[str, ...]:
    """A note of how many 管理师 there are, where it is asked whether they suffice: 配了 3 个管理师，够吗."""
    found = [match for match in COUNT.finditer(reading.numbers) if is_certified(reading.numbers, match)]
    value = parse_number(found[0]["n"]) if len(found) == 1 and "够" in reading.text else None
    return () if value is None else (f"{HELD}{value}",)


def is_certified(text: str, match: re.Match[str]) -> bool:
    """Whether the people counted are 管理师 themselves."""
    clause = re.split(r"[,，。;；?？!！、\n]", text[: match.start()])[-1]
    return bool(CERTIFIED.search(clause) or CERTIFIED_AFTER.match(text, match.end()))


def on_staffing_only(reading: Reading) -> bool:
    """Whether so many managers are told of, or 配几个 is asked, and nothing else."""
    if ONLY_HEADS.fullmatch(reading.text):
        return True
    told = not QUESTION.search(reading.text) or re.search(
        r"(?:配|要|该)(?:几|多少)|\d\s*(?:个|人|名)?呢", reading.text
    )
    return (
        bool(told and NAMED_AS_SUCH.search(reading.text))
        and not reading.of("score")
        and not re.search(r"分|星|费|价|抽|样", reading.text)
    )


def people(text: str) -> list[Count]:
    """All numbers of people in masked text, each with its role; 管理师 themselves are left out."""
    found: list[Count] = []
    for match in SITES_EACH.finditer(text):
        sites, each = parse_number(match["sites"]), parse_number(match["n"])
        if sites is not None and each is not None:
            role = "managers" if match["before"] or match["after"] else "site"
            if each >= LEAST_OF_ALL and re.search(
                rf"各(?:{SITES})?(?:的)?{MANAGERS}{FILLER}$", text[: match.start("n")]
            ):
                role = "each"  # 5 个网点，各网点负责人 28 个: of each site, or of all?
            found.append(Count(sites * each, role, match.start()))
    text = SITES_EACH.sub(lambda match: "\x00" * len(match[0]), text)
    for match in BARE_COUNT.finditer(text):
        value, counted = parse_number(match["n"]), COUNT.match(text, match.start())
        role = role_of(text, match, counted is not None)
        if value is not None and role:
            unsure = match["rough"] and role in ("managers", "site")
            found.append(Count(value, "rough" if unsure else role, match.start()))
    return without_sum(text, sorted(found, key=lambda item: item.start))


def without_sum(text: str, counts: list[Count]) -> list[Count]:
    """The counts without a last one that only adds the others up: 8 人，网点 12 人，一共 20 人."""
    *groups, last = counts or [Count(Fraction(0), "", 0)]
    named = [item for item in groups if item.role in ("managers", "site")]
    since = max((item.start for item in groups), default=0)
    summed = len(named) > 1 and sum(item.value for item in named) == last.value
    if summed and WHOLE.search(text[since : last.start]):
        return [replace(item, role="managers") for item in named]
    return counts


def role_of(text: str, match: re.Match[str], counted: bool) -> str:
    """Who the people counted at ``match`` are; "" where the number counts no people."""
    clause = re.split(r"[,，。;；?？!！、\n]", text[: match.start()])[-1]
    if is_certified(text, match) or (not counted and NO_PEOPLE.match(text, match.end("n"))):
        return ""
    if counted and of_all_sites(text, clause, match):
        return "managers"
    if counted and EACH.search(clause):
        return "each"
    if counted and CHANGED.search(clause) and not COUNT.search(clause):
        return "changed"
    if counted and (OTHERS.search(clause) or OTHERS_AFTER.match(text, match.end())):
        return "line"
    if MANAGED.search(clause) or MANAGED_AFTER.match(text, match.end()):
        return "managers"
    if not counted:
        return ""
    if LINE.search(clause) or LINE_AFTER.match(text, match.end()):
        return "line"
    if SITED.search(clause):
        return "site"
    if re.search(STAFF, clause) or re.match(rf"\s*(?:的)?\s*(?:{STAFF}|厂)", text[match.end() :]):
        return "staff"
    return "other" if re.match(r"人|名|位", text[match.end() - 1 :]) else ""


def of_all_sites(text: str, clause: str, match: re.Match[str]) -> bool:
    """Whether 各网点负责人 28 个 counts those of all sites: too many for one, and no sites counted."""
    value = parse_number(match["n"])
    many = value is not None and value >= LEAST_OF_ALL
    return bool(many and ALL_SITES.search(clause) and not SITES_COUNTED.search(text))


def total(reading: Reading, counts: list[Count], managers: list[Count]) -> Request | Reply:
    """All service-management staff: sites are added, parts of a whole and other staff are not."""
    if any(item.role in ("each", "changed", "rough") for item in counts):
        return Reply("ask_back", UNCLEAR, "managers")
    sites = [item for item in counts if item.role == "site"]
    values = [item.value for item in sorted((*managers, *sites), key=lambda item: item.start)]
    among = PARTIAL.search(reading.text)
    if among and len(values) > 1 and managers[0].start < among.start():
        if sum(values[1:]) != values[0]:
            return Reply("ask_back", UNCLEAR, "managers")
        values = values[:1]
    if any(item.role == "other" and not (among and item.value > sum(values)) for item in counts):
        return Reply("ask_back", UNCLEAR, "managers")
    return staffed(sum(values, Fraction(0)))


def staffed(managers: Fraction) -> Request | Reply:
    """The call for so many service-management staff."""
    if managers.denominator != 1:
        return Reply("ask_back", UNCLEAR, "managers")
    if managers < 1:
        return Reply("invalid", "服务管理人员的人数至少是 1 人，请核对。")
    return Request("staffing", (Call("score.staffing", {"managers": int(managers)}),))


def followed(reading: Reading, counts: list[Count]) -> Request | Reply | None:
    """The question on 管理师 before, asked again or with other numbers: 如果增加到 31 人呢, 再加 6 人."""
    request = reading.state.request
    if request is None or request.aspect != "staffing":
        return None
    meant = MEANT.fullmatch(reading.text)
    if meant is not None and (value := parse_number(meant["n"])) is not None and value < LEAST_SCORE:
        return staffed(value)
    if reading.of("score"):
        return None
    before = Fraction(request.calls[0].inputs["managers"])
    if not counts:
        again = STAFF_ASK.search(reading.text) and HOW_MANY.search(reading.text) and len(reading.text) <= 16
        return request if again and not reading.quantities else None
    if len(counts) != 1 or counts[0].role in ("each", "rough"):
        return Reply("ask_back", UNCLEAR, "managers")
    item = counts[0]
    if item.role in ("staff", "line"):
        return None
    if item.role != "changed" or re.search(r"到\s*$", reading.text[: item.start]):
        return staffed(item.value)
    return staffed(before - item.value if FEWER.search(reading.text[: item.start]) else before + item.value)
