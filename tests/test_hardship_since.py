"""Since when somebody is in need: by what happened, not by the day a paper of it was written."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.check.example import healthy, merged, without
from pipeline.check.example_facts import facts_of
from pipeline.extract.fields import fields_of
from pipeline.hardship import since_of
from pipeline.ownsince import told_since
from schemas.casefile import Reason
from schemas.catalogue import load_catalogue
from tests.sheets import Sheet

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("words", "reason", "day"),
    [
        ("房租和进货都撑不住，4月30日关门，6月8日办了注销。", "other", (2026, 4, 30)),
        ("我今年7月3日住院做了手术。", "illness", (2026, 7, 3)),
        ("去年12月20日突然发病，抢救后转入病房", "illness", (2025, 12, 20)),
        ("12月20日确诊。", "illness", (2025, 12, 20)),
        ("2026年8月15日被公司辞退", "unemployment", (2026, 8, 15)),
    ],
)
def test_own_words_tell(words: str, reason: Reason, day: tuple[int, int, int]) -> None:
    assert told_since([words], reason, TODAY) == date(*day)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("从12月15日起每月还500元，出院以后再多还。", "illness"),
        ("双方于2014年5月20日登记结婚，后离婚", "family_change"),
        ("我在11月20日前把收入证明交上。8月住院。", "illness"),
        ("2019年3月1日住院。", "illness"),
        ("13月45日住院", "illness"),
    ],
)
def test_what_tells_no_beginning(words: str, reason: Reason) -> None:
    assert told_since([words], reason, TODAY) is None


def event(*lines: str, kind: str = "event_date") -> str:
    found = fields_of(Sheet().rows(*lines).reading(), [kind])
    return found[kind].value if kind in found else ""


def test_a_wedding_is_no_divorce() -> None:
    assert event("双方于2014年5月20日登记结婚，现因感情破裂，自愿离婚，协议如下：") == ""
    assert event("双方于2026年7月8日办理离婚登记。") == "2026-07-08"


def test_days_of_rain() -> None:
    assert event("家有柑橘园6.5亩。2026年7月19日至21日连降暴雨引发洪水。") == "2026-07-19"


def test_the_day_of_admission_in_a_sentence() -> None:
    told = "病情及处理：患者因腰痛于2026年7月3日入院，7月7日行手术，7月21日出院。"
    assert event(told, kind="admission_date") == "2026-07-03"
    assert event("住院号：20260703118", kind="admission_date") == ""
    again = ("入院日期：2026年10月21日", "诊疗经过：患者2026年6月15日因“上腹部疼痛3月”首次入院，")
    assert event(*again, kind="admission_date") == "2026-06-15"


def since(reason: str, **papers: dict[str, object]) -> str:
    changes = {"typed": {"hardship": {"reason": reason}}, "material": papers}
    ground = without(healthy(), ["typed.hardship.since", "material.diagnosis"])
    facts = facts_of(merged(ground, changes), load_catalogue())
    found = since_of(facts.case)
    return str(found[0]) if found else ""


def test_what_happened_goes_before_what_was_written() -> None:
    written: dict[str, object] = {"file": "a.jpg", "fields": {"issued": "2026-06-05"}}
    assert since("family_change", divorce_document=written) == "2026-06-05"
    seen: dict[str, object] = {"file": "b.jpg", "fields": {"event_date": "2026-07-08"}}
    both = {"divorce_document": written, "two": {"kind": "divorce_document", **seen}}
    assert since("family_change", **both) == "2026-07-08"


def test_own_words_go_before_the_register() -> None:
    closed: dict[str, object] = {"file": "a.jpg", "fields": {"event_date": "2026-06-08"}}
    own: dict[str, object] = {
        "file": "b.jpg",
        "lines": ["情况说明", "4月30日关门，6月8日办了注销。"],
    }
    assert since("other", business_closure=closed, hardship_statement=own) == "2026-04-30"


def test_what_was_told_of_long_before_the_papers_is_another_story() -> None:
    closed: dict[str, object] = {"file": "a.jpg", "fields": {"event_date": "2026-10-08"}}
    own: dict[str, object] = {"file": "b.jpg", "lines": ["情况说明", "2026年1月5日关店装修。"]}
    assert since("other", business_closure=closed, hardship_statement=own) == "2026-10-08"
