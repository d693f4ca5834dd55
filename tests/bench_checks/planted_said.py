"""Defects of what papers say: amounts, promises, days; and of what they fail to say."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from samples.blocks import Item, carded, rows
from samples.canvas import Canvas
from samples.chrome import finish, open_screen
from samples.papers import base as printing
from samples.papers import finance, medical, phone, work
from samples.papers.base import Paper, Sheet, chinese_day, seal, stamp
from samples.papers.hand import sign
from samples.persons import Person, id_number
from samples.style import PLAIN
from tests.bench_checks.clean import ISSUED, LESS, PAY, UNTIL
from tests.bench_checks.defects import Defect
from tests.bench_checks.draft import TODAY, Draft, Printed, Raw, Shot
from tests.bench_checks.planted_papers import certificate
from tests.bench_checks.planted_words import saying

RNG = random.Random


def written(title: str, who: Person, *words: str, signed: bool = True, kind: str = "") -> Paper:
    """A page in the applicant's own words, signed by hand unless told."""
    sheet = Sheet()
    sheet.title(title, 52)
    sheet.y += 20
    for text in words:
        sheet.para(text)
    sheet.y += 120
    sheet.text(560, sheet.y, "申请人（签名）：", 34)
    if signed:
        sign(sheet, who.name, 830, sheet.y + 20, 5)
    sheet.y += 110
    sheet.right(chinese_day(ISSUED))
    return Paper((sheet.page(),), printing.Truth(kind or "hardship_statement"))


def greedy_letter(draft: Draft) -> Draft:
    """Asks for the total of some other day, in a sentence that runs over two lines."""
    letter = written(
        "息费减免申请书", draft.who,
        f"申请人：{draft.who.name}，因病住院，收入减少，逾期并非本人本意，深感抱歉。",
        "现恳请贵公司减免截至目前产生的全部利息人民币988.80元（大写：玖佰捌拾捌元捌角整）、"
        "罚息212.60元，本金分期归还。此致 敬礼",
        kind="application_letter",
    )  # fmt: skip
    return draft.put(letter=letter)


def misaddressed(draft: Draft) -> Draft:
    """To the lender of the bills and to one that nothing is owed to."""
    letter = written(
        "息费减免申请书", draft.who,
        "致：重庆蚂蚁消费金融有限公司、样本农村商业银行股份有限公司信用卡中心：",
        f"本人{draft.who.name}，因病住院，收入减少，逾期并非本人本意。恳请减免利息和罚息，"
        "本金分期归还。此致 敬礼",
        kind="application_letter",
    )  # fmt: skip
    return draft.put(letter=letter)


def other_employer(draft: Draft) -> Draft:
    """A certificate of the pay by a company that the payslips do not name."""
    paper = work.income_certificate(
        draft.who, RNG(8), ISSUED, LESS[-1], employer="示例物业服务有限公司"
    )
    return draft.put(income=paper)


def sworn(draft: Draft) -> Draft:
    statement = written(
        "个人困难情况说明", draft.who,
        f"本人{draft.who.name}，因病住院治疗，收入减少，近期还款困难。",
        "请贵公司放心，我承诺春节之前把所有欠款一次还完，肯定不会再逾期。",
    )  # fmt: skip
    return draft.put(statement=statement)


def unsigned(draft: Draft) -> Draft:
    statement = written(
        "个人困难情况说明", draft.who,
        f"本人{draft.who.name}，因病住院治疗，收入减少，近期还款困难，愿按计划归还本金。",
        signed=False,
    )  # fmt: skip
    return draft.put(statement=statement)


def contract_off(draft: Draft) -> Draft:
    sheet = Sheet()
    sheet.title("个人消费贷款合同", 52)
    for text in (
        f"贷款人：{finance.BANK}　借款人：{draft.who.name}　身份证号：{draft.who.id_number}",
        "第一条　贷款金额（大写）人民币叁万陆仟元整，（小写）¥30,600.00，用于日常消费。",
        "第二条　贷款利率为日利率0.05%，罚息利率为贷款利率上浮50%。",
    ):
        sheet.para(text, 32, indent=False)
    sheet.y += 160
    sheet.right(f"贷款人（盖章）：{finance.BANK}", 30)
    stamp(sheet, seal(finance.BANK, "合同专用章", seed=21), 760, sheet.y - 60)
    return draft.put(contract=Paper((sheet.page(),), printing.Truth("loan_contract")))


def months_lost(draft: Draft) -> Draft:
    """Nothing was booked in September and October, though the range says nothing of it."""
    held = finance.account(RNG(5), UNTIL, 5, (PAY,) * 5, density=6)
    kept = tuple(entry for entry in held.entries if entry.day.month not in (9, 10))
    held = replace(held, entries=kept)
    data, _ = finance.bank_statement_pdf(draft.who, held, ISSUED)
    paper = finance.bank_statement_picture(draft.who, held, ISSUED)
    return draft.put(book=Printed(Raw(data, "pdf"), paper))


def nameless(draft: Draft) -> Draft:
    """The left of the certificate, with the name and number, is out of the picture."""
    page = certificate(draft.who).pages[0]
    right = page.crop((page.width * 38 // 100, 0, page.width, page.height))
    return draft.put(income=Paper((right,), printing.Truth("income_certificate")))


def trial(draft: Draft) -> Draft:
    """What settling 借呗 early would cost, where its bill should be."""
    canvas = Canvas(PLAIN)
    open_screen(canvas, "借呗")
    canvas.text(60, canvas.y, "提前还款试算", 40)
    canvas.y += 90
    items = [Item("结清日期", "2026-11-25"), Item("需还本金", "2,400.00元"),
             Item("预计利息", "36.20元"), Item("结清金额", "2,436.20元")]  # fmt: skip
    carded(canvas, lambda: rows(canvas, items))
    return draft.put(jiebei=Shot(finish(canvas)))


def landlord(draft: Draft) -> Draft:
    sheet = Sheet()
    sheet.title("房屋租赁合同", 52)
    for text in (
        "出租方（甲方）：范房东",
        f"身份证号：{id_number(date(1971, 5, 3), 119)}",
        f"承租方（乙方）：{draft.who.name}　身份证号：{draft.who.id_number}",
        "租金每月人民币1200.00元，押金1200.00元，租期一年。",
    ):
        sheet.para(text, 32, indent=False)
    sheet.right(f"签订日期：{chinese_day(date(2026, 3, 1))}")
    return draft.put(lease=Paper((sheet.page(),), printing.Truth("lease")))


def unanswered(draft: Draft) -> Draft:
    """Taken up on October 20; seven working days are long over."""
    paper = phone.chat_record(draft.who, RNG(1), date(2026, 10, 20))
    return draft.put(chat=Shot(paper.pages[0]))


def talked(title: str, *lines: tuple[str, bool]) -> Shot:
    """A conversation or messages, as (words, mine)."""
    canvas = Canvas(PLAIN)
    open_screen(canvas, title)
    canvas.text(540, canvas.y, f"{TODAY:%Y年%m月%d日} 10:22", 28, anchor="ma")
    canvas.y += 80
    phone.bubbles(canvas, list(lines))
    return Shot(finish(canvas))


GRANTED = (
    "您的工单已审核通过，平台已为您减免本次逾期产生的全部罚息，"
    "请在12月5日前归还本金和利息，逾期未还减免取消。"
)
ASSIGNED = (
    "【示例资产】债权转让通知：您与样本小额贷款有限公司借款合同项下的全部债权已依法转让给"
    "示例资产管理有限公司，请自即日起向新债权人履行还款义务。"
)


def granted(draft: Draft) -> Draft:
    """What the own application asks for was granted a day before."""
    asked = "你好，我因病住院，能不能减免罚息？"
    lines = ((asked, True), (GRANTED, False), ("好的，谢谢。", True))
    return draft.put(chat=talked("在线客服", *lines))


def assigned(draft: Draft) -> Draft:
    return draft.put(sms=talked("10690000", (ASSIGNED, False)))


def repaid(draft: Draft) -> Draft:
    """Half of what was overdue was paid on the day of signing."""
    return draft.put(record=Shot(phone.repayment_record(draft.who, RNG(4), TODAY).pages[0]))


def misnamed(draft: Draft) -> Draft:
    """The deceased bears one character less like the one in the proof of kinship."""
    return draft.put(death=medical.death_certificate(draft.who, RNG(3), date(2026, 8, 4), "张祥父"))


def _d(
    name: str, rule: str, plant: Callable[[Draft], Draft], touches: str, base: str = "illness",
    file: str = "",
) -> Defect:  # fmt: skip
    return Defect(name, base, rule, plant, frozenset(touches.split()), file=file)


SAID = (
    _d("own-letter-asks-more", "amounts.letter-matches-claim", greedy_letter, "letter",
       file="letter"),
    _d("letter-to-another-lender", "legal.letter-addressed", misaddressed, "letter",
       file="letter"),
    _d("certificate-of-another-employer", "income.one-employer", other_employer, "income",
       "income-drop", file="income"),
    _d("swears-on-paper", "legal.no-overpromise", sworn, "statement", file="statement"),
    _d("promises-typed", "legal.no-overpromise",
       saying("hardship", story="因病住院，收入减少。我保证每一期都按时还，绝对不会再逾期。"),
       "hardship"),
    _d("statement-unsigned", "evidence.signature-seen", unsigned, "statement income",
       file="statement"),
    _d("contract-capitals-differ", "amounts.capitals-agree", contract_off, "contract",
       file="contract"),
    _d("statement-months-blank", "dates.statement-months", months_lost, "book"),
    _d("certificate-names-nobody", "identity.names-agree", nameless, "income", file="income"),
    _d("trial-for-bill", "amounts.projected-not-claimed", trial, "jiebei request", file="jiebei"),
    _d("landlords-number", "privacy.third-parties", landlord, "lease", file="lease"),
    _d("since-before-dismissal", "typed.agrees-with-read",
       saying("hardship", since=date(2026, 4, 20)), "hardship termination", "unemployment"),
    _d("relief-granted", "amounts.relief-granted", granted, "chat", file="chat"),
    _d("claim-assigned", "legal.creditor-unchanged", assigned, "sms", file="sms"),
    _d("repaid-since", "amounts.paid-not-claimed", repaid, "record huabei", file="record"),
    _d("deceased-misnamed", "identity.relative-in-proof", misnamed, "death kinship", "death",
       file="death"),
    _d("reply-overdue", "followup.reply-due", unanswered, "chat", file="chat"),
)  # fmt: skip
