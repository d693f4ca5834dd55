"""Names, ID numbers and addresses."""

from __future__ import annotations

import re

from pipeline.extract.fields.lines import Place
from pipeline.extract.fields.places import Fields, beside, joined_up, labelled, value_at
from pipeline.names import begins_like_a_name
from schemas.reading import Reading

NAME = r"[\u4e00-\u9fff·•*xX某]{2,12}"

CLEAR = 0.75
"""A name read with less certainty gives way to one that is clear elsewhere on the page."""
_NOT_NAMES = (
    "我",
    "民币",
    "本人",
    "本村",
    "居民",
    "村民",
    "签收",
    "签字",
    "签章",
    "贷款",
    "借款",
    "账号",
    "账户",
    "卡号",
    "产品",
    "机构",
    "合同",
    "客户",
    "性别",
    "男",
    "女",
    "年龄",
    "科别",
    "科室",
    "先生",
    "女士",
    "同志",
    "职务",
    "身份",
    "证件",
    "民族",
    "单身",
    "离异",
    "未婚",
    "已婚",
    "丧偶",
    "出生",
    "工号",
    "部门",
    "岗位",
    "姓名",
    "劳动者",
    "用人单位",
    "甲方",
    "乙方",
    "交易",
    "区间",
    "日期",
    "时间",
    "账号",
    "卡号",
    "币种",
    "余额",
    "查询",
    "可见",
    "职工",
    "员工",
    "留存",
    "参考",
    "仅供",
    "仅限",
    "信息",
    "婚",
    "员",
    "缴费",
    "状况",
    "状态",
    "类型",
    "号码",
    "地址",
    "住址",
    "单位",
    "电话",
    "手机",
    "学历",
    "职业",
    "编号",
    "床号",
    "门诊",
    "住院",
)


def read_name(places: list[Place], reading: Reading) -> Fields:
    labels = (
        "姓名",
        "患者姓名",
        "病人姓名",
        "持证人",
        "参保人",
        "户主姓名",
        "申请人",
        "被查询者姓名",
        "死者姓名",
        "员工姓名",
        "说明人",
        "兹证明",
        "兹有",
        "今有",
        "交款人",
        "缴款人",
        "借款人",
        "职工姓名",
        "当事人",
        "承租方",
        "承租人",
        "乙方",
    )
    told = (hit for _, hit in _named_in_prose(places, reading))
    hits = (*labelled(places, reading, labels, NAME), *told)
    named = [hit for hit in hits if not hit.value.lstrip(",").startswith("叫")]  # 一名借款人,叫…
    cuts = ((hit, name_only(hit.value)) for hit in named)
    found = [hit.model_copy(update={"value": cut}) for hit, cut in cuts if cut]
    # A signature is read as badly as it is written: what is printed goes before it.
    clear = next((hit for hit in found if hit.confidence >= CLEAR), None)
    if found:
        yield "name", clear or max(found, key=lambda hit: hit.confidence)
        return
    for place in places:
        match = re.match(rf"名\s*({NAME})$", place.text)
        if match and name_only(match[1]):
            yield "name", value_at(reading, place, match.start(1), match.end(1), match[1], "姓名")
            return
    yield from _spoken_to(places, reading, "name")


_PROSE = (
    re.compile(r"(?:患者|我叫|本人|我是|鄙人|客户|持卡人|村民)([\u4e00-\u9fff·]{2,4})[,(;]"),
    re.compile(r"(?:我叫|名字叫)([\u4e00-\u9fff·]{2,4})(?:[,(;。]|$)"),
    re.compile(
        r"(?:^|[^\u4e00-\u9fff]|[与和]|[员职]工|[居村]民)([\u4e00-\u9fff·]{2,4})"
        r"(?:同志|先生|女士)?[,(]\s*"
        r"(?:[男女],)?.{0,8}?(?:身份证|证件号)"
    ),
    re.compile(r"^([\u4e00-\u9fff·]{2,4})\s*[|·(]?\s*工号"),
)
"""张样本（身份证号…）, 患者张样本，女: somebody without a label, by what follows."""


def _named_in_prose(places: list[Place], reading: Reading) -> Fields:
    for pattern in _PROSE:
        for place in places:
            match = pattern.search(place.text)
            named = match and name_only(match[1]) == match[1]
            # 本人同意, 本人照付: behind these words stands a name, or what somebody does.
            if match and named and (pattern is not _PROSE[0] or begins_like_a_name(match[1])):
                yield "name", value_at(reading, place, *match.span(1), match[1], "姓名")
                return


_COMMON_WORDS = (
    "卡号",
    "账号",
    "账户",
    "证号",
    "同志",
    "先生",
    "女士",
    "性别",
    "男",
    "女",
    "系我",
    "系",
    "为我",
    "为本",
    "于",
    "因",
    "在我",
    "身份",
    "自",
    "是我",
    "现",
    "科",
    "年龄",
    "证件",
    "公民",
    "职务",
    "岗位",
    "是",
    "住院",
    "科室",
    "床号",
    "病区",
    "病案",
    "门诊",
    "借款",
    "贷款",
    "电话",
    "手机",
    "联系",
    "出生",
    "民族",
    "单身",
    "离异",
    "未婚",
    "已婚",
    "丧偶",
    "职业",
    "部门",
    "工号",
    "单位",
    "金额",
    "户籍",
    "住址",
    "地址",
)


_LEADING = re.compile(
    r"^(?:(?:我|本|该|贵)?(?:单位|公司|村|社区|辖区|街道|厂|校|院)?(?:村民|居民|职工|员工|同志)"
    r"|(?:我|本)(?:单位|公司|村|社区|辖区|街道|厂|校|院))(?=..)"
)
"""我村村民梁范例, 我村罗桂香: whose somebody is, before the name."""


_WITH = tuple("与和同将")
_THING = re.compile(
    r"欠款|总额|手机|后四|核实|工资|金额|合计|日期|时间|编号|号码|单位|公司|医院|银行|部门|基本|签[名字章]|盖章"
)
"""What no name contains, though it stands where one is looked for."""


_NEXT = re.compile(
    "[·•](?:截[至止]|已|逾期|尾号|手机|卡号|账号|账户|合同|借据|编号|第|共|更新|数据|[今本查]|信用|贷款|借款|状态|实名)"
)
"""What stands behind a dot and is no part of a name: *样例·截至2026-11-24."""


_OF_A_PLACE = re.compile(r"^.{0,8}(?:村民|居民|职工|员工)(?=.{2,4})")
"""兹有我村下屯村民覃样山: what somebody is leads up to the name."""


def name_only(text: str) -> str:
    """The name at the front of `text`, without what runs on behind it or leads up to it."""
    text = _NEXT.split(_OF_A_PLACE.sub("", _LEADING.sub("", text)))[0]
    if text[:1] in _WITH and begins_like_a_name(text[1:]):
        text = text[1:]  # 我公司与刘建航（身份证号…）于…解除劳动合同
    for word in _COMMON_WORDS:
        place = text.find(word, 1)
        if place >= 2:
            text = text[:place]
    if len(text) < 2 or text.startswith(_NOT_NAMES) or len(text) > 8 or _THING.search(text):
        return ""
    return text


def read_id_number(places: list[Place], reading: Reading) -> Fields:
    for place in places:
        compact, positions = joined_up(place.text)
        match = re.search(r"(?<!\d)([1-9]\d{5}(?:18|19|20)\d{9}[\dx])(?!\d)", compact)
        if match:
            start, end = positions[match.start()], positions[match.end() - 1] + 1
            yield (
                "id_number",
                value_at(reading, place, start, end, match[1].upper(), "公民身份号码"),
            )
            return
    for place in places:
        compact, positions = joined_up(place.text)
        match = re.search(r"(?:身份|证件|社会保障)\D{0,8}?(\d{15,19}x?)", compact)
        if match:
            start, end = positions[match.start(1)], positions[match.end(1) - 1] + 1
            yield (
                "id_number",
                value_at(reading, place, start, end, match[1].upper(), "公民身份号码"),
            )
            return


def read_authority(places: list[Place], reading: Reading) -> Fields:
    for hit in labelled(places, reading, ("签发机关",), r"[\u4e00-\u9fff]{4,}"):
        yield "authority", hit
        return


_USER = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:用户|账户|会员|账号|实名)(?:姓名|名|名称|人)?\s*[:]?\s*"
)
"""A label of the user of a screen; it may as well stand over a sum or a number."""
_ADDRESSED = re.compile(r"([\u4e00-\u9fff*]{2,4}?)\s*(?:先生|女士|小姐)\s*(?:[:,!]|您|$)")
"""杨样例 女士，您好！ at the beginning of a line: whom a letter speaks to."""


def _spoken_to(places: list[Place], reading: Reading, key: str) -> Fields:
    for place in places:
        match = _ADDRESSED.match(place.text)
        if match and begins_like_a_name(match[1]):
            yield key, value_at(reading, place, *match.span(1), match[1], "称呼")
            return


_NO_USER = ("余额", "总额", "明细", "安全", "管理", "信息", "状态", "类型", "正常", "名称", "详情")


def _user(places: list[Place], reading: Reading) -> Fields:
    """白条用户 吴样例: a name under a label that need not be of a name."""
    shape = re.compile(r"[\u4e00-\u9fff*]{2,4}$")
    for place in places:
        match = _USER.match(place.text)
        if match is None:
            continue
        rest = re.sub(r"\([^()]*\)?$", "", place.text[match.end() :]).rstrip()
        hits = (
            [value_at(reading, place, match.end(), match.end() + len(rest), rest, "用户")]
            if shape.match(rest)
            else beside(places, reading, place, shape, "用户")
            if not rest
            else ()
        )
        for hit in hits:
            if begins_like_a_name(hit.value) and not hit.value.endswith(_NO_USER):
                yield "account_holder", hit
                return


_WITHIN = re.compile(
    r"(?:^|[·|,;\s])[\u4e00-\u9fff]{0,4}(?:用户|账户|会员|账号|实名|户名|借款人|持卡人)(?:姓名|名称|名)?\s*:\s*"
    r"(?P<name>[\u4e00-\u9fff*]{2,4})(?=\s*(?:[(·|,;]|1\d\d[*x•]|$))"
)
"""已逾期63天 · 账户：贺样例 186****5519: a name within a line, before a number or a remark."""


def _user_within(places: list[Place], reading: Reading) -> Fields:
    for place in places:
        match = _WITHIN.search(place.text)
        name = match["name"] if match else ""
        if match and begins_like_a_name(name) and not any(word in name for word in _NO_USER):
            yield "account_holder", value_at(reading, place, *match.span("name"), name, "用户")
            return


def read_holder(places: list[Place], reading: Reading) -> Fields:
    labels = (
        "户名",
        "客户姓名",
        "账户名称",
        "客户名称",
        "账户户名",
        "持卡人姓名",
        "持卡人",
        "借款人",
        "借款人姓名",
        "姓名",
        "账户名",
        "账户姓名",
    )
    for hit in labelled(places, reading, labels, NAME):
        cut = name_only(hit.value)
        if cut:
            yield "account_holder", hit.model_copy(update={"value": cut})
            return
    yield from _user(places, reading)
    yield from _user_within(places, reading)
    yield from _spoken_to(places, reading, "account_holder")
    for place in places:
        match = re.search(
            r"尊敬的\s*([\u4e00-\u9fff*]{2,4}?)\s*(?:先生|女士|客户|用户|您|:|,)", place.text
        )
        if match and match[1] not in ("客户", "用户", "借款", "持卡"):
            yield (
                "account_holder",
                value_at(reading, place, match.start(1), match.end(1), match[1], "尊敬的"),
            )
            return
