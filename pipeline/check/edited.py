"""Pictures that a picture editor saved: information only, no verdict on what was done there."""

from __future__ import annotations

from pipeline.check.facts import Facts
from pipeline.check.rule import Answers, Rule, failed, not_applicable, pages, passed
from schemas.findings import Severity


def looks_edited(facts: Facts) -> Answers:
    """图片是手机或扫描仪的原图。

    为什么：文件里写着由修图软件保存的图片，审核的人会问改了什么；裁剪、打码也会留下这个记号。
    怎么办：换成相册里的原图；只是裁剪或打码的可以不管，原图留着备查。

    The pictures are as phone or scanner made them.
    Why: a file that a picture editor saved makes the reviewer ask what was changed; cropping and
    covering leave that mark too.
    Next: use the original from the camera roll; where it was cropped or covered only, keep the
    original at hand.
    """
    seen = [page for page in facts.case.pages() if page.ref not in facts.duplicates]
    if not seen:
        return (not_applicable("没有可以看的页"),)
    edited = [
        page
        for page in seen
        if any(name in page.software.lower() for name in facts.catalogue.editors)
    ]
    return tuple(
        failed(
            f"{page.ref.path} 由 {page.software} 保存过，可能编辑过",
            "换成相册里的原图；只是裁剪或打码的可以不管，原图留着备查",
            pages((page.ref,)),
        )
        for page in edited
    ) or (passed("没有发现由修图软件保存的图片"),)


RULES = (Rule("evidence.looks-edited", Severity.INFO, looks_edited),)
