"""Papers about money: bank statement, credit report, contract, lease, Alipay export."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from samples import typeset
from samples.debts import ZERO, shift
from samples.papers.base import Paper, Sheet, chinese_day, seal, specimen, stamp
from samples.papers.work import EMPLOYER
from samples.persons import Person
from samples.truth import Truth

BANK = "样本银行股份有限公司"
CARD = "6200 0000 0000 0000"
SPENDING = (
    ("消费", "样本超市", 28, 260),
    ("消费", "示例餐饮", 12, 90),
    ("快捷支付", "范本药房", 20, 180),
    ("消费", "样本加油站", 120, 300),
    ("快捷支付", "样本通信", 50, 80),
    ("消费", "示例菜场", 15, 120),
    ("还款", "消费贷还款", 180, 700),
)

RENT = Decimal("-1200.00")


@dataclass(frozen=True)
class Entry:
    """One line of an account; amount positive when money comes in."""

    day: date
    kind: str
    other: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Account:
    """until: the last day covered; months: how far back; wages: month → pay, in order."""

    until: date
    months: int
    entries: tuple[Entry, ...]

    @property
    def since(self) -> date:
        return shift(self.until, -self.months) + timedelta(days=1)

    @property
    def credits(self) -> Decimal:
        return sum((entry.amount for entry in self.entries if entry.amount > 0), ZERO)


def account(
    rng: random.Random, until: date, months: int, wages: tuple[Decimal, ...], density: int = 12
) -> Account:
    """Wages on the 10th of each of the last months (wages[-1] the newest), spending between."""
    start = shift(until, -months) + timedelta(days=1)
    moves: list[tuple[date, str, str, Decimal]] = []
    newest = until.replace(day=10) if until.day >= 10 else shift(until.replace(day=10), -1)
    for back, pay in enumerate(reversed(wages)):
        paid = shift(newest, -back)
        if pay > 0 and paid >= start:
            moves.append((paid, "代发工资", EMPLOYER, pay))
    moves += [
        (shift(newest.replace(day=1), -back), "转账支出", "房东", RENT) for back in range(months)
    ]
    for _ in range(months * density):
        kind, other, low, high = rng.choice(SPENDING)
        spent = -Decimal(rng.randrange(low * 100, high * 100)) / 100
        moves.append(
            (start + timedelta(days=rng.randrange((until - start).days)), kind, other, spent)
        )
    moves.sort(key=lambda move: (move[0], move[3]))
    balance, entries = Decimal("4860.42"), []
    for when, kind, other, amount in moves:
        if balance + amount < 5:
            continue
        balance += amount
        entries.append(Entry(when, kind, other, amount, balance))
    return Account(until, months, tuple(entries))


def _statement_truth(who: Person, book: Account, issued: date) -> Truth:
    return Truth(
        "bank_statement",
        fields={
            "name": who.name,
            "period_from": book.since.isoformat(),
            "period_until": book.until.isoformat(),
            "issued": issued.isoformat(),
            "credits": f"{book.credits:.2f}",
        },
    )


def _rows(entries: tuple[Entry, ...]) -> list[list[str]]:
    rows = [["交易日期", "摘要", "对方户名", "收入", "支出", "余额"]]
    for entry in entries:
        income = f"{entry.amount:,.2f}" if entry.amount > 0 else ""
        spent = f"{-entry.amount:,.2f}" if entry.amount < 0 else ""
        rows.append(
            [
                f"{entry.day:%Y-%m-%d}",
                entry.kind,
                entry.other,
                income,
                spent,
                f"{entry.balance:,.2f}",
            ]
        )
    return rows


def bank_statement_pdf(who: Person, book: Account, issued: date) -> tuple[bytes, Truth]:
    """交易流水明细清单 as a bank's electronic PDF, several pages."""
    head = [
        f"户名：{who.name}　　账号：{CARD}　　币种：人民币",
        f"起止日期：{book.since} 至 {book.until}　　打印日期：{issued}",
    ]
    body = f'#align(center)[#text(size: 16pt, weight: "bold")[{BANK}交易流水明细清单]]\n'
    body += "\n\n".join(typeset.escape(line) for line in head) + "\n\n"
    rows = _rows(book.entries)
    header = ", ".join("[" + typeset.escape(cell) + "]" for cell in rows[0])
    cells = ",\n".join("[" + typeset.escape(cell) + "]" for row in rows[1:] for cell in row)
    body += (
        "#table(columns: (1.3fr, 1.1fr, 1.7fr, 1.1fr, 1.1fr, 1.3fr), stroke: 0.4pt, inset: 4pt,\n"
        f"table.header({header}),\n{cells})\n"
    )
    body += typeset.escape(f"收入合计：{book.credits:,.2f}元　（电子回单专用章 样本）")
    numbering = 'numbering: (now, all) => "第" + str(now) + "页/共" + str(all) + "页"'
    return typeset.pdf(body, page=numbering, size=9), _statement_truth(who, book, issued)


def bank_statement_picture(who: Person, book: Account, issued: date, per_page: int = 22) -> Paper:
    """The same list printed and stamped at the counter."""
    pages = []
    chunks = [book.entries[i : i + per_page] for i in range(0, len(book.entries), per_page)]
    for number, chunk in enumerate(chunks, start=1):
        sheet = Sheet(serif=False)
        sheet.title(f"{BANK}账户历史明细", 42)
        sheet.fields(
            ("户名", who.name),
            ("账号", CARD),
            ("起止日期", f"{book.since} 至 {book.until}"),
            ("打印日期", issued.isoformat()),
            points=24,
        )
        sheet.table(_rows(chunk), (1.3, 1.1, 1.5, 1.1, 1.1, 1.3), 22)
        sheet.text(540, 1470, f"第{number}页 共{len(chunks)}页", 22, anchor="ma")
        stamp(sheet, seal(BANK, "业务专用章", 250, number), 850, 1380)
        pages.append(specimen(sheet.page(), strength=20))
    return Paper(tuple(pages), _statement_truth(who, book, issued))


def credit_report(who: Person, rng: random.Random, issued: date) -> Paper:
    sheet = Sheet()
    sheet.title("个人信用报告", 52)
    sheet.fields(
        ("报告编号", f"9900{rng.randrange(10**16):016d}"),
        ("报告时间", issued.isoformat()),
        ("姓名", who.name),
        ("证件类型", "身份证"),
        ("证件号码", who.id_number),
        ("婚姻状况", "已婚"),
    )
    sheet.table(
        [
            ["管理机构", "业务种类", "余额", "五级分类", "当前逾期期数", "当前逾期总额"],
            ["重庆蚂蚁消费金融有限公司", "其他个人消费贷款", "8,642", "关注", "2", "1,530"],
            ["样本银行股份有限公司信用卡中心", "贷记卡", "6,120", "正常", "0", "0"],
            ["深圳前海微众银行股份有限公司", "其他个人消费贷款", "0", "结清", "--", "--"],
        ],
        (2.2, 1.7, 1, 1, 1, 1.2),
        24,
    )
    sheet.para("查询记录：本人查询 1 次。本报告仅供信息主体了解自己的信用状况。", 28)
    fields = {"name": who.name, "id_number": who.id_number, "issued": issued.isoformat()}
    return Paper((specimen(sheet.page()),), Truth("credit_report", fields=fields))


def loan_contract(who: Person, rng: random.Random, signed: date) -> Paper:
    sheet = Sheet()
    sheet.title("个人消费贷款合同", 50)
    sheet.para(f"贷款人：{BANK}　　借款人：{who.name}（{who.id_number}）", 30, indent=False)
    for text in (
        "第一条 贷款金额：人民币12,000.00元（大写：壹万贰仟元整）。",
        "第二条 贷款利率：年利率14.60%（单利），日利率0.04%，自放款日起计息。",
        "第三条 还款方式：按月等额本息，共12期。",
        (
            "第四条 罚息利率：借款人未按约定还款的，自逾期之日起"
            "按约定利率上浮50%计收罚息，至清偿之日止。"
        ),
        "第五条 贷款人有权就逾期事项向借款人发送通知。",
    ):
        sheet.para(text, 30, indent=False)
        sheet.y += 12
    sheet.y += 100
    sheet.right(f"贷款人（盖章）：{BANK}", 30)
    sheet.right(f"签署日期：{chinese_day(signed)}", 30)
    stamp(sheet, seal(BANK, "合同专用章", seed=21), 760, sheet.y - 60)
    fields = {"name": who.name, "id_number": who.id_number, "issued": signed.isoformat()}
    return Paper((specimen(sheet.page()),), Truth("loan_contract", fields=fields))


def lease(who: Person, rng: random.Random, signed: date) -> Paper:
    sheet = Sheet()
    sheet.title("房屋租赁合同", 52)
    for text in (
        "出租方（甲方）：范房东",
        f"承租方（乙方）：{who.name}　身份证号：{who.id_number}",
        f"一、甲方将坐落于{who.address}的房屋出租给乙方居住使用。",
        "二、租金每月人民币1200.00元，按月支付；押金1200.00元，退租时无息退还。",
        f"三、租期自{chinese_day(signed)}起至{chinese_day(shift(signed, 12))}止。",
        "四、水、电、燃气费用由乙方承担。",
    ):
        sheet.para(text, 32, indent=False)
        sheet.y += 12
    sheet.y += 90
    sheet.para("甲方（签字）：范房东　　　　乙方（签字）：", 32, indent=False)
    sheet.right(f"签订日期：{chinese_day(signed)}")
    fields = {"name": who.name, "monthly_rent": "1200.00", "issued": signed.isoformat()}
    return Paper((specimen(sheet.page()),), Truth("lease", fields=fields))


def alipay_csv(
    who: Person, rng: random.Random, until: date, count: int = 40
) -> tuple[bytes, Truth]:
    """支付宝交易明细 in GB18030: a person's own records, no bank statement."""
    lines = [
        "-" * 72,
        "导出信息：",
        f"姓名：{who.name}",
        "支付宝账户：199****0000",
        f"起始时间：[{shift(until, -3)} 00:00:00]    终止时间：[{until} 23:59:59]",
        "特别提示：本明细仅供个人对账使用，不作为任何证明材料。",
        "-" * 24 + "支付宝支付科技有限公司  电子客户回单" + "-" * 24,
        "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,",
    ]
    for index in range(count):
        when = until - timedelta(days=index * 2)
        _, other, low, high = SPENDING[index % len(SPENDING)]
        amount = Decimal(rng.randrange(low * 100, high * 100)) / 100
        number = "".join(rng.choice("0123456789") for _ in range(28))
        lines.append(
            f"{when} 12:{index % 60:02d}:08,日用百货,{other},/,样本商品{index},支出,{amount:.2f},"
            f"花呗,交易成功,{number}\t,T{number[:12]}\t,,"
        )
    text = "\r\n".join(lines) + "\r\n"
    return text.encode("gb18030"), Truth("transaction_export", fields={"name": who.name})
