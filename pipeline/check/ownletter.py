"""The amounts that an application on paper asks for, against those of the claim."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from pipeline.check.facts import Facts, yuan
from pipeline.check.rule import Answer, failed, pages, undetermined
from pipeline.extract.capitals import amounts_in_capitals
from schemas.findings import Severity
from schemas.material import Material
from schemas.source import PageRef

KIND = "application_letter"
SURE = 0.85
"""Mean confidence of the page from which an amount is held against its writer."""
CELL = 8
"""Signs of a line that is a cell of a table, at most."""
MOST_DEBTS = 8
"""Debts whose sums are tried in every company."""
ZERO = Decimal(0)
NAMES = {"interest": "利息", "penalty": "罚息", "late_fees": "违约金", "fees": "手续费"}

_WORDS = {
    "penalty": "罚息|逾期利息|逾期罚息|逾期费用?|罚金",
    "late_fees": "违约金|滞纳金",
    "fees": "手续费|服务费",
    "interest": "利息|循环利息",
}
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
_ASKED = re.compile(
    "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
    + rf")[^\d。;,、息金费]{{0,14}}(?P<amount>{_FIGURE})(?![\d.,]*(?:期|个月|天|次|%))元?"
    + rf"(?:\(?(?:人民币)?大写:?(?:人民币)?(?P<again>{_FIGURE})元?\)?)?"
)
_TOGETHER = re.compile(
    rf"(?P<names>(?:(?:{'|'.join(_WORDS.values())})(?:[,/、]|以及|及|和|与)?){{2,}})"
    rf"(?:总计|合计|共计|一共|共)(?:人民币|金额|[为计约是:¥]){{0,3}}(?P<amount>{_FIGURE})元?"
)
"""利息、罚息和违约金共 1,390.12 元: one amount for all that is named."""
_ADDED = re.compile(
    "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
    + rf")(?:合计|总计|共计|一共)(?:人民币|[为是:¥])*(?P<amount>{_FIGURE})元?"
)
_REQUEST = re.compile(
    "(?<![已曾经不])(?<!不申请)(?<!不在申请)(?<!不要求)(?<!未申请)"
    "(?:减免|免除|免收|豁免|减收|酌减|核减|免掉|免去|免了|全免|减掉|(?<=[请求])免)(?!申请[书表])"
)
"""What was waived already is history and no request, nor is what is not asked for."""
_THESE = re.compile(
    "(?:上列|上述|以上|前述|这(?:[三两几二四][样项个笔]|些))[^。!]{0,40}?(?:减免|免除|免掉|免了|豁免|免)"
)
_LISTED = re.compile("[上下](?:列|表)|附表|表(?:内|中|列)")
"""恳请减免上列利息、罚息: the amounts stand in a table."""


@dataclass(frozen=True)
class Asked:
    """One amount that the letter asks to be waived; referred: it is stated before, and meant."""

    name: str
    amount: Decimal
    page: PageRef
    referred: bool = False


def own_letter_gaps(facts: Facts) -> Iterator[Answer]:
    """What the applicant's own letters ask for otherwise than the claim does."""
    for paper in facts.papers(KIND):
        asked = list(_asked(facts, paper)) or list(_summed(facts, paper))
        asked = asked or list(_referred(facts, paper))
        wrong = [
            one
            for one in asked
            if not {one.amount, _together(asked, one.name)} & _sums(facts, one.name)
        ]
        if not asked:
            yield undetermined(
                "自己写的申请书里没有读到申请减免的金额，无法与明细核对",
                "对照明细表看一眼；交程序生成的申请书时，自己那份移出文件夹",
                pages(paper.pages),
                KIND,
                Severity.INFO,
            )
        for one in wrong:
            yield _gap(facts, one)


def own_letters_told(facts: Facts) -> str:
    """How many letters on paper were compared, for the message that all is well."""
    count = len(facts.papers(KIND))
    return f"，自己写的 {count} 封也一致" if count else ""


def _gap(facts: Facts, one: Asked) -> Answer:
    total = sum((getattr(facts.claim, name) for name in one.name.split("+")), ZERO)
    said = "、".join(NAMES[name] for name in one.name.split("+"))
    reading = facts.readings.get(one.page)
    sure = [line.confidence for line in reading.lines] if reading else []
    sure = [] if one.referred else sure
    answer = failed if sure and sum(sure) / len(sure) >= SURE else undetermined
    return answer(
        f"自己写的申请书（{one.page.path} 第 {one.page.page} 页）请求减免{said} "
        f"{yuan(one.amount)}，明细表上是 {yuan(total)}",
        "按明细表改正后重新签名，或把这份移出文件夹、改用程序生成的；账单读错的先改正账单",
        pages((one.page,)),
        KIND,
    )


def _together(asked: Sequence[Asked], name: str) -> Decimal:
    """What a letter asks for under one name in all, as it may list it by instalment or lender."""
    return sum({one.amount for one in asked if one.name == name}, ZERO)


def _summed(facts: Facts, paper: Material) -> Iterator[Asked]:
    """What a letter adds up outside its request, below a table (利息合计1,137.41元)."""
    for ref in paper.pages:
        for match in _ADDED.finditer(_plain(facts.text_of(ref))):
            name = next(name for name in _WORDS if match[name])
            yield Asked(name, Decimal(match["amount"].replace(",", "")), ref)


def _referred(facts: Facts, paper: Material) -> Iterator[Asked]:
    """What a letter states before it asks that these charges (上列三项, 这些) be waived."""
    for ref in paper.pages:
        text = _plain(facts.text_of(ref))
        asks = _THESE.search(text)
        for match in _ASKED.finditer(text[: asks.start()] if asks else ""):
            name = next(name for name in _WORDS if match[name])
            yield Asked(name, Decimal(match["amount"].replace(",", "")), ref, referred=True)


def _asked(facts: Facts, paper: Material) -> Iterator[Asked]:
    """Amounts in sentences that ask for a waiver, as figures or in capitals; each once."""
    seen = set()
    for ref in paper.pages:
        for sentence in re.split("[。;!]", _plain(facts.text_of(ref))):
            request = _REQUEST.search(sentence)
            if request is None:
                continue
            behind = sentence[request.start() :]
            if _LISTED.search(behind) and not _ASKED.search(behind):
                continue  # What stands before it may be the heads and cells of a table.
            sentence = behind if _ASKED.search(behind) else sentence
            for match in _TOGETHER.finditer(sentence):
                yield Asked(_all_of(match["names"]), Decimal(match["amount"].replace(",", "")), ref)
            for match in _ASKED.finditer(_TOGETHER.sub("", sentence)):
                name = next(name for name in _WORDS if match[name])
                for text in (match["amount"], match["again"]):
                    one = Asked(name, Decimal((text or "0").replace(",", "")), ref)
                    if text and one not in seen:
                        seen.add(one)
                        yield one


def _all_of(names: str) -> str:
    """The components that a list of words names, joined by +."""
    left = names
    found = []
    for name, words in _WORDS.items():
        if re.search(words, left):
            found.append(name)
            left = re.sub(words, "", left)
    return "+".join(found)


def _plain(text: str) -> str:
    """Without line breaks, half-width, amounts in capitals as figures. A short line is a cell of a
    table, and ends a sentence unless a figure stands in the next one."""
    lines = [unicodedata.normalize("NFKC", re.sub(r"\s", "", line)) for line in text.split("\n")]
    bare = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        cell = 0 < len(line) <= CELL and re.match(r"[¥\d]", below) is None
        cell = cell and not (_ASKED.search(line) and _ASKED.search(below))
        bare += line + (";" if cell else "")
    for words, worth in amounts_in_capitals(bare):
        bare = bare.replace(words, f"{worth:.2f}元", 1)
    return bare


def _sums(facts: Facts, name: str) -> set[Decimal]:
    """What may be asked for under one name: the sum of any of the debts, or what is overdue."""
    if "+" in name:
        whole = sum((getattr(facts.claim, one) for one in name.split("+")), ZERO)
        later = facts.claim.interest - facts.claim.interest_overdue
        return {whole, whole - later} if "interest" in name.split("+") else {whole}
    by_debt: dict[str, Decimal] = defaultdict(Decimal)
    for line in facts.claim.lines:
        by_debt[line.statement] += getattr(line, name)
    sums = [value for value in by_debt.values() if value]
    claim = facts.claim
    # 罚息、利息合计…: the sum stands beside the last of the names alone.
    found = {getattr(claim, name), *sums, claim.total, claim.interest + claim.penalty}
    if name == "interest":
        later = sum(
            (line.interest for line in claim.lines if line.period and not line.overdue), ZERO
        )
        found |= {claim.interest_overdue, claim.interest - later}
    if len(sums) <= MOST_DEBTS:
        found |= {
            sum(some, ZERO) for size in range(2, len(sums)) for some in combinations(sums, size)
        }
    return found
