"""The rules of a finished pack: `pipeline.assemble` answers them, here stand their words."""

from __future__ import annotations

from pipeline.check.facts import Facts
from pipeline.check.rule import Answers, Rule, not_applicable
from schemas.findings import Severity

NOT_YET = "材料包做好之后核验"


def links_true(facts: Facts) -> Answers:
    """材料包里的目录、链接、页码都对得上。

    为什么：目录写第 12 页、实际在第 13 页，审核的人找不到就当没有。
    怎么办：重新运行；仍不对的请反馈，不要手工改 PDF。

    Index, links and page numbers of the pack are true.
    Why: an exhibit that is not where the index says is taken for missing.
    Next: run again; report it if it stays, and do not edit the PDF by hand.
    """
    return (not_applicable(NOT_YET),)


def within_limits(facts: Facts) -> Answers:
    """上传文件在渠道的格式和大小限制之内。

    为什么：超限的文件传不上去，或传上去被截断。
    怎么办：在 case.toml 的 [request] channel 选对渠道后重新运行；仍超限的，减少不必要的材料。

    The upload files keep to the channel's formats and sizes.
    Why: a file over the limit is refused or cut off.
    Next: choose the right channel under [request] in case.toml and run again; leave out what is
    not needed.
    """
    return (not_applicable(NOT_YET),)


def files_whole(facts: Facts) -> Answers:
    """材料包里的文件与清单一致。

    为什么：做好之后被改过、换过的文件，和清单上的校验值对不上，来源就说不清。
    怎么办：重新运行 reliefpack build；要改内容的，改原始材料或 case.toml，不要直接替换文件。

    The files of the pack are those of its manifest.
    Why: a file changed afterwards no longer matches its checksum, and its origin is in doubt.
    Next: run `reliefpack build` again; change the inputs or case.toml, never a file of the pack.
    """
    return (not_applicable(NOT_YET),)


RULES = (
    Rule("pack.files-whole", Severity.BLOCK, files_whole),
    Rule("pack.links-true", Severity.BLOCK, links_true),
    Rule("pack.within-limits", Severity.WARN, within_limits),
)
