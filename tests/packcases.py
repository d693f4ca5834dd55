"""Hand-made cases with small drawn pictures, so that packs are built without any reading engine."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache as remember
from pathlib import Path

import typst
from PIL import Image, ImageDraw, ImageFont

from pipeline.store import Cache
from schemas.case import Case, CaseSource, Person
from schemas.casefile import CaseFile
from schemas.catalogue import Catalogue, load_catalogue
from schemas.claim import Claim, ClaimLine
from schemas.evidence import Amount, Evidence, FieldValue, Status
from schemas.findings import CheckReport, Finding, Outcome, Severity
from schemas.geometry import Box
from schemas.material import Material
from schemas.reading import Line, Reading
from schemas.source import Fault, FaultCode, Page, PageQuality, PageRef, SourceFile
from schemas.statement import Parts, Period, PeriodStatus, Statement

TODAY = date(2026, 11, 21)
ANT = "重庆蚂蚁消费金融有限公司"
NOBODY = SourceFile(path="", sha256="", size=0)
READY = CheckReport(findings=(), missing=())
BLOCKED = CheckReport(
    findings=(
        Finding(
            rule="checklist.required",
            outcome=Outcome.FAILED,
            severity=Severity.BLOCK,
            message="缺诊断证明书",
        ),
    ),
    missing=("diagnosis",),
)


def catalogue() -> Catalogue:
    return load_catalogue()


@remember
def _font_place() -> tuple[str, int]:
    for font in typst.Fonts().fonts():
        if font.family == "Noto Sans CJK SC" and font.path:
            return font.path, font.index
    raise RuntimeError("apt-get install fonts-noto-cjk")


@remember
def font(size: int) -> ImageFont.FreeTypeFont:
    path, index = _font_place()
    return ImageFont.truetype(path, size, index=index, layout_engine=ImageFont.Layout.BASIC)


def line_at(text: str, box: Box) -> Line:
    count = len(text)
    return Line(
        text=text,
        box=box,
        quad=(box.x0, box.y0, box.x1, box.y0, box.x1, box.y1, box.x0, box.y1),
        confidence=0.99,
        centres=tuple((place + 0.5) / count for place in range(count)),
        certainties=(0.99,) * count,
    )


@dataclass
class Drawn:
    """A picture with text at known places."""

    image: Image.Image
    lines: list[Line] = field(default_factory=list)

    def write(self, text: str, x: int, y: int, size: int, fill: str = "#222222") -> Box:
        pen = ImageDraw.Draw(self.image)
        x0, y0, x1, y1 = pen.textbbox((x, y), text, font=font(size))
        pen.text((x, y), text, font=font(size), fill=fill)
        box = Box(x0=int(x0), y0=int(y0), x1=int(x1) + 1, y1=int(y1) + 1)
        self.lines.append(line_at(text, box))
        return box

    def bytes(self, media: str) -> bytes:
        out = io.BytesIO()
        if media == "image/png":
            self.image.save(out, "PNG")
        else:
            self.image.save(out, "JPEG", quality=88)
        return out.getvalue()


@dataclass
class CaseBuilder:
    """Collects pages, materials and statements; `case()` freezes them."""

    cache: Cache
    folder: Path
    applicant: Person = Person(
        name="张样本",
        id_number="110101199001010015",
        phone="13800000000",
        address="某省某市某路1号",
    )
    typed: CaseFile = CaseFile()
    today: date = TODAY
    sources: list[CaseSource] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    rows: list[ClaimLine] = field(default_factory=list)
    duplicates: list[tuple[PageRef, PageRef]] = field(default_factory=list)

    def file(
        self, path: str, drawings: list[Drawn], form: str = "photo", media: str = "image/jpeg"
    ) -> tuple[PageRef, ...]:
        """An input file with one page for each drawing; the file's bytes are the first picture."""
        pictures = [drawing.bytes(media) for drawing in drawings]
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"".join(pictures))
        pages = []
        for number, (drawing, data) in enumerate(zip(drawings, pictures, strict=True), start=1):
            ref = PageRef(path=path, page=number)
            pages.append(_page(ref, drawing, self.cache.put_blob(data), media, form))
            self.readings.append(Reading(ref=ref, engine="drawn", lines=tuple(drawing.lines)))
        raw = target.read_bytes()
        file = SourceFile(path=path, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
        self.sources.append(CaseSource(file=file, pages=tuple(pages)))
        return tuple(page.ref for page in pages)

    def broken(self, path: str) -> None:
        (self.folder / path).write_bytes(b"not a picture")
        digest = hashlib.sha256(b"not a picture").hexdigest()
        fault = Fault(code=FaultCode.DAMAGED, message="文件已损坏", next="请换原图")
        file = SourceFile(path=path, sha256=digest, size=13)
        self.sources.append(CaseSource(file=file, fault=fault))

    def material(
        self, kind: str, pages: tuple[PageRef, ...], fields: dict[str, FieldValue] | None = None
    ) -> Material:
        made = Material(
            id=f"m{len(self.materials) + 1}",
            kind=kind,
            pages=pages,
            confidence=0.95,
            fields=fields or {},
        )
        self.materials.append(made)
        return made

    def id_front(self, path: str = "IMG_0001.JPG") -> Material:
        """A specimen card whose name and number are marked as fields."""
        drawing = Drawn(Image.new("RGB", (1000, 640), "#e8eef4"))
        name = drawing.write(f"姓名 {self.applicant.name}", 60, 70, 44)
        drawing.write("性别 男  民族 汉", 60, 150, 36)
        drawing.write("出生 1990年1月1日", 60, 225, 36)
        drawing.write("住址 某省某市某路1号", 60, 300, 36)
        number = drawing.write(f"公民身份号码 {self.applicant.id_number}", 60, 540, 42)
        ImageDraw.Draw(drawing.image).rectangle((680, 90, 930, 430), fill="#b8c4d0")
        pages = self.file(path, [drawing])
        ref = pages[0]
        return self.material(
            "id_card_front",
            pages,
            {
                "name": value_at(self.applicant.name, ref, name),
                "id_number": value_at(self.applicant.id_number, ref, number),
            },
        )

    def id_back(self, path: str = "IMG_0002.JPG") -> Material:
        drawing = Drawn(Image.new("RGB", (1000, 640), "#e8eef4"))
        drawing.write("中华人民共和国 居民身份证（样本）", 120, 120, 44)
        drawing.write("签发机关 某市公安局", 60, 470, 38)
        drawing.write("有效期限 2016.01.01-2036.01.01", 60, 540, 38)
        return self.material("id_card_back", self.file(path, [drawing]))

    def paper(
        self,
        kind: str,
        path: str,
        words: list[str],
        fields: dict[str, str] | None = None,
        pages: int = 1,
    ) -> Material:
        """A typed A4 paper of `pages` pages with the same words."""
        drawings = []
        for number in range(pages):
            drawing = Drawn(Image.new("RGB", (1240, 1754), "white"))
            for place, text in enumerate(words):
                size = 52 if place == 0 else 34
                drawing.write(text, 180, 200 + place * 90, size)
            if pages > 1:
                drawing.write(f"第{number + 1}页", 560, 1640, 28)
            drawings.append(drawing)
        refs = self.file(path, drawings, form="scan")
        box = drawings[0].lines[0].box
        found = {name: value_at(text, refs[0], box) for name, text in (fields or {}).items()}
        return self.material(kind, refs, found)

    def bill(
        self,
        path: str,
        product: str = "花呗",
        lender: str = ANT,
        periods: int = 3,
        *,
        product_id: str = "huabei",
        height: int = 2000,
        doubtful: bool = False,
        overdue_days: int = 34,
    ) -> Statement:
        """A screen listing `periods` periods, the first two of them overdue."""
        drawing = Drawn(Image.new("RGB", (1080, max(height, 500 + 190 * periods)), "#f5f5f5"))
        drawing.write(f"{product} 账单", 400, 60, 52)
        drawing.write(f"已逾期{overdue_days}天", 400, 160, 40, "#cc2222")
        key = f"s{len(self.statements) + 1}"
        ref = PageRef(path=path, page=1)
        made, rows = [], []
        for index in range(1, periods + 1):
            amounts = {
                name: _stated(drawing, ref, label, value, index)
                for name, label, value in (
                    ("principal", "本金", f"{1000 + index}.{index:02d}"),
                    ("interest", "利息", f"{10 + index}.05"),
                    ("penalty", "罚息", f"{4 - index}.50" if index < 3 else "0.00"),
                )
            }
            late = index <= 2
            due = date(2026, 8 + (index if late else 3), 10) if index < 4 else None
            status = PeriodStatus.OVERDUE if late else PeriodStatus.UPCOMING
            made.append(Period(index=index, of=periods, due=due, status=status, **amounts))
            rows.append(_row(key, index, amounts, late, doubtful and index == 1, ref))
        self.file(path, [drawing], form="screenshot")
        return self._keep(key, product, product_id, lender, ref, made, rows, overdue_days)

    def _keep(
        self,
        key: str,
        product: str,
        product_id: str,
        lender: str,
        ref: PageRef,
        periods: list[Period],
        rows: list[ClaimLine],
        overdue_days: int,
    ) -> Statement:
        statement = Statement(
            id=key,
            lender=lender,
            product=product,
            product_id=product_id,
            kind="consumer_credit",
            as_of=date(2026, 11, 1),
            pages=(ref,),
            overdue_days=overdue_days,
            daily_rate=Decimal("0.0005"),
            annual_rate=None,
            periods=tuple(periods),
            outstanding=Parts(),
            needs_review=any(row.status is Status.DOUBTFUL for row in rows),
        )
        self.statements.append(statement)
        self.rows += rows
        self.material("bill", (ref,))
        return statement

    def case(self) -> Case:
        return Case(
            name=self.folder.name,
            today=self.today,
            typed=self.typed,
            applicant=self.applicant,
            sources=tuple(self.sources),
            readings=tuple(self.readings),
            materials=tuple(self.materials),
            statements=tuple(self.statements),
            duplicates=tuple(self.duplicates),
        )

    def claim(self) -> Claim:
        def total(name: str, overdue_only: bool = False) -> Decimal:
            rows = [row for row in self.rows if row.overdue or not overdue_only]
            return sum((getattr(row, name) for row in rows), Decimal(0))

        return Claim(
            interest=total("interest"),
            penalty=total("penalty"),
            late_fees=total("late_fees"),
            fees=total("fees"),
            principal=total("principal"),
            interest_overdue=total("interest", overdue_only=True),
            lines=tuple(self.rows),
        )


def value_at(text: str, ref: PageRef, box: Box) -> FieldValue:
    evidence = Evidence(path=ref.path, page=ref.page, box=box, text=text)
    return FieldValue(value=text, confidence=0.99, evidence=evidence)


def _stated(drawing: Drawn, ref: PageRef, label: str, value: str, index: int) -> Amount:
    x = {"本金": 60, "利息": 400, "罚息": 740}[label]
    y = 260 + 190 * (index - 1)
    if label == "本金":
        drawing.write(f"第{index}期", x, y, 34, "#888888")
    box = drawing.write(f"{label} ¥{value}", x, y + 60, 36)
    evidence = Evidence(path=ref.path, page=ref.page, box=box, text=f"¥{value}", label=label)
    return Amount(value=Decimal(value), status=Status.VERIFIED, evidence=evidence)


def _row(
    key: str, index: int, amounts: dict[str, Amount], late: bool, doubtful: bool, ref: PageRef
) -> ClaimLine:
    return ClaimLine(
        statement=key,
        period=index,
        principal=amounts["principal"].value,
        interest=amounts["interest"].value,
        penalty=amounts["penalty"].value,
        late_fees=Decimal("0.00"),
        fees=Decimal("0.00"),
        overdue=late,
        status=Status.DOUBTFUL if doubtful else Status.VERIFIED,
        source=ref,
    )


def _page(ref: PageRef, drawing: Drawn, digest: str, media: str, form: str) -> Page:
    return Page(
        ref=ref,
        image=digest,
        media=media,
        width=drawing.image.width,
        height=drawing.image.height,
        look="0" * 16,
        form=form,
        quality=PageQuality(sharpness=200, contrast=150, glare=0, text_height=36),
    )


def illness_case(builder: CaseBuilder) -> CaseBuilder:
    """A whole, ordinary case: ID, two bills, a diagnosis, an income certificate, a chat."""
    builder.typed = CaseFile.model_validate(
        {
            "hardship": {
                "reason": "illness",
                "since": "2026-03-12",
                "story": "三月体检发现异常，住院治疗两周，其间单位只发基本工资。",
            },
            "finances": {
                "income": "5200.00",
                "expense": [
                    {"category": "housing", "amount": "1500", "note": "房租"},
                    {"category": "food", "amount": "1200"},
                    {"category": "medical", "amount": "600"},
                ],
                "debt": [{"name": "车贷", "monthly": "500"}],
            },
            "request": {"relief": ["waive_penalty", "waive_interest", "instalments"]},
        }
    )
    builder.id_front()
    builder.id_back()
    builder.bill("screens/花呗.jpg")
    builder.bill("screens/借呗.jpg", "借呗", periods=4, product_id="jiebei", overdue_days=12)
    builder.paper(
        "diagnosis",
        "diagnosis.jpg",
        ["诊断证明书", "姓名：张样本", "诊断：腰椎间盘突出症", "某市人民医院 2026年3月20日"],
        {"name": "张样本", "diagnosis": "腰椎间盘突出症", "issued": "2026-03-20"},
    )
    builder.paper(
        "income_certificate",
        "income.jpg",
        [
            "收入证明",
            "兹证明张样本系我单位职工，月收入人民币5200元。",
            "某某有限公司 2026年11月10日",
        ],
        {"name": "张样本", "monthly_income": "5200.00", "employer": "某某有限公司"},
    )
    builder.paper("bank_statement", "流水.pdf", ["交易流水明细清单", "户名：张样本"], pages=3)
    builder.paper("chat_record", "chat.jpg", ["在线客服", "您好，已为您登记，工单号 20261101"])
    builder.paper("unknown", "cat.jpg", ["一张无关的图片"])
    return builder
