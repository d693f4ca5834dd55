"""提交指引.txt: what to do and say while handing in; it is not handed in itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.assemble.upload import LEFT_OUT
from schemas.catalogue import Channel, Reference
from schemas.pack import PackPlan

GUIDE = "提交指引.txt"
RULE = "─" * 24


def guide_text(
    plan: PackPlan,
    uploads: tuple[str, ...],
    channel: Channel,
    references: Iterable[Reference],
) -> str:
    """Steps, checklist, chat openings, form rows, call list and context, as plain text."""
    lines = (*_lines(plan, uploads, channel), *_context(references))
    return "\n".join(lines) + "\n"


def _lines(plan: PackPlan, uploads: tuple[str, ...], channel: Channel) -> Iterator[str]:
    yield f"提交指引（{channel.name}）——给申请人自己看，不用提交"
    if plan.draft:
        yield "现在还是草稿：先看 report.html，把缺的补齐、看不准的核对完，再提交。"
    yield from _section("一、入口（菜单会变，以页面为准）")
    yield from (f"{place}. {step}" for place, step in enumerate(channel.entry, start=1))
    yield "提交前：打印 PDF 里的申请书和真实性声明，手写签名和日期，拍照或扫描后一并提交。"
    yield from _section("二、按顺序上传，传一份勾一份")
    yield from (f"□ {path.split('/')[-1]}" for path in uploads)
    yield "□ 签名后的申请书与真实性声明"
    loose = [exhibit.title for exhibit in plan.exhibits() if exhibit.kind in LEFT_OUT]
    if loose:
        yield "没有放进 upload 的（认不出是什么，请先在 case.toml 用 [[assign]] 指明）："
        yield from (f"  · {title}" for title in loose)
    yield from _section("三、客服开场白（直接复制）")
    for lender, words in plan.chat_openings:
        yield f"【{lender}】"
        yield words
    yield from _section("四、网页表单（逐项复制）")
    yield from (f"{label}：{value}" for label, value in plan.form_sheet)
    yield from _section("五、打电话时")
    yield from (f"□ {line}" for line in plan.call_checklist)


def _context(references: Iterable[Reference]) -> Iterator[str]:
    """Rules of law with source and date. Context for the reader, never a verdict."""
    yield from _section("六、参考规定（只供了解背景，不是结论；以现行文本为准）")
    for reference in references:
        since = f"，{reference.effective} 起" if reference.effective else ""
        checked = "" if reference.verified else "（文号或条文未逐字核对）"
        yield f"· {reference.title}：{reference.text}——{reference.source}{since}{checked}"


def _section(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield RULE
