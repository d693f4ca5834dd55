"""Fictional people. Names say 样本; the ID region 110199 is not assigned to any place."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

SURNAMES = "张王李赵陈杨吴周徐孙马朱胡郭何林罗高梁郑"
GIVEN = ("样本", "样例", "范例", "样一", "样张", "试样", "例样")
STREETS = ("样本路", "示例大街", "范本巷", "样张里", "虚构东路")
REGION = "110199"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


@dataclass(frozen=True)
class Person:
    name: str
    male: bool
    born: date
    id_number: str
    phone: str
    address: str
    id_from: date
    id_until: date

    @property
    def title(self) -> str:
        return "先生" if self.male else "女士"


def check_digit(first17: str) -> str:
    """The 18th sign of a citizen number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def id_number(born: date, order: int) -> str:
    first17 = f"{REGION}{born:%Y%m%d}{order:03d}"
    return first17 + check_digit(first17)


def one_digit_off(number: str, place: int = 12) -> str:
    """The same number as a careless clerk types it: one digit differs, the check digit does not."""
    wrong = str((int(number[place]) + 1) % 10)
    return number[:place] + wrong + number[place + 1 :]


def person(rng: random.Random, name: str = "", male: bool | None = None) -> Person:
    """A person of working age, whose card is valid for twenty years from a few years ago."""
    is_male = rng.random() < 0.5 if male is None else male
    born = date(1972, 1, 1) + timedelta(days=rng.randrange(365 * 28))
    order = rng.randrange(0, 500) * 2 + (1 if is_male else 0)
    since = date(2017, 1, 1) + timedelta(days=rng.randrange(365 * 7))
    day = min(since.day, 28)
    return Person(
        name=name or rng.choice(SURNAMES) + rng.choice(GIVEN),
        male=is_male,
        born=born,
        id_number=id_number(born, order),
        phone=f"1990000{rng.randrange(10000):04d}",
        address=f"北京市样本区{rng.choice(STREETS)}{rng.randrange(1, 200)}号"
        f"{rng.randrange(1, 30)}幢{rng.randrange(101, 2600)}室",
        id_from=since.replace(day=day),
        id_until=since.replace(year=since.year + 20, day=day),
    )
