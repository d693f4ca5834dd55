"""Messages that demand payment, conversations with service, and bills: none taken for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.store import Cache
from schemas.material import Material
from tests.sheets import Sheet, interpreted

BILLS: dict[str, list[str | tuple[str, str]]] = {
    "banner": [
        "借呗",
        "已逾期34天，请尽快还款",
        ("待还本金", "3,000.00"),
        ("利息", "120.50"),
        ("罚息", "45.20"),
        ("待还总额", "3,165.70"),
        "逾期将影响您的征信",
    ],
    "footer": [
        "借款详情",
        "样本消费金融有限公司",
        ("剩余待还", "3,165.70"),
        ("待还本金", "3,000.00"),
        ("应还利息", "120.50"),
        ("逾期罚息", "45.20"),
        "如已还款请忽略",
        "逾期未还将影响征信，可能被起诉",
        "立即还款",
    ],
    "e-statement": [
        "样本银行信用卡电子账单",
        "尊敬的张样本先生：",
        ("本期应还金额", "1,204.55"),
        ("最低还款额", "120.45"),
        ("到期还款日", "2026-11-20"),
        ("循环利息", "34.20"),
        ("违约金", "20.00"),
        "请于到期还款日前还款，如已还款请忽略",
    ],
    "service-buttons": [
        "微粒贷",
        ("剩余本金", "3,000.00"),
        ("应还利息", "120.50"),
        ("应还罚息", "45.20"),
        "已逾期15天",
        "联系客服",
        "协商还款",
        "立即还款",
    ],
    "dunned": [
        "花呗",
        ("本期应还", "643.20"),
        ("本金", "600.00"),
        ("利息", "33.20"),
        ("逾期费用", "10.00"),
        "已逾期 12 天",
        "尊敬的用户，请尽快还款，以免影响征信",
        "催收机构将联系您",
    ],
    "baitiao": [
        "白条",
        "已逾期7天",
        "立即还款可恢复额度",
        ("全部待还", "2,512.33"),
        ("本金", "2,480.00"),
        ("服务费", "28.75"),
        ("违约金", "3.58"),
        "逾期将产生违约金并影响征信",
    ],
    "my-loan": [
        "我的贷款",
        "样本银行",
        ("贷款余额", "48,000.00"),
        ("逾期本金", "2,000.00"),
        ("逾期利息", "310.20"),
        ("罚息", "40.05"),
        "请尽快还款",
        "如有疑问请联系在线客服",
    ],
    "certificate-of-debt": [
        "贷款欠款证明",
        "兹证明张样本在我行贷款，截至2026年11月1日，",
        "尚欠本金48,000.00元，利息310.20元，",
        "罚息40.05元，合计48,350.25元。",
        "特此证明。",
        "样本银行（盖章）",
    ],
    "reserve": [
        "备用金",
        ("应还金额", "506.40"),
        ("本金", "500.00"),
        ("逾期费", "6.40"),
        "到期日 2026-10-15",
        "逾期天数 32天",
        "催收提醒：请尽快还款",
    ],
    "loan-detail": [
        "借款明细",
        "当前借款已逾期",
        "为避免影响您的征信，请尽快还清",
        ("应还总额", "3,320.66"),
        ("应还本金", "3,000.00"),
        ("应还利息", "280.56"),
        ("应还罚息", "40.10"),
        "联系客服",
    ],
    "loan-statement": [
        "样本银行个人贷款对账单",
        ("截至日期", "2026-11-01"),
        ("尚欠本金", "48,000.00"),
        ("欠息", "310.20"),
        ("罚息", "40.05"),
        "若对本账单有疑问请致电客服",
    ],
    "instalment": [
        "分期账单详情",
        "第3期/共12期  已逾期",
        ("应还本金", "833.33"),
        ("应还利息", "41.20"),
        ("逾期罚息", "6.18"),
        ("应还合计", "880.71"),
        "请立即还款，避免影响个人信用",
    ],
    "small-loan": [
        "我的借款",
        "样本小贷",
        "借款金额 10,000.00",
        ("剩余本金", "6,666.64"),
        ("待还利息", "210.88"),
        ("罚息", "35.10"),
        "联系客服 协商还款 申请延期",
    ],
}

DEMANDS: dict[str, str] = {
    "sms-parts": """106900001234
        11月3日 周二 10:12
        【样本金融】尊敬的张先生，您的借款
        已逾期34天，应还本金3,000.00元，
        利息120.50元，罚息45.20元，合计
        3,165.70元，请于今日18:00前还清，
        以免影响您的征信。回T退订""",
    "letter": """催收函
        致：张样本
        截至2026年11月1日，您在我公司的借款
        尚欠本金3,000.00元，利息120.50元，
        罚息45.20元，共计3,165.70元。
        请于收到本函之日起3日内一次性还清，
        逾期我公司将依法提起诉讼。
        样本消费金融有限公司
        2026年11月2日""",
    "lawyer": """样本律师事务所
        律 师 函
        (2026)样律函字第0123号
        致：张样本先生
        本所受样本银行股份有限公司委托，就您
        拖欠信用卡欠款一事致函如下：
        截至2026年11月1日，您尚欠本金
        12,000.00元、利息1,050.20元、违约金
        300.00元。请于7日内还清，否则将提起诉讼。
        样本律师事务所
        2026年11月3日""",
    "card-reminder": """95555
        今天 09:01
        【样本银行】您尾号1234的信用卡已逾期，
        最低还款额1,204.55元，请尽快还款，
        如已还款请忽略本短信。""",
    "wechat": """样本资产 王经理
        你好，我是样本银行委外的
        你的欠款8,230.11元已经拖了62天
        今天下午三点前不处理，我们将走诉讼程序
        收到请回复""",
    "pre-suit": """诉前告知书
        张样本：
        您与样本消费金融有限公司的借款合同纠纷，
        逾期本金3,000.00元，利息及罚息165.70元，
        请于2026年11月10日前还清，否则将向
        人民法院起诉或申请仲裁。""",
    "table-notice": """逾期贷款催收通知书
        借款人：张样本
        贷款本金 逾期本金 逾期利息 罚息 合计
        30,000.00 3,000.00 120.50 45.20 3,165.70
        请您尽快还款，以免影响个人征信。
        样本银行（盖章）
        2026年11月2日""",
    "assignment": """债权转让通知书
        张样本：
        样本银行已将对您享有的债权，即本金
        3,000.00元、利息120.50元、罚息45.20元，
        依法转让给样本资产管理有限公司，
        请向受让方履行还款义务。
        2026年10月20日""",
    "due-sms": """【样本花】您本期账单1,234.56元将于
        11月20日到期，请及时还款，避免逾期
        影响征信。详询95188，拒收请回复R""",
    "sms-list": """信息
        【样本贷】您的欠款已逾期15天，请立即还款
        【样本金融】催收提醒：欠款3,215.66元至今未还
        【样本银行】请尽快处理您名下的逾期欠款
        【快递】您的包裹已到""",
    "traditional": """催收通知
        張樣本 先生：
        閣下之貸款已逾期34天，尚欠本金3,000.00元、
        利息120.50元、逾期利息45.20元，
        請於七日內清償，否則將依法起訴。""",
    "call-note": """【样本小贷】温馨提示：您在我司借款已
        严重逾期，欠款总额5,120.33元，我司将于
        今日安排外访，请您尽快联系400-000-0000
        协商处理，退订回TD""",
    "legal-desk": """短信
        +86 138 0000 0000
        张样本先生，您在样本分期的账户拖欠5期，
        累计应还6,201.30元，其中逾期费310.20元。
        案件已移交属地法务，请今日17时前结清，
        否则向户籍地村委会核实情况。""",
    "urging-letter": """敦促还款函
        张样本：
        贵方与我司签订的借款合同项下，已连续3期
        未按约还本付息，截至2026年10月31日欠付
        本金8,000.00元、利息402.11元、罚息96.50元。
        现郑重函告：请于7日内履行还款义务。
        样本小额贷款有限公司""",
    "card-46-days": """【样本银行信用卡】张样本，您卡末四位5566的
        账单已逾期46天，欠款12,004.00元，
        请立即处理。若有困难请致电4000000000。""",
    "mediation": """人民法院调解中心
        【先行调解】张样本您好，申请人样本消费金融
        就与您的金融借款纠纷申请诉前调解，标的额
        9,870.00元，请3日内联系调解员。""",
    "collector-chat": """微信
        催收员-李
        欠款本金2,000 利息88.6 滞纳金30
        今天还不上就上报征信了哈
        我们会联系你紧急联系人""",
    "overdue-reminder": """逾期提醒
        尊敬的客户，您的白条已逾期7天，
        逾期金额512.33元，产生违约金3.58元，
        请尽快还款以免影响信用。""",
    "flash-loan": """10655
        上午 8:30
        【样本云闪借】您好张样本，您的借款今日仍未到账，
        截止目前应还1,980.40元（含罚息22.10元），
        我司保留追究法律责任的权利。""",
    "limit-letter": """限期还款告知书
        张样本（身份证尾号1192）：
        你于2025年3月在我行办理个人贷款，现拖欠
        本金5,000.00元及利息、罚息合计5,320.66元，
        限你于2026年11月15日前归还。
        样本农村商业银行""",
    "mail": """邮箱
        主题：关于您信用卡逾期的重要提示
        尊敬的张样本女士：
        您名下信用卡截至11月1日透支未还
        人民币15,600.00元，已构成严重违约，
        请速与我行联系并归还欠款。""",
    "law-sms": """【样本法律咨询】张某，你涉嫌恶意拖欠，
        金额3,300.10元，明日将启动司法程序，
        如有异议请拨打0571-00000000""",
    "grace-day": """【平安样本】尊敬的用户，您分期乐账单逾期21天，
        欠款1,288.00元，今日为最后还款宽限日，
        未处理将移交第三方机构。""",
    "judicial": """短信 10680
        李先生你好，你的账户已进入司法阶段，
        涉及金额4,410.20元，速联系 021-00000000""",
    "numbered-notice": """债务催收通知
        编号：YB2026-1109
        张样本先生：截至通知日您累计欠款
        人民币9,001.50元（含本金8,200元、
        利息及罚息801.50元），请尽快归还。""",
    "card-notice": """信用卡逾期通知
        尊敬的张样本先生：
        您的信用卡已连续两期未还最低还款额，
        应还15,200.33元，请于3日内还款。
        样本银行信用卡中心""",
}

TALKS: dict[str, str] = {
    "plain": """在线客服
        2026年11月3日 10:22
        您好，请问有什么可以帮您
        我生病住院了，想申请减免利息
        已为您登记工单，工单号：GD202611030088，
        预计3-7个工作日内回复您""",
    "amounts": """我的客服
        11月3日 10:22
        我想协商还款，逾期34天，本金3,000元
        利息120.50元，罚息45.20元能减免吗
        您好，已为您提交，受理编号 20261103556677
        1-3个工作日内有专员联系您""",
    "robot": """智能客服小助手
        猜你想问
        如何申请延期还款
        转人工
        您好，客服工号1024为您服务
        请您提供身份证、诊断证明，15日内给您答复""",
    "wechat": """样本银行信用卡
        昨天 15:08
        我想申请停息挂账
        您好，您的诉求已受理，服务单号
        XY-20261102-0099，请您耐心等待，
        将在5个工作日内给您回电""",
    "refused": """95188 在线客服
        2026/11/03 09:30
        申请减免罚息
        很抱歉，经核实您的申请未通过
        工单编号：88001234567""",
    "noheader": """您好，我是人工客服，工号0137
        我因为失业想申请减免罚息
        理解您的情况，已反馈，请您在11月20日前
        留意电话，单号20261103001""",
    "douyin": """抖音月付客服
        2026-10-28 14:02
        我现在没工作，能不能停息分期
        亲，您的问题已升级，流水号202610280099887，
        48小时内专员与您联系""",
    "conversation": """与 样本金融客服 的对话
        10月30日 上午9:15
        请求减免逾期利息共计165.70元
        收到，需核实后3-5个工作日给您答复哦""",
    "call-log": """客服热线通话记录
        95017  呼出
        2026年11月5日 10:20  12分30秒
        备注：申请减免，客服工号 8871，工单 20261105-7788""",
    "feedback": """意见反馈
        反馈编号：FK2026110600321
        反馈时间：2026-11-06 18:20
        内容：申请减免罚息
        处理状态：处理中，预计7个工作日内完成""",
    "seat": """消息
        云闪付小秘书
        您好，我想问下欠款能不能申请延期
        已帮您转接人工坐席，请稍候
        坐席：您的情况已备案，备案号BA20261104-21，
        请于2个工作日内留意来电""",
    "complaint-desk": """12378 投诉平台
        投诉编号 TS2026110512345
        提交时间 2026-11-05
        投诉事项：要求减免罚息
        办理期限：15个工作日
        状态：已转交被投诉机构""",
    "meituan": """美团客服
        10:11
        我最近住院了还不上，能减点利息吗
        很理解您，麻烦上传诊断证明
        帮您记录了，三个工作日内短信通知您结果""",
    "jd": """京东金融客服
        11月2日 16:40
        客服小京：您好
        我这边失业了，罚息能免吗
        客服小京：已帮您登记，3个工作日内有专人回电，
        受理号JD20261102333""",
    "transcript": """招联客服 聊天记录
        2026-11-07
        你们能不能给我分24期
        抱歉，目前暂不支持，您可以先还一部分
        我提交个投诉吧
        好的，已生成投诉单 TS9988776655""",
    "dialled": """拨号记录
        10101030 花呗客服
        2026年11月9日 09:12 通话时长 6分
        说明：申请减免利息，答复3日内反馈""",
}


def only(name: str, rows: list[str | tuple[str, str]] | str, cache: Cache) -> tuple[Material, int]:
    sheet = Sheet(f"{name}.png", captured="")
    sheet.rows(*([row.strip() for row in rows.splitlines()] if isinstance(rows, str) else rows))
    found = interpreted([sheet], cache)
    [material] = found.materials
    return material, len(found.statements)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


ITEMISED = ("sms-parts", "letter", "table-notice")
"""Demands of the lender itself that say to the cent what the debt is made of."""


@pytest.mark.parametrize("name", [name for name in DEMANDS if name not in ITEMISED])
def test_a_demand_for_payment_is_no_bill(name: str, cache: Cache) -> None:
    material, statements = only(name, DEMANDS[name], cache)
    assert (material.kind, statements) == ("collection_message", 0)


@pytest.mark.parametrize("name", ITEMISED)
def test_a_demand_of_the_lender_that_itemises_the_debt_is_a_bill(name: str, cache: Cache) -> None:
    """Taken for a mere demand, its debt was left out of the claim without a question."""
    material, statements = only(name, DEMANDS[name], cache)
    assert (material.kind, statements) == ("bill", 1)


OWN = """息费减免申请书
        致：样本消费金融有限公司
        本人张样本，在贵公司办理借款。截至2026年11月1日，
        尚欠本金3,000.00元，利息120.50元，罚息45.20元，
        合计3,165.70元。我因住院收入减少，特申请：
        1. 减免利息120.50元；
        2. 减免罚息45.20元。
        申请人（签名）：张样本"""


def test_the_applicants_own_letter_is_no_bill_however_it_itemises(cache: Cache) -> None:
    assert only("own", OWN, cache)[0].kind == "application_letter"
    untitled = OWN.replace("息费减免申请书", "")
    assert only("own", untitled, cache)[0].kind != "bill"


@pytest.mark.parametrize("who", ["样本律师事务所", "样本资产管理有限公司", "催收员-李"])
def test_what_others_than_the_lender_itemise_is_a_demand(who: str, cache: Cache) -> None:
    text = DEMANDS["letter"].replace("样本消费金融有限公司", who)
    material, statements = only("letter", text, cache)
    assert (material.kind, statements) == ("collection_message", 0)


@pytest.mark.parametrize("name", TALKS)
def test_a_conversation_about_amounts_is_no_bill(name: str, cache: Cache) -> None:
    material, statements = only(name, TALKS[name], cache)
    assert (material.kind, statements) == ("chat_record", 0)


@pytest.mark.parametrize("name", BILLS)
def test_a_bill_that_reminds_and_offers_service_is_a_bill(name: str, cache: Cache) -> None:
    material, statements = only(name, BILLS[name], cache)
    assert (material.kind, statements) == ("bill", 1)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("plain", "2026-11-03 GD202611030088 7 working days"),
        ("amounts", "2026-11-03 20261103556677 3 working days"),
        ("robot", "- - 15 days"),
        ("wechat", "2026-11-02 XY-20261102-0099 5 working days"),
        ("refused", "2026-11-03 88001234567 -"),
        ("noheader", "2026-11-03 20261103001 2026-11-20"),
        ("douyin", "2026-10-28 202610280099887 48 hours"),
        ("conversation", "10-30 - 5 working days"),
        ("complaint-desk", "2026-11-05 TS2026110512345 -"),
    ],
)
def test_the_request_its_ticket_and_the_promised_reply(name: str, facts: str, cache: Cache) -> None:
    fields = only(name, TALKS[name], cache)[0].fields
    reply = fields.get("reply_by") or fields.get("reply_within")
    said = [fields.get("asked_on"), fields.get("ticket"), reply]
    assert " ".join(value.value if value else "-" for value in said) == facts
