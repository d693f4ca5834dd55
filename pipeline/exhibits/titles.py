"""The words of the exhibit index: title, purpose, origin, form, note, watermark."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pipeline.names import Match, match_names
from schemas.case import Case
from schemas.catalogue import Catalogue
from schemas.claim import Claim
from schemas.material import Material
from schemas.source import PageRef
from schemas.statement import Statement

FORMS = {"screenshot": "截图", "photo": "照片", "scan": "扫描件", "electronic": "电子件"}
PERIOD_FIELDS = ("pay_month", "period")
ISSUERS = ("employer", "hospital", "authority", "issuer")
NAMED_LENDERS = 2
"""More lenders than this are counted, not named, in a watermark."""


def day_text(day: date) -> str:
    """2026年11月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def exhibits_text(numbers: Iterable[str]) -> str:
    """证据1-1、证据1-2."""
    return "、".join(f"证据{number}" for number in numbers)


def yuan_text(amount: Decimal) -> str:
    """1,234.56元."""
    return f"{amount:,.2f}元"


class Describer:
    """What the index says about a paper. Facts only from the case, claim and catalogue."""

    def __init__(self, case: Case, claim: Claim, catalogue: Catalogue) -> None:
        self._case = case
        self._claim = claim
        self._catalogue = catalogue
        self._materials = {material.id: material for material in case.materials}
        self._statements: dict[PageRef, list[Statement]] = {}
        for statement in case.statements:
            for ref in statement.pages:
                self._statements.setdefault(ref, []).append(statement)

    def title(self, kind: str, material: str, pages: tuple[PageRef, ...]) -> str:
        """诊断证明书; 花呗账单（截至2026年11月1日）; 工资条（2026-09）; 未归类页（IMG_1.JPG）."""
        if kind == "unknown":
            return f"未归类页（{pages[0].path}）"
        name = "、".join((self._name(kind, pages), *self._others(material, pages)))
        detail = self._detail(kind, self._materials.get(material), pages)
        return f"{name}（{detail}）" if detail else name

    def short(self, kind: str, material: str, pages: tuple[PageRef, ...]) -> str:
        """The name inside a file name."""
        if kind == "unknown":
            return "未归类页"
        names = (self._name(kind, pages), *self._others(material, pages))
        return "".join(name.removeprefix("身份证") or "身份证" for name in names)

    def purpose(self, kind: str, material: str, pages: tuple[PageRef, ...]) -> str:
        """What a paper is there for; the illness of a relative is not the applicant's."""
        found, own = self._materials.get(material), self._case.applicant.name
        name = found.fields.get("name") if found else None
        if kind == "diagnosis" and name and own and match_names(name.value, own) is Match.DIFFERENT:
            return f"证明申请人的家人{name.value}患病，造成还款困难"
        known = self._catalogue.materials.get(kind)
        purpose = known.purpose if known else ""
        if kind != "bill":
            return purpose or ("待申请人说明" if kind == "unknown" else "")
        return self._debt_purpose(pages) or purpose

    def origin(self, kind: str, material: str, pages: tuple[PageRef, ...]) -> str:
        for statement in self._of(pages):
            lender = self._catalogue.lenders.get(statement.product_id)
            if lender and lender.platform:
                return (
                    f"{lender.platform}（申请人本人账户）"
                    if self._own(statement)
                    else lender.platform
                )
            return statement.lender or "贷款机构页面"
        found = self._materials.get(material)
        for field in ISSUERS if found else ():
            if found and field in found.fields:
                return found.fields[field].value
        return "申请人提供"

    def form(self, forms: tuple[str, ...]) -> str:
        return "、".join(FORMS.get(form, form) for form in forms)

    def note(self, pages: tuple[PageRef, ...], repeats: int) -> str:
        """Why a bill is not claimed, and how many copies were left out."""
        ids = {statement.id for statement in self._of(pages)}
        notes = [entry.message for entry in self._claim.excluded if entry.statement in ids]
        if repeats:
            notes.append(f"另有重复件{repeats}页，未重复列入")
        return "；".join(dict.fromkeys(notes))

    def watermark(self, kind: str, material: str) -> str:
        """仅供张样本向某公司申请息费减免使用，他用无效 2026-11-21.

        Only on proofs of identity, and on what may be one though nobody is sure.
        """
        found = self._materials.get(material)
        kinds = found.kinds if found else (kind,)
        if found and kind == "unknown":
            kinds = found.claimants
        catalogue = self._catalogue.materials
        known = [catalogue[name] for name in kinds if name in catalogue]
        if not any(each.group == "identity" for each in known):
            return ""
        name = self._case.applicant.name or "本人"
        return f"仅供{name}向{self._recipients()}申请息费减免使用，他用无效 {self._case.today}"

    def _recipients(self) -> str:
        claimed = {line.statement for line in self._claim.lines}
        found = list(
            dict.fromkeys(
                statement.lender
                for statement in self._case.statements
                if statement.id in claimed and statement.lender
            )
        )
        if not found:
            return "贷款机构"
        if len(found) > NAMED_LENDERS:
            return f"{found[0]}等{len(found)}家机构"
        return "、".join(found)

    def _name(self, kind: str, pages: tuple[PageRef, ...]) -> str:
        products = dict.fromkeys(s.title for s in self._of(pages) if s.product)
        if kind == "bill" and products:
            return "、".join(products) + "账单"
        known = self._catalogue.materials.get(kind)
        return known.name if known else kind

    def _others(self, material: str, pages: tuple[PageRef, ...]) -> tuple[str, ...]:
        """Names of the other papers on the same page: the first of those that a paper has."""
        known = self._materials.get(material)
        shared = known is not None and (known.area is None or known.pages[0] in pages)
        return tuple(self._name(kind, ()) for kind in (known.kinds[1:] if known and shared else ()))

    def _detail(self, kind: str, material: Material | None, pages: tuple[PageRef, ...]) -> str:
        if kind == "bill":
            days = {s.as_of for s in self._of(pages) if s.as_of}
            return f"截至{day_text(max(days))}" if days else ""
        for field in PERIOD_FIELDS if material else ():
            found = [
                one.fields[field].value
                for one in self._case.materials
                if material and one.pages == material.pages and field in one.fields
            ]
            if found:
                return "、".join(dict.fromkeys(found))
        return ""

    def _debt_purpose(self, pages: tuple[PageRef, ...]) -> str:
        """证明待还本金…、利息…、罚息…: the claim's figures that stand on these pages."""
        rows = [line for line in self._claim.lines if line.source in set(pages)]
        parts = [
            f"{word}{yuan_text(amount)}"
            for word, amount in (
                ("本金", sum((row.principal for row in rows), Decimal(0))),
                ("利息", sum((row.interest for row in rows), Decimal(0))),
                ("罚息", sum((row.penalty for row in rows), Decimal(0))),
                ("违约金", sum((row.late_fees for row in rows), Decimal(0))),
            )
            if amount
        ]
        return "证明待还" + "、".join(parts) if parts else ""

    def _own(self, statement: Statement) -> bool:
        holder, name = statement.holder, self._case.applicant.name
        return bool(holder and name and holder.value == name)

    def _of(self, pages: tuple[PageRef, ...]) -> list[Statement]:
        found = {s.id: s for ref in pages for s in self._statements.get(ref, ())}
        return list(found.values())
