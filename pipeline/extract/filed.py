"""Whose bill a page is that names nobody, by the name of its file or of the folder it lies in.

People sort by lender (招行信用卡/IMG_2071.png, 微粒贷2.jpg), and phones put the app into a
screenshot's name (Screenshot_…_com.icbc.jpg). The page has the first word: only what it leaves open
is taken from there, and `legal.lender-named` asks a person to look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.companies import one_company
from pipeline.extract.folding import squeezed
from pipeline.extract.joining import BillPage
from pipeline.extract.lenders import GENERIC, OF_A_BANK, LenderFound, named_in
from schemas.catalogue import Catalogue, Lender
from schemas.statement import ANY_LENDERS

BANK_LOAN = "bank_loan"
_LENDS = re.compile(
    "[\u4e00-\u9fff]{2,16}?(?:消费金融|消金|小额贷款|小贷|汽车金融|农商行|农信社|信用社|银行)(?:股份)?(?:有限公司)?"
)
"""南银法巴消费金融: a folder named after a company."""
_NOT_THE_BANK = "(?!消金|消费|普惠|租赁|小贷|[a-z])"
"""平安普惠, 兴业消金: companies beside the bank of that name."""
_NOT_OF_BILLS = re.compile("流水|工资|收入|还款记录|回单|转账|储蓄|借记")
"""招行流水, 工行工资卡: where an account is, and nobody's loan."""


def named_by_file(pages: Sequence[BillPage], catalogue: Catalogue) -> list[BillPage]:
    """The pages; one that names no lender gets the one that its path names, where it names one."""
    found = [_named(page, catalogue) if _open(page) else page for page in pages]
    known = sorted({page.lender.name for page in pages if page.lender.name})
    return [_as_elsewhere(page, known) if page.lender.filed else page for page in found]


def _as_elsewhere(page: BillPage, known: Sequence[str]) -> BillPage:
    """The page with its company called as on another page (in full, not 杭银消金)."""
    same = [name for name in known if one_company(name, page.lender.name)]
    return replace(page, lender=replace(page.lender, name=same[0])) if len(same) == 1 else page


def _open(page: BillPage) -> bool:
    """Whether nobody knows whose the page is, or of which product of a company."""
    lender = page.lender
    return lender.entry.id in ANY_LENDERS and (not lender.name or lender.entry.id == GENERIC)


def _named(page: BillPage, catalogue: Catalogue) -> BillPage:
    for part in reversed(page.draft.ref.path.split("/")):
        found = _said(squeezed(part), page.lender, catalogue)
        if found is not None:
            return replace(page, lender=found)
    return page


def _said(text: str, lender: LenderFound, catalogue: Catalogue) -> LenderFound | None:
    """The one lender that a name says, if it is not against what the page says."""
    if _NOT_OF_BILLS.search(text):
        return None
    bank = _bank(text, catalogue)
    entry = named_in(text, catalogue)
    if entry.id in ANY_LENDERS:
        if lender.name:
            return None
        if not bank:
            return _company(text, lender)
        kind = next((one for one in (lender.entry, entry) if one.id in OF_A_BANK), None)
        return LenderFound(kind or catalogue.lenders[BANK_LOAN], bank, lender.weight, filed=True)
    if lender.entry.id in OF_A_BANK or _several(text, entry, catalogue):
        return None
    if bank not in ("", entry.lender) or (entry.lender and lender.name not in ("", entry.lender)):
        return None
    return LenderFound(entry, lender.name or entry.lender, lender.weight, filed=True)


def _company(text: str, lender: LenderFound) -> LenderFound | None:
    """Who lends by the kind of company that a name ends with, whom the catalogue does not know."""
    found = _LENDS.match(text)
    return LenderFound(lender.entry, found[0], lender.weight, filed=True) if found else None


def _bank(text: str, catalogue: Catalogue) -> str:
    """The full name of the one bank that a name says; "" for none or several."""
    words = catalogue.vocabulary.issuers | catalogue.vocabulary.nicknames
    found = {
        full
        for word, full in words.items()
        if re.search(rf"(?<![a-z.]){re.escape(squeezed(word))}{_NOT_THE_BANK}", text)
    }
    return found.pop() if len(found) == 1 else ""


def _several(text: str, entry: Lender, catalogue: Catalogue) -> bool:
    """Whether a name says products of several, as 花呗借呗.png does."""
    rest = text
    for name in sorted(map(squeezed, (entry.product, *entry.names)), key=len, reverse=True):
        rest = rest.replace(name, " ")
    other = named_in(rest, catalogue)
    return other.id not in (*ANY_LENDERS, entry.id)
