"""The reference pages that people read beside the sources, made from the sources themselves.

`make golden FORCE=1` writes them; tests/test_docs.py is red while they differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.check import RULES
from schemas.catalogue import load_catalogue
from schemas.catalogue.models import GROUPS, Avoid, Catalogue, Requirement

ROOT = Path(__file__).parent.parent


def pages() -> dict[Path, str]:
    """File → its text."""
    return {
        ROOT / "schemas" / "catalogue" / "README.md": catalogue_page(),
        ROOT / "pipeline" / "check" / "README.md": rules_page(),
    }


def rules_page() -> str:
    """All checks, in the order of the report."""
    rows = [
        f"| `{rule.id}` | {rule.severity.value} | {rule.words.summary} | {rule.words.summary_en} |"
        for rule in RULES
    ]
    return _RULES.format(rows="\n".join(rows))


def catalogue_page() -> str:
    """Materials, lenders, checklists, channels and law references, with how to add one."""
    catalogue = load_catalogue()
    materials = sorted(
        catalogue.materials.values(), key=lambda one: (GROUPS.index(one.group), one.order, one.id)
    )
    return _CATALOGUE.format(
        materials=_table(
            (f"`{one.id}`", one.name, one.name_en, one.group, _fresh(one.fresh_days))
            for one in materials
        ),
        lenders=_table(
            (f"`{one.id}`", one.product, one.lender or "（账单上写明 from the bill）", one.kind)
            for one in sorted(catalogue.lenders.values(), key=lambda one: one.id)
        ),
        checklists="\n\n".join(_checklists(catalogue)),
        channels=_table(
            (f"`{one.id}`", one.name, one.name_en, " ".join(one.formats), _size(one.max_file_bytes))
            for one in catalogue.channels.values()
        ),
        law=_table(
            (f"`{one.id}`", one.title, one.source, str(one.effective or ""))
            for one in catalogue.law.values()
        ),
        wording=_table((f"`{one.kind}`", avoided(one), one.why) for one in catalogue.wording),
    )


def avoided(one: Avoid) -> str:
    """The words of an entry, groups of words that count together, and what makes them harmless."""
    together = " … ".join("/".join(group) for group in one.all_of)
    harmless = f"（unless：{'、'.join(one.unless)}）" if one.unless else ""
    return "、".join(filter(None, (*one.words, together))) + harmless


def _checklists(catalogue: Catalogue) -> Iterable[str]:
    """What each reason asks for, then what lenders and ways of handing in ask for besides."""
    for one in catalogue.checklists.values():
        yield f"### `{one.id}` {one.name} ({one.name_en})\n\n" + _requirements(one.require)
    asking: list[tuple[str, str, tuple[Requirement, ...]]] = [
        *((one.id, one.product, one.require) for one in catalogue.lenders.values()),
        *((one.id, one.name, one.require) for one in catalogue.channels.values()),
    ]
    for id_, name, require in asking:
        if require:
            yield f"### `{id_}` {name}\n\n" + _requirements(require)


def _table(rows: Iterable[Iterable[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _requirements(requirements: Iterable[Requirement]) -> str:
    return "\n".join(
        f"- {one.level}: {' / '.join(f'`{kind}`' for kind in one.any_of)}"
        + (f" × {one.count}" if one.count > 1 else "")
        + "".join(f" (`{kind}` × {count})" for kind, count in one.counts.items())
        + (f" (claims over {one.over} yuan)" if one.over is not None else "")
        + (f" (when {one.when})" if one.when != "always" else "")
        for one in requirements
    )


def _fresh(days: int | None) -> str:
    return f"{days}" if days else "–"


def _size(size: int) -> str:
    return f"{size / 1e6:g} MB"


_RULES = """\
# The checks 提交前检查

Made from the rules themselves (`make golden FORCE=1`). `reliefpack explain RULE` tells why a check
exists, shows a passing and a failing example and says what to do.
block: must be solved before handing in · warn: look at it · info: worth knowing.
Each check answers passed, failed, undetermined (what it needs was not read) or not applicable.

| rule | severity | 检查什么 | what is checked |
|---|---|---|---|
{rows}
"""

_CATALOGUE = """\
# The catalogue 目录

What a person edits without knowing Python. One TOML file each; all of it is validated when the
program starts, with file, key and "did you mean". This page is made from it: `make golden FORCE=1`.

- A new lender 新增产品: copy `lenders/huabei.toml`, change `id` (the file must be called the same),
  `product`, `lender` (full legal name), `names` (words on its screens) and, where its words are its
  own, `labels`.
- A new material 新增材料: copy a file in `materials/`, give it `titles` and weighted `phrases`, and
  `against` for papers that look like it. `fresh_days` says how old it may be.
- A checklist 清单 (`checklists/`): one `[[require]]` for a paper, or a group of which one will do.
  `counts` says how many of a kind, `over` from what size of claim on. Lenders and channels may have
  `[[require]]` entries of their own, for such a debt, or such a way of handing in.
- A channel 渠道 (`channels/`): limits in bytes, menus as text. Menus move: edit them here.

## Materials 材料 (`materials/`)

| id | 名称 | name | group | fresh for (days) |
|---|---|---|---|---|
{materials}

## Lenders 产品 (`lenders/`)

| id | 产品 | lender 出借机构 | kind |
|---|---|---|---|
{lenders}

## Checklists 清单 (`checklists/`)

{checklists}

## Channels 渠道 (`channels/`)

| id | 名称 | name | formats | a file at most |
|---|---|---|---|---|
{channels}

## Law references 参考规定 (`law.toml`)

Context with source and effective date, never a verdict.

| id | title | source | from |
|---|---|---|---|
{law}

## Words to avoid 不宜的说法 (`wording.toml`)

Looked for in the letter, in the story of case.toml and in what the applicant wrote on paper; a hit
is a finding, no word is changed. `…` joins groups of words that stand close together in a sentence
(`all_of`); a word of `unless` makes the sentence harmless.

| kind | words | why |
|---|---|---|
{wording}
"""
