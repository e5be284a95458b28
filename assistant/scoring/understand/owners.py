"""Whose score it is: the name that stands before a number."""

import re

from assistant.scoring.patterns import lazy

LEADING = lazy(
    r"^(?:比|连(?!云)|请问|问下|问一下|那么|那|如果|假如|要是|若|其中|另外|还有|以及|而且|而|和|与|跟|"
    r"及|或|但是?|可是|可(?=[总得评现我分特])|不过|然后|帮忙|帮我|看看|看一下|比如|例如|分别|,|\s|一个|一家|的|了|呢|里面|里头|里|"
    r"中)+"
)
TRAILING = lazy(
    r"(?:的|得了?|得分|总分|评分|分数|成绩|打分|自评|评估|评了?|打了?|拿了?|拿到|考了?|有|"
    r"是|为|到|:|=|能得|只有|只|才|大概|大约|估计|预计|约|就|最后|最终|一共|总共|合计|共|"
    r"刚刚?好|正好|恰好|[卡停踩压]在?|现场|审核|初评|复评|评审|给了?|了|\s|\(|差不多|左右|快|分别|目前|现在|"
    r"大致|能|会|实际?|扣完|后|被|给我们?|给咱们?|的话)+$"
)
NO_NAME = lazy(
    r"[\d\x00]|星|级|分(?!公司|店|部|厂|支)|吗|多少|什么|怎么|如果|特别|删减|标准|认证|"
    r"证书|评价|满分|涉及|指标|差|离|距|升|涨|提高|最|[.:：]|[?？。!！]|^(?:剩|其余|余)|"
    r"(?:[要想让把被将没不也就才只得会能请算做编写说听猜假]|一张|完整|整整|足足|居然|竟然|虽然|但是|因为|所以)(?!州|江|海)"
)

ORGANISATION = lazy(r"公司|集团|厂|店|部|中心|网点|企业|单位|机构|分支|对手|同行|项目|组$|[A-Za-z]")


def owner_of(text: str, since: int, start: int) -> str:
    """The name before the number at ``start``, not reaching back before ``since``; "" without one.

    >>> owner_of("甲公司得了92.5分", 0, 5)
    '甲公司'
    """
    piece = re.split(r"[,，。;；?？!！、\n]", text[since:start])[-1]
    name = LEADING.sub("", TRAILING.sub("", LEADING.sub("", piece)))
    name = re.split(r"[:：]", TRAILING.sub("", name))[-1]
    name = re.sub(r"^(?:我们|我司|咱们)(?=..)", "", name)
    too_long = len(name) > 16 or (len(name) > 6 and not ORGANISATION.search(name))
    return "" if name in ("", "家", "个") or too_long or NO_NAME.search(name) else name
