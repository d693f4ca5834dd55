"""The money: every amount of every bill beside its picture, and the sums that are asked for."""

from __future__ import annotations

from decimal import Decimal

from pipeline.plan.words import payments_words
from pipeline.report.markup import Html, el, joined
from pipeline.report.view import View, badge, image, is_one_place, section
from pipeline.report.words import COMPONENTS, PERIODS, STATUSES, money
from schemas.evidence import Amount, Status
from schemas.source import PageRef
from schemas.statement import Arithmetic, Parts, Period, Statement

ASKED = ("interest", "penalty", "late_fees", "fees")
TONES = {Status.VERIFIED: "good", Status.READ: "calm", Status.DOUBTFUL: "bad"}
SUMS = {"total": "各项相加", "periods": "各期相加", "interest": "利息验算", "penalty": "罚息验算"}
LONG_SUM = 40
"""Characters of a sum beyond which its addends are only counted."""
ZERO = Decimal(0)


def totals_section(view: View) -> Html:
    """What is asked for, debt by debt, and the plan that goes with it."""
    claim = view.claim
    asked = [name for name in ASKED if name != "fees" or claim.fees]
    rows = [_debt_row(view, statement, asked) for statement in view.facts.claimed]
    names = ("债务", *(COMPONENTS[name] for name in asked), "小计")
    head = el("tr", *(el("th", name, cls="num" if place else None)
                      for place, name in enumerate(names)))  # fmt: skip
    sums = [(COMPONENTS[name], getattr(claim, name)) for name in asked]
    foot = el("tr", el("td", "合计"), *(_number(name, value) for name, value in sums),
              _number("小计", claim.total))  # fmt: skip
    table = el("table", el("thead", head), el("tbody", *rows), el("tfoot", foot), cls="stack")
    return section("totals", "申请金额", _totals_note(view), table, _plan(view), _excluded(view))


def _totals_note(view: View) -> str:
    claim, asked = view.claim, view.facts.asked
    if not claim.lines:
        return "还没有读到可以申请减免的金额。"
    told = claim.interest and claim.dated
    part = f"其中利息已到期 {money(claim.interest_overdue)} 元" if told else ""
    fees = "" if claim.fees else "手续费没有列入诉求的不计。"
    less = f"申请减免其中 {money(asked.total)} 元" if asked.total != claim.total else ""
    said = "".join(f"{words}。" for words in (part, less) if words)
    return f"单位：元。每笔债务取最新的一张，每期只计一次。{said}{fees}"


def _debt_row(view: View, statement: Statement, asked: list[str]) -> Html:
    lines = [line for line in view.claim.lines if line.statement == statement.id]
    exhibits = "、".join(dict.fromkeys(f"证据{line.exhibit}" for line in lines if line.exhibit))
    sums = {name: sum((getattr(line, name) for line in lines), ZERO) for name in asked}
    named = el("td", el("a", statement.title, href=f"#{statement.id}"), Html(" "),
               el("span", exhibits, cls="faint"))  # fmt: skip
    cells = (_number(COMPONENTS[name], value) for name, value in sums.items())
    return el("tr", named, *cells, _number("小计", sum(sums.values(), ZERO)))


def _number(label: str, value: Decimal) -> Html:
    return el("td", money(value), cls="num" if value else "num faint", data_label=label)


def _plan(view: View) -> Html | None:
    """Income, spending and the instalments offered, in a sentence."""
    plan = view.facts.repayment
    if not plan.instalments:
        if plan.nothing_left:
            return el("p", "还款计划：申请的息费减免后没有剩余款项要还。", cls="note")
        return el("p", f"还款计划：还没有。{'；'.join(plan.unknown)}", cls="note")
    dues = [row.due for row in plan.instalments]
    left = f"每月可用于还款 {money(plan.disposable)} 元，" if plan.disposable is not None else ""
    paid = payments_words(tuple(row.payment for row in plan.instalments), _yuan)
    whole = f"，应还总额 {money(plan.to_repay)} 元。"
    words = f"还款计划：{left}共 {len(dues)} 期，{min(dues)} 至 {max(dues)}，{paid}{whole}"
    hints = el("ul", *(el("li", hint) for hint in plan.hints), cls="plain") if plan.hints else None
    return joined((el("p", words, cls="note"), hints))


def _yuan(amount: Decimal) -> str:
    return f" {money(amount)} 元"


def _excluded(view: View) -> Html | None:
    names = {statement.id: statement.title for statement in view.case.statements}
    rows = [
        el("li", badge("不计入", "none"), Html(" "),
           el("a", names.get(entry.statement, entry.statement), href=f"#{entry.statement}"),
           f"：{entry.message}")
        for entry in view.claim.excluded
    ]  # fmt: skip
    return el("ul", *rows, cls="plain") if rows else None


def debts_section(view: View) -> Html | None:
    """Every statement: those of the claim first, then what was left out and why."""
    if not view.case.statements:
        return None
    out = {entry.statement: entry.message for entry in view.claim.excluded}
    inside = [found for found in view.case.statements if found.id not in out]
    outside = [found for found in view.case.statements if found.id in out]
    note = (
        "左边是程序读到的数，下面是它在原图上的样子。已核对：两次读数一致且验算得上，或由人确认；"
        "已读：读数一致而页面无法验算，或第二次没读准而合计分毫不差；存疑：请对照原图。"
    )
    cards = [_debt(view, found, "") for found in inside]
    cards += [_debt(view, found, out[found.id]) for found in outside]
    return section("debts", "逐笔核对", note, *cards)


def _debt(view: View, statement: Statement, left_out: str) -> Html:
    state = badge("不计入", "none") if left_out else None
    review = badge("有存疑的金额", "bad") if statement.needs_review else None
    lender = statement.lender if statement.lender != statement.title else ""
    return el(
        "article",
        el("div", el("h3", statement.title), el("span", lender, cls="lead"), state, review,
           cls="head"),
        el("p", left_out, cls="note") if left_out else None,
        _meta(view, statement),
        _parts(view, "待还", statement.outstanding),
        _sums(statement),
        _periods(view, statement),
        _parts(view, "已还（不计入）", statement.paid),
        cls="debt out" if left_out else "debt",
        id=statement.id,
    )  # fmt: skip


def _meta(view: View, statement: Statement) -> Html:
    told = [f"截至 {statement.as_of}" if statement.as_of else "页面没有日期"]
    if statement.overdue_days is not None:
        told.append(f"逾期 {statement.overdue_days} 天")
    if statement.daily_rate is not None:
        told.append(f"日利率 {statement.daily_rate * 100:f}%")
    if statement.annual_rate is not None:
        told.append(f"年利率 {(statement.annual_rate * 100).normalize():f}%")
    if statement.holder:
        told.append(f"户名 {statement.holder.value}")
    if statement.currency != "CNY":
        told.append(f"币种 {statement.currency}")
    told += statement.notes
    links = (view.link(ref) for ref in statement.pages)
    return el("div", *(el("span", text) for text in told), *links, cls="meta")


def _parts(view: View, title: str, parts: Parts) -> Html | None:
    stated = parts.stated()
    if not stated:
        return None
    cards = (_amount(view, COMPONENTS[name], amount) for name, amount in stated)
    return joined((el("p", title, cls="faint"), el("div", *cards, cls="amounts")))


def _amount(view: View, label: str, amount: Amount) -> Html:
    return el(
        "div",
        el("div", label, badge(STATUSES[amount.status], TONES[amount.status]), cls="top"),
        el("b", money(amount.value)),
        _crop(view, amount),
        _readers(amount),
        cls=f"amount {amount.status}",
    )


def _crop(view: View, amount: Amount) -> Html | None:
    if not is_one_place(amount):
        return None
    ref = PageRef(path=amount.evidence.path, page=amount.evidence.page)
    picture = view.pictures.crops.get((ref, amount.evidence.box))
    if picture is None:
        return None
    return image(picture, f"原图：{amount.evidence.text}", 2)


def _readers(amount: Amount) -> Html:
    """What each reader made of it; texts that differ stand out."""
    if not amount.readings:
        return el("div", _origin(amount), cls="readers")
    texts = [reading.text for reading in amount.readings]
    apart = amount.status is Status.DOUBTFUL and len(set(texts)) > 1
    told = (
        el("span", f"{_engine(reading.engine)} {reading.text}", cls="apart" if apart else None)
        for reading in amount.readings
    )
    parts = [part for one in told for part in (one, Html("　"))][:-1]
    return el("div", *parts, cls="readers")


def _origin(amount: Amount) -> str:
    """Where an amount comes from that no reader was asked about: its text, or a sum over rows."""
    text = amount.evidence.text
    if is_one_place(amount):
        return f"原文 {text}"
    return f"由 {text.count('+') + 1} 个数相加得出" if len(text) > LONG_SUM else f"相加得出 {text}"


def _engine(name: str) -> str:
    """A short name: "rapidocr-openvino" is the first reader, "tesseract" the second."""
    known = {
        "rapidocr": "一读",
        "text+": "文字层或一读",
        "text": "文字层",
        "tesseract": "二读",
        "person": "人工",
    }
    return next((word for key, word in known.items() if name.lower().startswith(key)), name)


def _sums(statement: Statement) -> Html | None:
    """Sums that do not close, one by one; those that do, counted."""
    rows = [_open_sum(found) for found in statement.arithmetic if not found.closes]
    fine = [found for found in statement.arithmetic if found.closes]
    if fine:
        shapes = "；".join(dict.fromkeys(found.shape for found in fine if found.shape))
        told = f"（{shapes}）" if shapes else ""
        rows.append(el("div", f"✓ {len(fine)} 处验算相符{told}"))
    return el("div", *rows, cls="sums") if rows else None


def _open_sum(found: Arithmetic) -> Html:
    name = SUMS.get(found.kind, found.kind)
    suspect = f"，可能读错：{found.suspect}" if found.suspect else ""
    shown, computed = money(found.shown), money(found.computed)
    told = f"✗ {found.where} 显示 {shown}，{name} {computed}，不符{suspect}"
    return el("div", told, cls="bad")


def _periods(view: View, statement: Statement) -> Html | None:
    if not statement.periods:
        return None
    names = [name for name in COMPONENTS
             if any(getattr(period, name) for period in statement.periods)]  # fmt: skip
    titles = ("期次", "还款日", "状态", *(COMPONENTS[name] for name in names))
    head = el("thead", el("tr", *(el("th", title) for title in titles)))
    rows = (_period(view, period, names) for period in statement.periods)
    table = el("table", head, el("tbody", *rows), cls="stack periods")
    return el("div", table, cls="scroll")


def _period(view: View, period: Period, names: list[str]) -> Html:
    number = f"第 {period.index} 期" if period.index else "—"
    of = f" / {period.of}" if period.index and period.of else ""
    state = PERIODS[period.status] if period.status else "—"
    return el(
        "tr",
        el("td", f"{number}{of}"),
        el("td", str(period.due or "—"), data_label="还款日"),
        el("td", state, data_label="状态"),
        *(_cell(view, COMPONENTS[name], getattr(period, name)) for name in names),
    )


def _cell(view: View, label: str, amount: Amount | None) -> Html:
    if amount is None:
        return el("td")
    return el(
        "td",
        el("b", money(amount.value)),
        Html(" "),
        el("span", STATUSES[amount.status], cls=f"mark {amount.status}"),
        _crop(view, amount),
        _readers(amount),
        cls=f"cell {amount.status}",
        data_label=label,
    )
