"""Which lender and product a page speaks of."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.folding import one_changed, squeezed
from schemas.catalogue import Catalogue, Lender
from schemas.reading import Reading

GENERIC = "generic"
OF_A_BANK = ("credit_card", "bank_loan")
"""Entries of the catalogue that name a kind of debt, and not who lends."""
SHORT_NAME = 6
"""Characters of a company's name without its form (京东盛际小额贷款)."""
LONG_LINE = 10
"""A line of so many signs may break a product's name at its end."""
SURE = 3.0
"""The most that the name of a product weighs: in a line of its own, or as a person typed it."""
_COMPANY = re.compile(
    r"[\u4e00-\u9fff]{2,24}?"
    r"(?:股份有限公司|有限责任公司|有限公司|银行(?:股份有限公司|有限责任公司|有限公司)?|信用社"
    r"|信用合作联社|农信联社)"
)

_OF_BANK = re.compile("银行|信用社|信用合作联社|农信联社")
"""Who lends as a bank, whatever its loan is called."""
_TAIL = re.compile("(?:消费)?(?:金融|小额贷款|贷款|小贷)?(?:股份|责任)?有限(?:责任)?公司")
"""The end of a company's name, and none by itself."""
_PROVIDES = re.compile(rf"由({_COMPANY.pattern})(?:提供|发放|放款|出借|出资)")
"""服务由某某消费金融有限公司提供."""
_HEADS = re.compile(
    rf"({_COMPANY.pattern})[\u4e00-\u9fff]{{2,12}}(?:明细|清单|对账单|计划|通知书?|函|证明|账单|台账)表?"
)
"""某某小额贷款有限公司客户欠款明细表: whose paper it is, in its title."""
_IN_FRONT = re.compile(
    rf"({_COMPANY.pattern})(?:数据|更新|截[至止]|查询|综合|核心|业务系统|柜面|客户端|版权|[\W\d])"
)
"""平泉农村商业银行股份有限公司 综合业务系统 V6.2: whose page it is, before a remark."""
_ACCOUNT = re.compile(r"(?:银行|储蓄卡|借记卡).{0,8}(?!20\d\d[-./年])(?<![\d/.:-])\d{4}\)?(?!\d)")
"""招商银行(尾号6021): where money goes to or comes from, not who lent it; a day is no account."""


_ADVERT = re.compile(r"新户|新客|办卡|领券|可领|领\d|抽奖|立减\d|刷卡[领赢返]")
"""邮储信用卡新户刷卡领100元话费券: a lender's name in an advertisement."""


@dataclass(frozen=True)
class LenderFound:
    """Catalogue entry, the legal name (as the page has it) and the weight of the evidence.

    stated: the name stands on the page under a label (出资方, 放款机构)
    filed: the page names nobody; the name of its file or folder does
    """

    entry: Lender
    name: str
    weight: float
    stated: bool = False
    filed: bool = False


def named_in(text: str, catalogue: Catalogue) -> Lender:
    """The product whose name a squeezed text holds, the longest of several; else the generic."""
    named = (
        (len(word), entry.id)
        for entry in catalogue.lenders.values()
        if entry.id != GENERIC
        for word in map(squeezed, (entry.product, *entry.names, *entry.titles))
        if (text == word if word in entry.titles else word in text)
    )
    return catalogue.lenders[max(named, default=(0, GENERIC))[1]]


def lender_of(reading: Reading, catalogue: Catalogue, known: Lender | None = None) -> LenderFound:
    """The best supported product, or the known one; the generic entry where nothing is named."""
    names = {squeezed(name) for one in catalogue.lenders.values() for name in one.names}
    lines = _whole_names([squeezed(line.text) for line in reading.lines], names)
    lines = [line for line in lines if not _ACCOUNT.search(line) or "信用卡" in line]
    lines = [line for line in lines if not _ADVERT.search(line)]
    text = "\n".join(lines)
    scored = sorted(
        ((_weight(entry, lines, text), entry.id) for entry in catalogue.lenders.values()),
        key=lambda item: (-item[0], item[1]),
    )
    weight, best = scored[0]
    entry = catalogue.lenders[best if weight >= 1.0 else GENERIC]
    issuer = _issuer(text, catalogue) or _card_of(text, catalogue)
    if entry.id == GENERIC and issuer:
        entry = catalogue.lenders.get("bank_loan", entry)
    entry = known or entry
    stated = _stated_lender(lines, catalogue, entry)
    name = stated or entry.lender or issuer or _bank(lines) or _company(lines, catalogue)
    if entry.id == GENERIC and known is None and _OF_BANK.search(name):
        entry = catalogue.lenders.get("bank_loan", entry)
    return LenderFound(entry, name, min(weight, SURE), bool(stated))


def _whole_names(lines: list[str], names: Set[str]) -> list[str]:
    """The lines, a company's name that runs over the end of one (有限公 / 司) made whole, and so a
    product's in a message (龙卡信 / 用卡)."""
    whole = list(lines)
    for place, (line, below) in enumerate(pairwise(lines)):
        if (
            len(line) >= LONG_LINE
            and _TAIL.fullmatch(below)
            and re.search("[\u4e00-\u9fff]{2}$", line)
        ):
            whole[place : place + 2] = [line + below, ""]
            continue
        if len(line) >= LONG_LINE and any(_broken(name, line, below) for name in names):
            whole[place] = line + below
        if re.search("[\u4e00-\u9fff]{2}银$", line) and below.startswith("行"):
            whole[place] = line + below
        for end in ("股份有限公司", "有限责任公司", "有限公司"):
            cut = end.removesuffix(below)
            if cut not in ("", end) and re.search(f"[\u4e00-\u9fff]{{2}}{cut}$", line):
                whole[place] = line + below
    return whole


def _broken(name: str, line: str, below: str) -> bool:
    """Whether a name begins at the end of a line and ends at the beginning of the next."""
    return any(
        line.endswith(name[:cut]) and below.startswith(name[cut:]) for cut in range(1, len(name))
    )


def _weight(entry: Lender, lines: list[str], text: str) -> float:
    """Names count most in a title; a name inside another's longer name does not count."""
    weight = 0.0
    for name in entry.names:
        folded = squeezed(name)
        hits = [(place, line) for place, line in enumerate(lines) if folded in line]
        if hits:
            place, line = hits[0]
            top = 1.0 if place <= max(6, len(lines) // 5) else 0.0
            short = 0.5 if len(line) <= len(folded) + 6 else 0.0
            weight = max(weight, 1.5 + top + short + 0.05 * len(folded))
    titles = {squeezed(title) for title in entry.titles}
    if titles & {re.sub(r"[^\w]", "", line) for line in lines}:
        weight = max(weight, SURE)
    return weight + sum(value for word, value in entry.hints.items() if squeezed(word) in text)


def _stated_lender(lines: list[str], catalogue: Catalogue, entry: Lender) -> str:
    """The company after 贷款人 / 放款机构 / 资金方, as printed; the product's own in short, too."""
    words = [squeezed(word) for word in catalogue.vocabulary.others["lender"]]
    for place, line in enumerate(lines):
        if not any(
            line.startswith(word) or f":{word}" in line or f"{word}:" in line for word in words
        ):
            continue
        for candidate in (line, *lines[place + 1 : place + 2]):
            said = _after_label(candidate, words)
            match = _COMPANY.search(said)
            if match:
                return catalogue.vocabulary.issuers.get(match.group(), match.group())
            if len(said) >= SHORT_NAME and said in entry.lender:
                return entry.lender
    return ""


def _bank(lines: list[str]) -> str:
    """A bank's own name among the first lines, for banks that the catalogue does not know."""
    for line in lines[: max(8, len(lines) // 4)]:
        match = re.search(
            r"[\u4e00-\u9fff]{2,12}银行(?:股份有限公司|有限责任公司)?(?:信用卡中心)?", line
        )
        if match and len(line) <= len(match.group()) + 8:
            return match.group()
    return ""


def _company(lines: list[str], catalogue: Catalogue) -> str:
    """The one company on a page that may lend: in a line of its own, or as who provides it."""
    found: list[str] = []
    for line in lines:
        bare = _bare(line)
        match = _PROVIDES.search(line) or _HEADS.fullmatch(bare) or _COMPANY.fullmatch(bare)
        match = match or _IN_FRONT.match(bare)
        name = match.group(match.lastindex or 0) if match else ""
        if any(word in name for word in catalogue.vocabulary.licensed):
            found.append(name)
    # A name again under a seal, with one character misread, or as on the seal, is the same name.
    others = [name for name in found if not (one_changed(found[0], name) or name in found[0])]
    return found[0] if found and not others else ""


def _bare(line: str) -> str:
    """A line without what frames it, and without a remark in brackets at its end."""
    return re.sub(r"\([^()]{1,8}\)$", "", line).strip("·-|()")


def _after_label(line: str, words: list[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        if line.startswith(word):
            return line[len(word) :].lstrip(":")
        if f"{word}:" in line:  # 借款日 2026-04-10　借款机构：…
            return line.partition(f"{word}:")[2]
    return line


def _card_of(text: str, catalogue: Catalogue) -> str:
    """The bank whose card a page names in short (广发信用卡); "" for none or several."""
    found = {
        full
        for name, full in catalogue.vocabulary.nicknames.items()
        if f"{squeezed(name)}信用卡" in text
    }
    return found.pop() if len(found) == 1 else ""


def _issuer(text: str, catalogue: Catalogue) -> str:
    found = [
        (text.index(squeezed(name)), -len(name), full)
        for name, full in catalogue.vocabulary.issuers.items()
        if squeezed(name) in text
    ]
    return min(found)[2] if found else ""
