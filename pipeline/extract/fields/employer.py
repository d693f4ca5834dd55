"""Whom somebody works for: a name that looks like one, or what stands under 单位名称; else nothing.

A department (财务部), 我公司, 本单位 and the words that lead up to a name are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.fields.lines import Place
from pipeline.extract.fields.places import Fields, labelled, value_at
from pipeline.names import begins_like_a_name
from schemas.evidence import FieldValue
from schemas.reading import Reading

_WHOLE = (
    "有限责任公司|有限公司|公司|学校|小学|中学|大学|学院|幼儿园|医院|集团|事务所|合作社|工作室|酒店|超市|"
    "研究院|研究所|设计院|养老院|福利院|法院|检察院|出版社|办事处|居委会|村委会|居民委员会|村民委员会|人民政府|"
    "商行|门市部|经营部|餐厅|饭店|宾馆|工厂|卫生院|派出所"
)
_FULL = re.compile("(?:公司|集团|学校|小学|中学|大学|学院|医院|事务所|合作社|研究院|研究所)$")
"""How a name ends that is not cut off."""
_SHORT = "厂|店|中心|局|部|处|站|馆|院|校|所|社|行|厅"
"""Words that end the name of an employer; short ones stand inside names too (零部件)."""
_PROSE_SHORT = "厂|店|中心|局|部"
"""The rest end much else in a sentence: 开户行, 住院, 工作场所."""
_RUN = r"[\u4e00-\u9fff()a-z0-9]{2,40}?"
_NAME = rf"{_RUN}(?:{_WHOLE}|(?:{_SHORT})(?![\u4e00-\u9fff]))"
_FORM = "(?:(?:股份)?有限(?:责任)?公司)?"
"""What may follow: 万家福超市有限公司."""
_IN_PROSE = rf"{_RUN}(?:(?:{_WHOLE}){_FORM}|(?:{_PROSE_SHORT})(?![\u4e00-\u9fff]))"
_ENDS = re.compile(rf"(?:{_WHOLE}|{_SHORT})$")
_LABELS = (
    *("单位名称", "用人单位", "工作单位", "单位盖章", "参保单位", "甲方", "公司名称", "单位"),
)
_NAMING = ("单位名称", "公司名称", "用人单位", "工作单位", "参保单位")
"""Labels under which a name counts however it ends."""
_FREE = r"[\u4e00-\u9fff][\u4e00-\u9fff()a-z0-9]{3,30}"
_LEADS = re.compile(
    r"^.*(?:同志|先生|女士|员工|职工|现|自|[年月日起]|就职|任职|供职|入职|受雇|本人|[)\d])(?:系|在|于|为|与)|^[系在于与由为]"
    r"|^任?职[于在]|^(?:\d{2,4}年)?\d{1,2}月份?(?:\d{1,2}日)?"
)
"""兹证明张样本同志系, 现于: what leads up to a name."""
_SOMEBODY_AT = re.compile(r"^(?:兹?证明|兹有|今有)?([\u4e00-\u9fff]{2,3})[系在于]")
_OURS = re.compile(
    r"^(?:本|我|该|贵|某|此|其|上述|原|我们|所在|用人|任职|就职|前|现|各|分|总|子|母|这家|一家|工作|"
    r"单位|企业|劳务|派遣|雇佣|本单位|我单位|该单位)*$"
)
_DEPARTMENT = re.compile(
    r"^(?:本|我|该)?(?:单位|公司)?(?:财务|人事|人力资源|人资|行政|研发|销售|市场|生产|采购|技术|综合|管理|后勤|"
    r"客服|业务|工程|质检|质量|仓储|物流|服务|数据|培训|运营|信息|法务|审计|企划|策划|设计|综合管理|办公|研究|"
    r"医务|护理|教务|总务|项目|事业|制造|工艺|设备|保卫|党群|客户服务|客户)+$"
)
_UNFINISHED = re.compile(
    r"[因由于经受被随和及向给为与在从到至其并对据按起]$|[在于系为](?:本|我|该|贵)$"
)
"""因公司业务调整: the word before 公司 belongs to the sentence."""
_NO_NAME = re.compile(
    r"自由职业|个体|无业|待业|退休|失业|联系|电话|地址|盖章|签章|公章|证明|收入|工资|日期|年月|负责人|经办|性质|类型"
    r"|编号|代码|税号|账号|账户|人员|姓名|职务|职位|岗位|部门|意见|[本我贵该]公司|[本我贵该]单位|(?:[全内外上下头]|结|格)[部局]$|页面布局"
)
_NO_COMPANY = re.compile(r"证明|盖章|签章|公章|名称|联系人")


def read_employer(places: list[Place], reading: Reading) -> Fields:
    """The first name after a label of it, else the first in a sentence or a signature; one in full
    goes before what is left of it under a seal (万家福超市有限公司, 福超市)."""
    labelled_ones, told = list(_after_label(places, reading)), list(_in_prose(places, reading))
    full = [hit for hit in told if _FULL.search(hit.value)]
    for hit in [*labelled_ones, *full, *told]:
        yield "employer", hit
        return


def _after_label(places: list[Place], reading: Reading) -> Iterator[FieldValue]:
    for hit in labelled(places, reading, _LABELS, _NAME):
        if looks_like_an_employer(hit.value):
            yield hit
    for hit in labelled(places, reading, _NAMING, _FREE):
        if not _NO_NAME.search(hit.value) and not _OURS.match(_core(hit.value)):
            yield hit


def _in_prose(places: list[Place], reading: Reading) -> Iterator[FieldValue]:
    for place in places:
        for match in re.finditer(_IN_PROSE, place.text):
            lead = _lead(match.group())
            name = match.group()[lead:]
            if looks_like_an_employer(name) and "银行" not in name:
                start = match.start() + lead
                yield value_at(reading, place, start, match.end(), name, "单位")


def looks_like_an_employer(name: str) -> bool:
    """Whether a text ends as names of employers do, and says more than 我公司 or 财务部."""
    core = _core(name)
    wrong = _NO_COMPANY if name.endswith("公司") else _NO_NAME
    if not _ENDS.search(name) or len(core) < 2 or wrong.search(name):
        return False
    return not (_OURS.match(core) or _DEPARTMENT.match(core) or _UNFINISHED.search(core))


def _core(name: str) -> str:
    """A name without what it ends with."""
    return _ENDS.sub("", name.strip("()"))


def _lead(text: str) -> int:
    """How many characters lead up to a name."""
    opened = text.rfind("(")
    if opened >= 0 and ")" not in text[opened:]:
        return opened + 1  # 我单位（样本有限公司）
    match = _LEADS.match(text)
    if match:
        return match.end()
    somebody = _SOMEBODY_AT.match(text)
    return somebody.end() if somebody and begins_like_a_name(somebody[1]) else 0
