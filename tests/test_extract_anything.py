"""Pages of words, days and amounts in any order: nothing that a page says may break the reader.

2026-11-28: a letter that listed the parts of a sum beside the relief asked for ended the run of a
whole case with an IndexError.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from pipeline.extract.bill import read_bill
from pipeline.extract.fields import fields_of
from pipeline.letterasks import asked_in, repays_interest
from pipeline.plan.cells import rows_of
from pipeline.plan.ownbudget import own_budget
from pipeline.plan.promises import promised
from pipeline.plan.table import table_of
from pipeline.plan.written import written
from tests.sheets import Sheet, case_of, catalogue, grammar

TODAY = date(2026, 11, 28)
PAGES = 15
WORDS = (
    "本金", "利息", "罚息", "违约金", "手续费", "合计", "应还", "剩余待还", "待还本金",
    "应还利息", "逾期罚息", "全部待还", "已还", "已减免", "减免", "本期应还", "最低还款",
    "借款金额", "10月账单", "11月账单", "10月待还", "未出账", "已出账", "逾期", "已结清", "待还",
    "小计", "总额", "欠款合计", "其中", "表内欠息", "复利", "期次", "还款日", "状态", "借款详情",
    "还款计划", "试算", "总额度", "花呗", "招联", "信用卡", "账单日", "优惠抵扣", "本期已还",
    "累计已还", "账单总额", "每月还", "第1期", "第2期", "第3/12期", "第4/12期", "5期", "6期", "1",
    "2", "3", "--", "元", "USD", "共3期", "最后一期", "已逾期34天",
)  # fmt: skip
DAYS = ("2026-10-15", "2026.11.05", "10月25日", "2027年1月20日", "26-12-20", "12.10", "每月10号")
FORMS = ("{:,.2f}", "{:.2f}", "¥{:,.2f}", "{:,.2f}元", "-{:.2f}", "{:.0f}", "{:.1f}")


def amount(random: Random) -> str:
    return random.choice(FORMS).format(random.choice((9, 900, 90000)) * random.random())


def word(random: Random, known: list[str]) -> str:
    """A word, a day or an amount; known amounts come again, so that some sums close."""
    kind = random.random()
    if kind < 0.5:
        return random.choice(WORDS)
    if kind < 0.6:
        return amount(random)
    if kind < 0.75:
        return random.choice(known)
    if kind < 0.85:
        return random.choice(DAYS)
    return random.choice(WORDS) + random.choice(("", "：", "+")) + random.choice(known)


def page(random: Random) -> Sheet:
    known = [amount(random) for _ in range(6)]
    sheet = Sheet()
    for _ in range(random.randint(3, 20)):
        sheet.row(*(word(random, known) for _ in range(random.choice((1, 1, 2, 2, 3, 4)))))
    return sheet


@pytest.mark.parametrize("seed", range(6))
def test_no_page_breaks_the_reader(seed: int) -> None:
    random = Random(seed)
    for _ in range(PAGES):
        reading = page(random).reading()
        draft = read_bill(reading, grammar())
        assert all(draft.totals.values()), "a part without a figure"
        table_of(reading.lines, today=TODAY)
        promised(written(rows_of(reading.lines)), TODAY)


PAPER = (
    "收入证明", "月收入", "税后", "人民币", "伍仟元整", "捌仟贰佰元整", "兹证明", "张样本",
    "身份证号", "110101199003071006", "2026年11月3日", "样本有限公司", "实发工资", "应发",
    "5,200.00元", "姓名", "出院日期", "诊断", "起止日期", "2026.06.01-2026.11.20", "户名",
    "合计每月", "十月份", "工资条", "年收入", "6.5万元", "有效期限", "长期", "签发机关", "住址",
    "单位名称", "我叫", "与", "申请人", "日期", "落款", "第24期", "928.12元", "说明人",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_no_paper_breaks_the_reader_of_its_fields(seed: int) -> None:
    random = Random(seed)
    names = {name for kind in catalogue().materials.values() for name in kind.fields}
    for _ in range(PAGES * 2):
        sheet = Sheet()
        for _ in range(random.randint(2, 12)):
            row = [random.choice(PAPER) for _ in range(random.choice((1, 1, 2, 3)))]
            sheet.row(*(row if random.random() < 0.5 else ("".join(row),)))
        found = fields_of(sheet.reading(), sorted(names))
        assert all(one.value and 0 <= one.confidence <= 1 for one in found.values())


TOLD = (
    "收支情况", "每月收入", "工资", "失业保险金", "兼职", "收入合计", "每月支出", "支出：",
    "房租", "伙食", "吃饭", "水电、通讯", "支出合计", "合计", "共", "一共", "结余", "剩",
    "可用于还款", "给父母", "本金", "罚息", "请求减免", "全部归还", "元，", "元。", "（其中",
    "）", "每月还款", "联系电话13900000061", "2027年1月",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_no_own_words_break_their_reader_and_what_it_takes_adds_up(seed: int) -> None:
    random = Random(seed)
    for _ in range(PAGES * 4):
        known = [str(random.choice((5, 10, 15, 20, 30)) * 100) for _ in range(4)]
        known += [str(int(known[0]) + int(known[1])), str(abs(int(known[2]) - int(known[3])))]
        sheet = Sheet()
        for _ in range(random.randint(2, 8)):
            words = (
                random.choice(TOLD) + (random.choice(known) if random.random() < 0.7 else "")
                for _ in range(random.choice((1, 1, 2, 4)))
            )
            sheet.row("".join(words))
        reading = sheet.reading()
        said = "\n".join(line.text for line in reading.lines)
        asked_in([(reading.ref, said)])
        repays_interest([(reading.ref, said)])
        found = own_budget(case_of("application_letter", reading))
        earned, spent = (sum(one.amount for one in rows) for rows in (found.income, found.spending))
        figures = {Decimal(figure) for figure in re.findall(r"\d{3,5}", said)}
        assert not found.spending or figures & {spent, earned - spent}
        assert not found.income or figures & {earned, earned - spent}


def test_a_letter_that_lists_the_parts_of_what_it_asks_for() -> None:
    sheet = Sheet().rows(
        ("产品", "本金", "罚息", "合计"),
        ("花呗", "1,862.40", "16.76", "1,922.36"),
        ("借呗", "17,974.55", "73.97", "18,844.36"),
        ("合计", "19,836.95", "90.73", "20,766.72"),
        "1.减免花呗逾期利息16.76元",
        "2.减免借呗罚息73.97元",
    )
    draft = read_bill(sheet.reading(), grammar())
    assert {one.value for one in draft.totals["penalty"]}
