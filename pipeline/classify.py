"""Reading → kind of paper, by weighted words with a floor and a margin.

Below either the page is unknown and a person is asked.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import partial

from pipeline.extract.folding import squeezed
from pipeline.extract.sheet import without_gutter
from pipeline.ledger import is_ledger
from pipeline.ownwords import (
    asks_for_relief,
    first_person,
    in_own_words,
    is_answered,
    letter_first,
    own_letter,
    own_plan,
    own_statement,
)
from pipeline.plan.cells import rows_of
from pipeline.plan.promises import promised
from pipeline.plan.table import table_of
from pipeline.plan.written import written
from schemas.catalogue import Catalogue, MaterialKind
from schemas.reading import Reading

TITLE_WEIGHT = 5.0
TITLE_WEAK = 2.5
"""For a title that stands inside a sentence, or far down the page."""
TITLE_DEPTH = 0.45
SHORT_TITLE = 3
"""Characters below which a title, as 证明, counts only as a line of its own."""
LONG_TITLE = 36
"""Characters of a heading that begins with 关于 at most."""
LINK = 0.66
"""A title that begins so far to the right is a link to another page."""
PAPER_GROUPS = ("identity", "hardship", "finances")
"""Groups of papers that no screen links to: their titles may stand right of the issuer's name."""
MARGIN = 1.0
BILL_FLOOR = 2.0
PHRASE_CAP = 9.0
LEDGER = "bank_statement"
BALANCED = 4.0
"""Added where the bookings on a page balance, whatever the bank calls them."""
PLAN, LETTER, STATEMENT = "repayment_plan", "application_letter", "hardship_statement"
ASKED_THERE = 2.0
"""Added to a conversation in which the applicant asks for relief and is answered."""
TOLD = 2.0
"""What words that the applicant uses may weigh for a paper of somebody else's at most."""
SOME_DAY = date(2026, 1, 1)
"""Days without a year are only counted here, whatever their year."""
DUNNING = "collection_message"
CHAT = "chat_record"
TALK = (DUNNING, CHAT)
"""Kinds that speak of amounts in sentences, as a bill lists them."""
DEMAND = 6.0
"""Taken off a bill where a title says that the page demands payment, or where it is talk."""
ITEMISED = 9.0
"""Taken off talk and demands that say to the cent of what the debt is made: that is a bill."""
OF_OTHERS = re.compile("律师(?!费)|委外|受让|债权转让|资产管理(?!部|中心)|催收员")
ASKED = re.compile("减免|免除|分期|延期|停息|缓缴|协商")
"""What an application to a lender asks for."""
STRANGE = 2.5
"""Taken off for each word of other papers, where no sum says that this one is a bill."""
LISTED = 3.0
"""Taken off talk where amounts stand beside their labels: bills remind and offer service too."""
LONE_PART = 3.0
"""Taken off where a page states one kind of amount alone, as offers and articles do; a total or a
principal that is overdue may stand alone."""


@dataclass(frozen=True)
class Verdict:
    """The kind chosen ("unknown" where unsure), how sure (0–1), and the kinds that came close.

    also: what else the applicant wrote on the page, as a plan or a budget within a letter
    """

    kind: str
    confidence: float
    claimants: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class BillSigns:
    """What speaks for a bill, and against it.

    labelled: amounts under a label; owed: those that are owed
    parts: how many components they name; whole: a total or principal is among them
    lender: weight of the lender's name; overdue: days overdue are stated; strange: words of others
    told: how many of the owed amounts stand in sentences
    itemised: principal and charges make the total to the cent, as no mere demand says
    button: a button to repay stands on the page, or tabs over instalments, as lenders' own
        screens have them
    charged: interest or another charge is stated that is not nothing
    """

    labelled: int
    owed: int
    parts: int
    whole: bool
    lender: float
    overdue: bool
    strange: int
    told: int = 0
    itemised: bool = False
    button: bool = False
    charged: bool = False


_GOES_ON = (":", ";", "。")
_SPOKEN = re.compile(
    "[你您咱她]|我(?!单位|公司|村|校|院|行|司)|^的(?!说明|通知|函|证明|公告|决定|情况)|[了吗吧呢][,.。!?]?$"
)
"""Behind a title in its line: words of a conversation."""
_NUMBERED = ("号", "编号")
_OFFERED = re.compile("(?:代写|代办|代开)$")
_CLAUSE = re.compile(r"^第[一二三四五六七八九十]{1,3}条", re.M)
"""How the clauses of a contract begin."""
NO_BILL = BillSigns(0, 0, 0, False, 0.0, False, 0)
"""Of a page whose amounts nobody has looked at."""


def titled(reading: Reading, kind: str, catalogue: Catalogue, least: float = TITLE_WEIGHT) -> bool:
    """Whether a title of the kind stands as a line of its own near the top.

    least: TITLE_WEAK where it may be part of a longer line, as 样本公司2026年6月工资条
    """
    lines = [squeezed(line.text) for line in reading.lines]
    return _titles(reading, lines, catalogue).get(kind, 0.0) >= least


def classify(reading: Reading, signs: BillSigns, catalogue: Catalogue) -> Verdict:
    """The kind of the paper on a page."""
    lines = [squeezed(line.text) for line in reading.lines]
    if not any(lines):
        return Verdict("unknown", 0.0)
    text = "\n".join(lines)
    titles = _titles(reading, lines, catalogue)
    scores = {
        kind.id: _score(kind, text) + titles.get(kind.id, 0.0)
        for kind in catalogue.materials.values()
        if kind.id not in ("unknown", "bill")
    }
    if is_ledger(reading):
        scores[LEDGER] += BALANCED
    scores["bill"] = _bill_score(signs) + titles.get("bill", 0.0)
    if signs.itemised and not _of_others(text, titles):
        for kind in (*TALK, LEDGER):
            scores[kind] -= ITEMISED
    elif titles.get(DUNNING, 0.0) >= TITLE_WEIGHT or _talks(signs, titles):
        scores["bill"] -= DEMAND
    elif (signs.parts > 1 and not signs.told) or _states_a_bill(signs, text, titles):
        for kind in TALK:
            scores[kind] -= LISTED
    if len(_CLAUSE.findall(text)) > 1:
        scores["bill"] = min(scores["bill"], 0.0)  # A contract lists what is to be paid one day.
    own = _own_kinds(reading, signs, titles)
    _know_own_words(scores, own, reading, signs, titles, catalogue)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    (best, score), (_, second) = ranked[0], ranked[1]
    floor = BILL_FLOOR if best == "bill" else catalogue.materials[best].floor
    close = tuple(kind for kind, value in ranked[1:4] if value > 0 and value > score - 2 * MARGIN)
    if score < floor or score - second < MARGIN:
        return Verdict(
            "unknown", _sureness(score, second), tuple(kind for kind, _ in ranked[:2] if score > 0)
        )
    also = own[1:] if best in own[:1] else ()
    return Verdict(best, _sureness(score, second), close, also)


def _own_kinds(reading: Reading, signs: BillSigns, titles: dict[str, float]) -> tuple[str, ...]:
    """The papers that the applicant wrote on a page: what it is in the first place, then what else
    stands in it; () where somebody else wrote it."""
    lines = [squeezed(line.text) for line in reading.lines]
    headed = titles.get(PLAN, 0.0) >= TITLE_WEIGHT
    billed = signs.itemised and signs.overdue
    count = partial(promises_on, reading)
    plan = own_plan(lines, headed, signs.button, signs.charged, billed, count)
    # 情况说明 may ask for relief as well.
    letter = own_letter(lines) and titles.get(STATEMENT, 0.0) < TITLE_WEIGHT
    budget = (STATEMENT,) if own_statement(lines) else ()
    if plan:
        within = letter and letter_first(lines)
        return (LETTER, PLAN, *budget) if within else (PLAN, *budget)
    return (LETTER, *budget) if letter else budget


def _know_own_words(
    scores: dict[str, float],
    own: tuple[str, ...],
    reading: Reading,
    signs: BillSigns,
    titles: dict[str, float],
    catalogue: Catalogue,
) -> None:
    """Put right the scores of what the applicant wrote: no bill, whatever amounts it states."""
    if own:
        _make_own(scores, own[0], titles, catalogue)
        return
    lines = [squeezed(line.text) for line in reading.lines]
    text = "\n".join(lines)
    if is_answered(lines) and first_person(text) and asks_for_relief(lines):
        scores[CHAT] += ASKED_THERE
    letter = titles.get(LETTER, 0.0)
    asks = "申请人" in text and letter >= (TITLE_WEAK if "此致" in text else TITLE_WEIGHT)
    if asks or in_own_words(text) or _bare_plan(signs, titles):
        scores["bill"] -= DEMAND


def _make_own(
    scores: dict[str, float], own: str, titles: dict[str, float], catalogue: Catalogue
) -> None:
    """Let a paper be the applicant's own: its words weigh little for papers of somebody else's."""
    scores[own] += max(0.0, TITLE_WEIGHT - titles.get(own, 0.0))
    scores["bill"] = min(scores["bill"], 0.0)
    for kind in scores:
        if kind == own:
            continue
        if titles.get(kind, 0.0) < TITLE_WEAK:  # 我每月工资3800元 is no certificate of it.
            scores[kind] = min(scores[kind], TOLD)
        elif catalogue.materials[kind].group not in PAPER_GROUPS:
            scores[kind] = min(scores[kind], scores[own] - 2 * MARGIN)


def promises_on(reading: Reading) -> int:
    """How many payments a page names with their days, in a table or in sentences."""
    lines = without_gutter(reading.lines)
    rows = [row for row in table_of(lines, today=SOME_DAY).rows if row.paid]
    return max(len(rows), len(promised(written(rows_of(lines)), SOME_DAY).promises))


def _states_a_bill(signs: BillSigns, text: str, titles: dict[str, float]) -> bool:
    """Whether the lender's own message says the whole and several charges in it: 全部应还款人民币
    9,846.75元（其中透支利息318.92元、违约金187.45元）."""
    return signs.parts > 2 and signs.whole and signs.charged and not _of_others(text, titles)


def _of_others(text: str, titles: dict[str, float]) -> bool:
    """Whether somebody else than the lender says what is owed: collectors, or the applicant."""
    titled_else = any(
        weight >= TITLE_WEIGHT for kind, weight in titles.items() if kind not in ("bill", *TALK)
    )
    return titled_else or OF_OTHERS.search(text) is not None or in_own_words(text)


def _bare_plan(signs: BillSigns, titles: dict[str, float]) -> bool:
    """Whether a page is headed as a plan, and no lender, no part of a debt and no delay is named:
    somebody's own, of days and sums alone."""
    headed = titles.get(PLAN, 0.0) >= TITLE_WEIGHT
    return headed and signs.parts < 2 and not (signs.lender or signs.overdue or signs.button)


def _talks(signs: BillSigns, titles: dict[str, float]) -> bool:
    """Whether a page states its amounts in sentences alone, as messages and conversations do.

    A certificate of debt (欠款证明) is written in sentences too, and bears its title.
    """
    told = signs.owed > 0 and signs.told == signs.owed
    return told and titles.get("bill", 0.0) < TITLE_WEIGHT


def _sureness(score: float, second: float) -> float:
    """0–1 from how strong the best is and how far ahead."""
    strength = 1 - math.exp(-max(score, 0.0) / 3.0)
    lead = 1 - math.exp(-max(score - max(second, 0.0), 0.0) / 1.5)
    return round(strength * lead, 3)


def _titles(reading: Reading, lines: list[str], catalogue: Catalogue) -> dict[str, float]:
    """Title weight by kind; a longer title hides the shorter ones inside it."""
    bottom = max((line.box.y1 for line in reading.lines), default=1)
    top = min((line.box.y0 for line in reading.lines), default=0)
    words = sorted(
        (
            (squeezed(title), kind.id)
            for kind in catalogue.materials.values()
            for title in kind.titles
        ),
        key=lambda item: -len(item[0]),
    )
    right = max((line.box.x1 for line in reading.lines), default=1)
    papers = {kind.id for kind in catalogue.materials.values() if kind.group in PAPER_GROUPS}
    found: dict[str, float] = {}
    for line, text in zip(reading.lines, lines, strict=True):
        rest = text
        link = line.box.x0 > LINK * right  # 还款记录 in the corner leads elsewhere.
        high = line.box.y0 - top < TITLE_DEPTH * (bottom - top)
        for title, kind in words:
            if title not in rest or (len(title) < SHORT_TITLE and text != title):
                continue
            if rest.split(title, 1)[1].startswith(_NUMBERED) or _OFFERED.search(
                rest.split(title, 1)[0]
            ):
                continue  # 借款合同号 names another paper; 代写申请书 is offered for money.
            alone = len(text) <= len(title) + 8 or _names_itself(text, title)
            if _SPOKEN.search(rest.split(title, 1)[1]):
                continue  # 收入证明我让人事给你盖好章了: somebody speaks of one.
            weight = TITLE_WEIGHT if high and alone else TITLE_WEAK if alone or high else 1.0
            weight = min(weight, 1.0) if link and kind not in papers else weight
            if text.endswith(_GOES_ON) or ((kind == "bill" or not alone) and "," in text):
                weight = min(weight, 1.0)  # …与其解除 / 劳动合同: is the end of a sentence.
            found[kind] = max(found.get(kind, 0.0), weight + 0.1 * len(title))
            rest = rest.replace(title, "\0")
    return found


def _names_itself(text: str, title: str) -> bool:
    """关于申请减免利息、罚息及违约金的申请书, 减免罚息、利息申请书: a heading that says what the
    paper is about."""
    asked = title == "申请书" and ("," not in text or ASKED.search(text) is not None)
    about = text.startswith("关于") or asked
    return about and text.endswith(title) and len(text) <= LONG_TITLE


def _score(kind: MaterialKind, text: str) -> float:
    plus = sum(weight for word, weight in kind.phrases.items() if squeezed(word) in text)
    minus = sum(weight for word, weight in kind.against.items() if squeezed(word) in text)
    return min(plus, PHRASE_CAP) - minus


def _bill_score(signs: BillSigns) -> float:
    if signs.labelled == 0:
        return 0.0
    score = 1.2 * min(signs.labelled, 6) + 0.8 * min(signs.owed, 4)
    score += signs.lender + (1.5 if signs.overdue else 0.0)
    if signs.parts < 2 and not ((signs.overdue or signs.button) and signs.whole):
        score -= LONE_PART
    if not signs.owed:
        score -= LONE_PART
    return score if signs.itemised else score - STRANGE * signs.strange
