"""What a page is: one short text for every kind of paper, and those that look like another."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store import Cache
from schemas.casefile import Assign
from schemas.material import Material
from tests.sheets import Sheet, catalogue, interpreted

PAPERS: dict[str, str] = {
    "id_card_front": """姓名 张样本
        性别 男 民族 汉
        出生 1994年8月29日
        住址 北京市样本区示例大街75号
        公民身份号码 110199199408291192""",
    "id_card_back": """中华人民共和国
        居民身份证
        签发机关 北京市公安局样本分局
        有效期限 2023.03.13-2043.03.13""",
    "household_register": """居民户口簿
        户别 非农业家庭户 户主姓名 张样本
        户号 000012345
        住址 某省某市某路1号""",
    "diagnosis": """样本市第一人民医院
        疾病诊断证明书
        姓名：张样本 性别：男 年龄：32岁
        科别：骨科 门诊号：MZ1739230
        临床诊断：腰椎间盘突出症
        处理意见：建议休息三个月
        医师：范医师""",
    "discharge_summary": """样本市第一人民医院
        出院小结
        入院日期：2026-06-08 出院日期：2026-06-22
        入院诊断：腰椎间盘突出症
        诊疗经过：完善检查后手术
        出院诊断：腰椎间盘突出症
        出院医嘱：卧床休息""",
    "inpatient_record": """样本市第一人民医院
        入院记录
        姓名：张样本 住院号：ZY9730000
        入院时间：2026-06-08
        主诉：腰痛伴活动受限一周
        现病史：患者一周前无明显诱因出现腰痛
        既往史：否认高血压病史""",
    "medical_fee_list": """住院费用清单
        姓名：张样本 住院号：ZY9730000
        项目名称 规格 单价 数量 金额
        床位费 50.00 14 700.00
        护理费 30.00 14 420.00
        西药费 1,288.50
        合计：2,408.50""",
    "medical_receipt": """医疗住院收费票据（电子）
        票据代码：11060126 票据号码：0012345678
        交款人：张样本
        医保统筹基金支付：4,777.74
        个人自付：3,909.06
        金额合计（小写）8,686.80""",
    "termination_certificate": """解除劳动合同证明书
        兹证明李样例（身份证号：110199199710115982）
        原系我单位职工，劳动合同于2026年7月31日解除
        离职手续已办理完毕
        样本制造有限公司（盖章）""",
    "unemployment_registration": """失业登记证明
        姓名：李样例 身份证号：110199199710115982
        失业时间：2026-07-31
        失业原因：单位裁员
        样本区公共就业服务中心""",
    "unemployment_benefit": """失业保险金领取证明
        姓名：李样例
        领取期限：2026年9月至2027年8月
        失业保险待遇每月1,800.00元""",
    "income_certificate": """收入证明
        兹证明张样本（身份证号：110199199408291192）
        系我单位正式职工，目前月收入为人民币5,200.00元（税后）
        特此证明
        样本制造有限公司（盖章）""",
    "payslip": """样本制造有限公司2026年9月工资条
        姓名 基本工资 加班费 应发工资 个税 实发工资
        王范例 4400.70 700.00 5300.70 38.20 4650.00""",
    "bank_statement": """样本银行股份有限公司交易流水明细清单
        户名：张样本 账号：6200000000000000
        起止日期：2026-05-16至2026-11-15
        交易日期 摘要 对方户名 收入 支出 余额
        2026-06-10 代发工资 样本制造有限公司 5,200.00 6,893.38
        2026-06-14 消费 样本超市 36.47 6,856.91""",
    "social_insurance": """社会保险参保缴费证明
        姓名：张样本 参保单位：样本制造有限公司
        险种 缴费年月 缴费基数 单位缴费 个人缴费
        养老保险 202609 5,000.00 800.00 400.00""",
    "credit_report": """个人信用报告
        报告编号：2026111600001234567890 报告时间：2026-11-16
        姓名：张样本
        信贷记录 信息概要
        五级分类 正常 当前逾期期数 0
        中国人民银行征信中心""",
    "death_certificate": """居民死亡医学证明（推断）书
        死者姓名 张老样 性别 男
        死亡日期 2026年3月12日 死亡地点 医院
        根本死亡原因 心肌梗死""",
    "divorce_document": """离婚证
        持证人 张样本 登记日期 2026年3月12日
        离婚证字号 L110199-2026-000123
        婚姻登记机关""",
    "kinship_proof": """亲属关系证明
        兹证明张样本与张老样系父子关系
        特此证明
        样本社区居民委员会（盖章）""",
    "disaster_certificate": """受灾证明
        兹证明我村村民张样本家于2026年7月20日遭受暴雨洪水
        房屋受损，灾情属实
        样本村村民委员会（盖章）""",
    "lease": """房屋租赁合同
        出租方（甲方）：某房东
        承租方（乙方）：张样本
        租赁期限：2026年1月1日至2026年12月31日
        租金每月1,200.00元，押金1,200.00元""",
    "traffic_accident": """道路交通事故认定书
        事故时间：2026年3月12日 事故地点：样本路口
        当事人：张样本
        甲方负事故全部责任，张样本无事故责任
        样本市公安局交通警察支队""",
    "case_filing": """受案回执
        张样本：
        你于2026年7月22日报称的被诈骗一案我单位已受理（受案登记表文号为样公受案字〔2026〕12号）。
        办案单位：样本市公安局样本派出所
        特此告知。
        2026年7月22日""",
    "labour_arbitration": """样本市劳动人事争议仲裁委员会
        仲裁调解书
        样劳人仲案〔2026〕471号
        申请人：张样本，身份证号码110101199003071006
        被申请人：样本科技有限公司
        申请人因被申请人拖欠工资争议向本委申请仲裁。经调解，双方达成协议：
        一、被申请人确认拖欠申请人工资21,600.00元，于2027年6月30日前付清；
        二、双方劳动关系于2026年8月10日协商解除。
        仲裁员：某某 书记员：某某
        2026年8月10日""",
    "business_closure": """个体工商户准予注销登记通知书
        张样本：
        你（经营者：张样本，身份证号码：110101199003071006）申请注销登记的个体工商户样本区示例小吃店，
        提交的申请材料齐全，符合法定形式，我局决定准予注销登记。
        注销日期：2026年7月31日。
        注销原因：经营不善，停止经营。
        样本区市场监督管理局""",
    "hardship_certificate": """证 明
        兹有我社区居民张样本，身份证号110101199003071006，家住样本路12号。
        因店铺停业，目前无固定收入，家庭生活困难，情况属实。
        特此证明
        样本市样本区样本社区居民委员会
        2026年11月3日""",
    "pay_cut_notice": """关于薪酬调整的通知
        各部门、全体员工：
        因订单减少、经营困难，自2026年8月1日起，岗位工资下调40%，实行轮岗轮休。
        特此通知
        样本科技有限公司人力资源部
        2026年7月28日""",
    "disability_certificate": """中华人民共和国残疾人证
        姓名：张样本 性别：男
        残疾类别：肢体 残疾等级：二级
        监护人：无
        签发日期：2026年6月18日 有效期：10年
        批准机关：样本市残疾人联合会""",
    "minimum_living": """最低生活保障证
        保障对象：张样本
        保障金额：每月800.00元
        样本区民政局""",
    "loan_contract": """个人消费贷款合同
        贷款人：重庆蚂蚁消费金融有限公司
        借款人：张样本
        贷款利率：日利率0.05% 罚息利率：贷款利率上浮50%
        借款用途：日常消费 贷款期限：12个月""",
    "cost_disclosure": """个人贷款综合融资成本明示表
        借款人：张样本
        息费项目 收取主体 金额 年化
        年化综合融资成本：18.25%""",
    "repayment_record": """还款成功
        还款金额 643.20
        还款时间 2026-07-27 09:30:11
        还款方式 主动还款""",
    "chat_record": """在线客服
        您好，请问有什么可以帮您
        我想协商还款
        已为您转人工，客服工号1024
        已为您创建工单""",
    "collection_message": """短信/信息
        【样本金融】尊敬的客户，您的借款已逾期34天
        请立即还款，逾期未还将影响征信，如已还款请忽略
        回T退订""",
    "hardship_statement": """情况说明
        本人李样例，因公司裁员失业，家庭困难
        目前无力偿还全部欠款
        特此说明
        说明人：李样例""",
    "application_letter": """息费减免申请书
        重庆蚂蚁消费金融有限公司：
        申请人：张样本
        申请事项：恳请减免罚息与利息
        此致
        敬礼""",
    "repayment_plan": """还款计划表
        期次 还款日 计划还款 资金来源
        1 2026-12-10 500.00 工资
        本人承诺按期还款""",
    "transaction_export": """支付宝交易记录明细查询
        导出信息：
        导出交易类型：[全部]
        特别提示：本回单内容可表明支付宝受理了相应交易
        交易时间,交易分类,收/付款方式,交易订单号,商家订单号""",
    "labour_contract": """劳动合同书
        甲方（用人单位）：样本制造有限公司
        乙方（劳动者）：李样例
        试用期三个月
        劳动报酬每月4,800.00元""",
    "employment_certificate": """在职证明
        兹证明张样本自2020年3月入职我公司
        现仍在职
        样本制造有限公司（盖章）""",
    "resignation_request": """离职申请书
        尊敬的领导：
        本人因个人原因提出辞职
        申请人：李样例""",
    "lab_report": """样本市第一人民医院检验报告单
        姓名：张样本 标本：血清
        检验项目 结果 参考范围 单位
        谷丙转氨酶 25 9-50 U/L
        检验者：某某 审核者：某某""",
    "prescription": """样本市第一人民医院处方笺
        姓名：张样本
        Rp 布洛芬缓释胶囊 0.3g
        用法：一次一粒 一日两次
        药师：某某 调配：某某""",
    "cremation_certificate": """火化证明
        死者张老样的遗体已于2026年3月15日火化
        样本市殡仪馆""",
    "social_card": """中华人民共和国社会保障卡
        姓名 张样本
        社会保障号码 110199199408291192
        发卡日期 2020年1月""",
    "credit_score": """芝麻信用
        芝麻分 720
        信用优秀""",
    "business_licence": """营业执照
        统一社会信用代码 91110000000000000X
        名称 样本制造有限公司
        注册资本 壹佰万元整 法定代表人 某某
        经营范围 机械制造""",
    "invoice": """电子发票（普通发票）
        发票号码：26112000000012345678 开票日期：2026年11月1日
        购买方 销售方 纳税人识别号
        价税合计（小写）¥113.00""",
    "bill": """借呗
        剩余待还 1,016.80
        本金 1,000.00
        利息 12.30
        罚息 4.50
        已逾期34天""",
}

NEVER_BILLS: dict[str, str] = {
    "rate_table": """贷款利率表
        期限 年利率
        六个月以内 4.35%
        一年以内 4.35%
        罚息利率 上浮50%""",
    "ledger": """总分类账
        科目 借方 贷方 余额
        应付利息 12.30 500.00
        应付账款 1,000.00 2,000.00""",
    "article": """如何向平台申请减免利息和罚息
        阅读原文
        很多朋友问，逾期之后罚息12.30元能不能减免
        本金1,000.00元，利息12.30元，都可以协商
        公众号""",
    "menu": """样本家常菜馆·菜单
        鱼香肉丝 ¥15.00
        宫保鸡丁 ¥42.00
        合计 ¥57.00
        订餐电话010-00000000""",
    "shop receipt": """样本超市购物小票
        商品 数量 金额
        牛奶 2 12.00
        合计 12.00
        支付成功""",
    "advertisement": """新人专享
        最高可借200,000.00元
        日利率低至0.02%
        立即领取""",
    "balance": """我的余额宝
        总金额 5,000.00
        昨日收益 0.35
        转入 转出""",
}


def sheet_of(text: str, path: str = "page.png") -> Sheet:
    """Lines from the top down; words of a line apart by spaces stand apart, as columns do."""
    sheet = Sheet(path, captured="")
    for number, words in enumerate(text.splitlines()):
        y = 120 + 100 * number
        parts = words.strip().split(" ")
        for place, part in enumerate(parts):
            sheet.at(60 + place * (960 // len(parts)), y, part, 26 if len(parts) > 4 else 36)
    return sheet


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def kinds(cache: Cache, *texts: str, assign: tuple[Assign, ...] = ()) -> list[Material]:
    sheets = [sheet_of(text, f"{number}.png") for number, text in enumerate(texts)]
    return list(interpreted(sheets, cache, assign=assign).materials)


def test_every_kind_of_the_catalogue_has_its_text_here() -> None:
    assert set(PAPERS) == set(catalogue().materials) - {"unknown"}


@pytest.mark.parametrize("kind", PAPERS)
def test_papers_are_known_by_what_stands_on_them(kind: str, cache: Cache) -> None:
    [material] = kinds(cache, PAPERS[kind])
    assert material.kind == kind
    assert 0 < material.confidence <= 1


@pytest.mark.parametrize("name", NEVER_BILLS)
def test_pages_with_amounts_that_are_no_bill(name: str, cache: Cache) -> None:
    [material] = kinds(cache, NEVER_BILLS[name])
    assert material.kind != "bill"


@pytest.mark.parametrize(
    ("kind", "near"),
    [
        ("termination_certificate", "labour_contract"),
        ("labour_contract", "termination_certificate"),
        ("termination_certificate", "resignation_request"),
        ("income_certificate", "employment_certificate"),
        ("diagnosis", "lab_report"),
        ("diagnosis", "prescription"),
        ("id_card_front", "social_card"),
        ("credit_report", "credit_score"),
        ("death_certificate", "cremation_certificate"),
        ("bank_statement", "transaction_export"),
        ("income_certificate", "hardship_certificate"),
        ("termination_certificate", "hardship_certificate"),
        ("disaster_certificate", "hardship_certificate"),
        ("minimum_living", "hardship_certificate"),
        ("disability_certificate", "hardship_certificate"),
        ("disability_certificate", "id_card_back"),
        ("kinship_proof", "hardship_certificate"),
        ("hardship_certificate", "income_certificate"),
        ("hardship_certificate", "disaster_certificate"),
        ("payslip", "pay_cut_notice"),
        ("termination_certificate", "pay_cut_notice"),
        ("chat_record", "pay_cut_notice"),
        ("pay_cut_notice", "chat_record"),
    ],
)
def test_lookalikes_do_not_even_come_close(kind: str, near: str, cache: Cache) -> None:
    """解除劳动合同证明 holds the words 劳动合同, and is none."""
    [material] = kinds(cache, PAPERS[kind])
    assert near not in material.claimants


CERTIFICATES_OF_THE_COMMUNITY = {
    "burnt out": (
        """火灾事故证明
        2026年9月2日凌晨3时许，样本路7号（居民：张样本，身份证号：110101199003071006）因电气线路故障
        发生火灾，过火面积约35平方米，烧毁家具，无人员伤亡。当事人申报直接财产损失约46,000元。
        特此证明。
        样本区消防救援大队""",
        "disaster_certificate",
    ),
    "flooded": (
        """受灾证明
        兹有我村村民张样本（身份证号码：110101199003071006），家庭常住人口三人。
        2026年7月2日突遇暴雨，该户房屋进水，家庭生活困难，损失约48000元。
        经村委会入户核实，灾情属实。特此证明。
        样本村村民委员会""",
        "disaster_certificate",
    ),
    "no more income": (
        """证　明
        兹证明张样本系我社区居民，原经营小吃店，2026年6月停业后无固定收入，家庭困难，情况属实。
        特此证明。
        样本街道样本社区居民委员会""",
        "hardship_certificate",
    ),
    "what he earns": (
        """收入证明
        兹证明张样本系我社区居民，在社区从事保洁，月收入2600元。特此证明。
        样本社区居民委员会""",
        "income_certificate",
    ),
    "whose child": (
        """亲属关系证明
        兹证明张样本与张样父系父子关系，均为我村村民，情况属实。特此证明。
        样本村村民委员会""",
        "kinship_proof",
    ),
}


@pytest.mark.parametrize("name", CERTIFICATES_OF_THE_COMMUNITY)
def test_what_the_community_certifies_is_told_apart(name: str, cache: Cache) -> None:
    text, kind = CERTIFICATES_OF_THE_COMMUNITY[name]
    [material] = kinds(cache, text)
    assert material.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("样本", id="one word"),
        pytest.param("今天天气很好\n我们去公园玩", id="talk"),
        pytest.param(NEVER_BILLS["menu"], id="menu"),
        pytest.param("证明\n兹证明", id="a certificate of nobody knows what"),
    ],
)
def test_what_cannot_be_told_is_unknown(text: str, cache: Cache) -> None:
    [material] = kinds(cache, text)
    assert material.kind == "unknown"


def test_a_page_between_two_kinds_is_unknown_and_lists_both(cache: Cache) -> None:
    [material] = kinds(cache, "处方笺\n检查报告单\n检查所见" + "\n样本" * 6)
    assert material.kind == "unknown"
    assert set(material.claimants) == {"prescription", "lab_report"}


def test_a_word_of_a_person_outranks_the_program(cache: Cache) -> None:
    assign = (Assign(file="0.png", material="lease"),)
    [material] = kinds(cache, PAPERS["diagnosis"], assign=assign)
    assert (material.kind, material.confidence, material.assigned) == ("lease", 1.0, True)


def test_a_person_may_speak_of_some_pages_only(cache: Cache) -> None:
    sheets = [sheet_of(PAPERS["diagnosis"], "a.pdf"), sheet_of(PAPERS["lease"], "a.pdf")]
    sheets[1].page = 2
    assign = [Assign(file="a.pdf", pages=(2,), material="kinship_proof")]
    found = interpreted(sheets, cache, assign=assign).materials
    assert [material.kind for material in found] == ["diagnosis", "kinship_proof"]


@pytest.mark.parametrize("kind", ["termination_certificate", "diagnosis", "income_certificate"])
def test_traditional_characters_change_nothing(kind: str, cache: Cache) -> None:
    import zhconv

    [material] = kinds(cache, zhconv.convert(PAPERS[kind], "zh-hant"))
    assert material.kind == kind


def test_pages_of_one_paper_are_one_material(cache: Cache) -> None:
    sheets = [
        sheet_of(PAPERS["bank_statement"], "a.pdf"),
        sheet_of("2026-06-22 消费 51.59", "a.pdf"),
    ]
    sheets[1].page = 2
    [material] = interpreted(sheets, cache).materials
    assert [ref.page for ref in material.pages] == [1, 2]


def test_two_papers_in_one_file_are_two_materials(cache: Cache) -> None:
    sheets = [sheet_of(PAPERS["id_card_front"], "a.pdf"), sheet_of(PAPERS["id_card_back"], "a.pdf")]
    sheets[1].page = 2
    found = interpreted(sheets, cache).materials
    assert [(one.id, one.kind) for one in found] == [
        ("m1", "id_card_front"),
        ("m2", "id_card_back"),
    ]


def test_the_same_kind_in_two_files_is_two_materials(cache: Cache) -> None:
    found = kinds(cache, PAPERS["payslip"], PAPERS["payslip"])
    assert [material.kind for material in found] == ["payslip", "payslip"]


def test_a_row_of_a_statement_does_not_make_it_the_paper_the_row_names(cache: Cache) -> None:
    sheet = Sheet().rows(
        ("样本农商银行", "账户历史明细"), ("客户姓名", "张样本"),
        ("记账日期", "交易摘要", "支出", "收入", "余额", "对手信息"),
        ("2026/10/18", "失业保险金", "", "2,124.00", "3,058.63", "社会保险基金管理局"),
        ("2026/10/22", "消费", "52.83", "", "2,982.40", "快捷支付"),
    )  # fmt: skip
    found = interpreted([sheet], cache).materials
    assert [(paper.kind, paper.also) for paper in found] == [("bank_statement", ())]


def test_an_award_on_a_loan_is_no_labour_arbitration(tmp_path: Path) -> None:
    sheet = sheet_of("""样本仲裁委员会
        仲裁裁决书
        申请人：样本小额贷款有限公司
        被申请人：张样本，身份证号码110101199003071006
        申请人与被申请人签订借款合同，被申请人未按约还款。
        裁决被申请人偿还借款本金12,000.00元、利息860.00元、罚息212.00元。
        仲裁员：某某 书记员：某某""")
    [paper] = interpreted([sheet], Cache(tmp_path)).materials
    assert paper.kind != "labour_arbitration"


PENSION = """样本市城镇职工基本养老保险
    养老金领取证明
    兹证明张样本，男，公民身份号码110101199001010015，于2026年3月办理
    退休手续，自2026年3月起按月领取基本养老金，目前每月养老金为人民币
    3,126.40元，由样本银行代发。
    特此证明。
    样本市社会保险事业管理局"""


def test_a_certificate_of_a_pension_tells_the_income(cache: Cache) -> None:
    [material] = kinds(cache, PENSION)
    assert material.kind == "income_certificate"
    assert material.fields["monthly_income"].value == "3126.40"
