"""The products that screens are drawn for. Rates and ranges are invented, only plausible."""

from __future__ import annotations

from dataclasses import dataclass

DAILY = ("0.0002", "0.00025", "0.0003", "0.00035", "0.0004", "0.00045", "0.0005")


@dataclass(frozen=True)
class Product:
    """late_word: what this lender calls what a late period grows by."""

    id: str
    name: str
    lenders: tuple[str, ...]
    late_word: str
    methods: tuple[str, ...]
    amounts: tuple[int, int]
    counts: tuple[int, ...] = (3, 6, 12, 24)
    daily_rates: tuple[str, ...] = DAILY


ANT = "重庆蚂蚁消费金融有限公司"
WEBANK = "深圳前海微众银行股份有限公司"
JD = "重庆京东盛际小额贷款有限公司"
SAMPLE_BANK = "样本银行股份有限公司"

PRODUCTS = {
    product.id: product
    for product in (
        Product("huabei", "花呗", (ANT,), "逾期利息", ("equal_fee", "by_days"), (600, 15000)),
        Product(
            "jiebei",
            "借呗",
            (ANT, SAMPLE_BANK),
            "罚息",
            ("annuity", "by_days", "interest_first"),
            (1000, 80000),
            (6, 12, 24),
        ),
        Product("beiyongjin", "备用金", (ANT,), "逾期费", ("by_days",), (100, 500), (1,)),
        Product("weilidai", "微粒贷", (WEBANK,), "罚息", ("by_days",), (800, 60000), (5, 10, 20)),
        Product(
            "jd_baitiao", "京东白条", (JD,), "违约金", ("equal_fee",), (300, 12000), (3, 6, 12, 24)
        ),
        Product(
            "jd_jintiao",
            "京东金条",
            (JD,),
            "违约金",
            ("annuity", "by_days"),
            (1000, 60000),
            (3, 6, 12),
        ),
        Product(
            "generic",
            "样本贷",
            ("样本消费金融有限公司", "示例小额贷款有限公司"),
            "逾期罚息",
            ("annuity", "by_days"),
            (1000, 50000),
            (3, 6, 9, 12),
        ),
        Product(
            "meituan",
            "美团借钱",
            ("重庆美团三快小额贷款有限公司",),
            "逾期费用",
            ("annuity", "by_days"),
            (1000, 30000),
            (3, 6, 12),
        ),
        Product(
            "bank_loan",
            "个人消费贷款",
            (SAMPLE_BANK,),
            "罚息",
            ("annuity", "interest_first"),
            (10000, 200000),
            (12, 24, 36),
        ),
        Product(
            "credit_card",
            "信用卡",
            (SAMPLE_BANK + "信用卡中心",),
            "违约金",
            ("card",),
            (500, 30000),
            (1,),
        ),
    )
}
