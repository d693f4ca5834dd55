"""What a batch made: a table for the terminal, CSV, JSON, and a page that links every report."""

from __future__ import annotations

import csv
import html
import io
import json
import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

from rich.cells import cell_len

from pipeline.batch.row import Row
from pipeline.ingest.spelling import spelled
from pipeline.store import write_whole
from schemas.catalogue import load_catalogue

STATES = {
    "ready": ("可提交", "ready"),
    "draft": ("草稿", "draft"),
    "unusable": ("无可用材料", "nothing usable"),
    "wrong": ("case.toml 有误", "case.toml wrong"),
    "environment": ("环境不完整", "environment"),
    "over": ("超出限制", "over a limit"),
    "link": ("链接，未跟随", "link, not followed"),
    "failed": ("出错", "failed"),
}
_COLUMNS = {
    "case": ("案件", "case"),
    "state": ("状态", "state"),
    "files": ("文件", "files"),
    "unread": ("未读出", "unread"),
    "pages": ("页", "pages"),
    "blocking": ("须处理", "blocking"),
    "claim": ("申请减免（元）", "claim (yuan)"),
    "missing": ("缺少", "missing"),
    "message": ("说明", "message"),
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def row_text(row: Row, lang: str) -> str:
    """One line, said when a case is finished."""
    reused = _word("（未变，沿用）", " (unchanged)", lang) if row.reused else ""
    return f"{row.case}  {state_text(row.state, lang)}{reused}  {row.message}".rstrip()


def summary_text(rows: tuple[Row, ...], lang: str) -> str:
    """A table with a line of totals."""
    position = 1 if lang == "en" else 0
    table = [[names[position] for names in _COLUMNS.values()]]
    table += [[_cell(row, column, lang) for column in _COLUMNS] for row in rows]
    widths = [max(cell_len(line[n]) for line in table) for n in range(len(_COLUMNS))]
    lines = ["  ".join(map(_padded, line, widths)).rstrip() for line in table]
    return "\n".join([*lines, "", _totals(rows, lang)])


def summary_json(rows: tuple[Row, ...]) -> str:
    states = Counter(row.state for row in rows)
    missing = Counter(kind for row in rows for kind in row.missing)
    record = {
        "schema": "reliefpack-batch/1",
        "ready": all(row.ready for row in rows),
        "states": dict(sorted(states.items())),
        "missing": dict(missing.most_common()),
        "cases": [{**asdict(row), "pack": spelled(row.pack)} for row in rows],
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def summary_csv(rows: tuple[Row, ...]) -> str:
    """One line a case; texts that a spreadsheet would run as a formula are quoted."""
    names = [*_COLUMNS, "exit_code", "seconds", "pack"]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        values = {**asdict(row), "missing": " ".join(row.missing), "pack": spelled(row.pack)}
        writer.writerow([_harmless(str(values[name])) for name in names])
    return stream.getvalue()


def summary_html(rows: tuple[Row, ...]) -> str:
    """A page that links every report, cases by readiness; needs nothing from anywhere."""
    heads = "".join(f"<th>{chinese}</th>" for chinese, _ in _COLUMNS.values())
    order = list(STATES)
    sorted_rows = sorted(rows, key=lambda row: order.index(row.state))
    return _PAGE.format(
        totals=html.escape(_totals(rows, "zh")),
        missing=html.escape(_missing(rows)),
        heads=heads,
        body="\n".join(_html_row(row) for row in sorted_rows),
    )


def write_summaries(rows: tuple[Row, ...], folder: Path) -> None:
    """summary.csv (with the mark that spreadsheets need for UTF-8), summary.json, index.html."""
    write_whole(folder / "summary.csv", summary_csv(rows).encode("utf-8-sig"))
    write_whole(folder / "summary.json", summary_json(rows).encode())
    write_whole(folder / "index.html", summary_html(rows).encode())


def _cell(row: Row, column: str, lang: str) -> str:
    if column == "state":
        return state_text(row.state, lang)
    if column == "missing":
        return "、".join(_kind(kind, lang) for kind in row.missing)
    if column == "message":
        return row.message.splitlines()[0][:60] if row.message else ""
    return str(getattr(row, column))


def _kind(kind: str, lang: str) -> str:
    known = load_catalogue().materials.get(kind)
    return _word(known.name, known.name_en, lang) if known else kind


def state_text(state: str, lang: str) -> str:
    """What a state is called."""
    return _word(*STATES[state], lang)


def _word(chinese: str, english: str, lang: str) -> str:
    return english if lang == "en" else chinese


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _totals(rows: tuple[Row, ...], lang: str) -> str:
    counts = Counter(row.state for row in rows)
    parts = [
        f"{_word(*names, lang)} {counts[state]}" for state, names in STATES.items() if counts[state]
    ]
    return _word(f"共 {len(rows)} 个案件：", f"{len(rows)} cases: ", lang) + "，".join(parts)


def _missing(rows: tuple[Row, ...]) -> str:
    """What is missing across cases, the most frequent first."""
    counts = Counter(kind for row in rows for kind in row.missing)
    listed = "、".join(f"{_kind(kind, 'zh')} {count} 件" for kind, count in counts.most_common())
    return f"还缺：{listed}" if listed else ""


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _html_row(row: Row) -> str:
    cells = [html.escape(_cell(row, column, "zh")) for column in _COLUMNS]
    cells[-1] = html.escape(row.message).replace("\n", "<br>")
    if row.pack:
        folder = quote(os.fsencode(Path(row.pack).name))
        cells[0] = f'<a href="{folder}/report.html">{cells[0]}</a>'
    return f'<tr class="{row.state}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


_PAGE = """\
<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>批量处理汇总</title>
<style>
body {{ font-family: sans-serif; margin: 2rem; color: #222 }}
table {{ border-collapse: collapse }}
th {{ white-space: nowrap }}
th, td {{ border-bottom: 1px solid #ddd; padding: .4rem .8rem; text-align: left }}
tr.ready td:nth-child(2) {{ color: #17663a; font-weight: bold }}
tr.failed td:nth-child(2), tr.over td:nth-child(2), tr.wrong td:nth-child(2),
tr.unusable td:nth-child(2), tr.environment td:nth-child(2),
tr.link td:nth-child(2) {{ color: #a11; font-weight: bold }}
</style>
<h1>批量处理汇总</h1>
<p>{totals}</p>
<p>{missing}</p>
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{body}
</tbody>
</table>
</html>
"""
