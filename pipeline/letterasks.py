"""What a letter on paper asks to be waived: the amounts, in its sentences or in its sums."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pipeline.extract.capitals import amounts_in_capitals, numeral
from schemas.source import PageRef

CELL = 8
"""Signs of a line that is a cell of a table, at most."""
_WORDS = {
    "penalty": "罚息|逾期利息|逾期罚息|逾期费用?|罚金",
    "late_fees": "违约金|滞纳金",
    "fees": "手续费|服务费",
    "interest": "利息|循环利息",
}
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
_ASKED = re.compile(
    "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
    + rf")[^\d。;,、息金费]{{0,14}}(?P<amount>{_FIGURE})(?![\d.,]*(?:期|个月|天|次|%))元?"
    + rf"(?:\(?(?:人民币)?大写:?(?:人民币)?(?P<again>{_FIGURE})元?\)?)?"
)
_TOGETHER = re.compile(
    rf"(?P<names>(?:(?:{'|'.join(_WORDS.values())})(?:[,/、]|以及|及|和|与)?){{2,}})"
    rf"(?:总计|合计|共计|一共|共)(?:人民币|金额|[为计约是:¥]){{0,3}}(?P<amount>{_FIGURE})元?"
)
"""利息、罚息和违约金共 1,390.12 元: one amount for all that is named."""
_ADDED = re.compile(
    "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
    + rf")(?:合计|总计|共计|一共)(?:人民币|[为是:¥])*(?P<amount>{_FIGURE})元?"
)
_REQUEST = re.compile(
    "(?<![已曾经不])(?<!不申请)(?<!不在申请)(?<!不要求)(?<!未申请)"
    "(?:减免|免除|免收|豁免|减收|酌减|核减|免掉|免去|免了|全免|减掉|(?<=[请求])免)(?!申请[书表])"
)
"""What was waived already is history and no request, nor is what is not asked for."""
_THESE = re.compile(
    "(?:上列|上述|以上|前述|这(?:[三两几二四][样项个笔]|些))[^。!]{0,40}?(?:减免|免除|免掉|免了|豁免|免)"
)
_LISTED = re.compile("[上下](?:列|表)|附表|表(?:内|中|列)")
"""恳请减免上列利息、罚息: the amounts stand in a table."""


_HEADS = re.compile(
    "(?:序号|机构|平台|产品|贷款机构|欠款|应还|剩余|未还|本金|利息|罚息|复利|违约金|滞纳金|担保费|手续费|服务费|逾期费用?"
    "|合计|小计|总计|金额|\\(元\\)){3,}"
)
"""A row of heads in one line: 本金 利息 罚息 合计."""
_REPAID = re.compile(
    r"(?<!罚)(?<!逾期)利息(?:(?![。;!]|无力|无法|不能|难以|没).){0,30}?(?<!不)(?:全部|全额|如数|照常|正常|一并|愿意?|会|都|分[期\d])[^。;!减免]{0,6}?"
    "(?:归还|偿还|还清|还款|支付|承担|还)(?!不|清?不|困难)"
)
"""本金29,103.30元和利息344.50元，合计29,447.80元，我全部归还."""
_PAID_BACK = re.compile(
    r"本金(?:(?!减免|免除|免去|利息|罚息|违约金|滞纳金|[。;!]|(?<!元),(?!\d{3})).){0,40}?(?:归还|偿还|还[完清款]|[会愿都保证一定分期]还|我还)"
)
"""…给我减免了，本金和手续费14,301.44元我保证还完: what the same sentence says will be repaid."""
_AMONG = re.compile(r"\(其中[^()]*\)")
"""What an amount is made of: 利息合计881.08元（其中已到期611.62元，未到期的利息269.46元）."""


_NAMED = "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items()) + "|(?P<all>息费)"
_SHARE = (
    r"(?<![\d.])(?P<percent>\d{1,2}(?:\.\d+)?)%|百分之(?P<hundredths>[一二三四五六七八九十]{1,3})"
    "|(?P<tenths>[一二三四五六七八九])成|(?P<half>一半|半数|减半|二分之一|对半)"
    "|三分之(?P<thirds>[一二])|四分之(?P<quarters>[一三])"
)
_BOUND = re.compile(f"{_NAMED}|{_SHARE}")
_LIST = re.compile("(?:全部|所有|未还|所欠|已产生|已到期|的|[,/、]|以及|及|和|与|各|均|都)*")
"""What stands between charges that share a share: 利息和罚息各减免50%."""
_OF_WHAT = re.compile("的?(?:未还|所欠|全部|已产生的?|已到期的?|逾期|应还|上述|这些|该)?")
"""Between a share and what it is of: 50%的利息."""
_RATED = re.compile("(?:利率|年化|费率|LPR|日息|月息|年息)[^,。;]{0,6}$")
_RATE = re.compile("(?:的?(?:年|月|日)?利率|计[收算息]|的?标准)")
_OTHERWISE = re.compile("收入|工资|营业额|本金|客户|订单|生意")
"""What else may have become half of what it was."""
_BORNE = re.compile("(?:承担|归还|偿还|支付|照付|还|付)[^减免]{0,4}$")
_OR_LESS = re.compile("如果?不|若不|要是不|实在不|不能全|无法全|不行的话|至少|最少|起码|或者?减")
"""如不能全部减免，恳请减免50%: what would do as well is not what is asked for."""
SHARE_REACH = 24
"""Signs between a charge and the share of it that is asked for."""


@dataclass(frozen=True)
class Asked:
    """One amount that the letter asks to be waived; referred: it is stated before, and meant."""

    name: str
    amount: Decimal
    page: PageRef
    referred: bool = False


Texts = Sequence[tuple[PageRef, str]]
"""The pages of a letter, each with its lines."""


def asked_in(texts: Texts) -> list[Asked]:
    """The amounts that a letter asks to be waived: in the sentences that ask for it, else in the
    sums below a table, else those that it refers to (上列三项)."""
    plain = [(ref, _plain(text)) for ref, text in texts]
    return list(_asked(plain)) or list(_summed(plain)) or list(_referred(plain))


def repays_interest(texts: Texts) -> bool:
    """Whether a letter asks for penalty or late fees alone, and says that the interest will be
    repaid (罚息共956.55元请求免除；本金和利息344.50元我全部归还)."""
    named = {name for one in asked_in(texts) for name in one.name.split("+")}
    if not named or not named <= {"penalty", "late_fees"}:
        return False
    return any(_REPAID.search(_plain(text)) for _, text in texts)


def shares_asked(texts: Texts) -> dict[str, Fraction]:
    """The share of a charge that a letter asks to be waived, where it is less than all: interest ½
    for 利息减免一半. A charge for which it names two shares is left out."""
    found: dict[str, set[Fraction]] = {}
    for _, text in texts:
        for sentence in re.split("[。;!]", _plain(text)):
            if _OR_LESS.search(sentence):
                continue
            if _REQUEST.search(sentence) or "减半" in sentence:
                for name, share in _shares(sentence):
                    found.setdefault(name, set()).add(share)
    return {name: shares.pop() for name, shares in found.items() if len(shares) == 1}


def figures_of(texts: Texts) -> set[Decimal]:
    """All amounts that a letter names, those in capitals too."""
    plain = "\n".join(_plain(text) for _, text in texts)
    return {Decimal(one.replace(",", "")) for one in re.findall(_FIGURE, plain)}


def _shares(sentence: str) -> Iterator[tuple[str, Fraction]]:
    words = list(_BOUND.finditer(sentence))
    for place, word in enumerate(words):
        share = _fraction(word)
        if share is None or _RATED.search(sentence[: word.start()]):
            continue
        if _RATE.match(sentence, word.end()):
            continue
        names = _names_after(sentence, words, place) or _names_before(sentence, words, place)
        borne = _BORNE.search(sentence[: word.start()]) is not None
        for name in names:
            for one in _WORDS if name == "all" else (name,):
                yield one, 1 - share if borne else share


def _names_after(sentence: str, words: Sequence[re.Match[str]], place: int) -> list[str]:
    """50%的利息、罚息: what follows the share."""
    end, names, between = words[place].end(), [], _OF_WHAT
    for word in words[place + 1 :]:
        if word.lastgroup not in (*_WORDS, "all") or not between.fullmatch(
            sentence, end, word.start()
        ):
            break
        names.append(word.lastgroup)
        end, between = word.end(), _LIST
    return names if sentence[words[place].end() :].startswith("的") else []


def _names_before(sentence: str, words: Sequence[re.Match[str]], place: int) -> list[str]:
    """利息和罚息各减免50%: what stands last before the share; over a comma only where each is
    meant."""
    names: list[str] = []
    start, apart = words[place].start(), True
    for word in reversed(words[:place]):
        between = sentence[word.end() : start]
        if word.lastgroup not in (*_WORDS, "all"):
            break
        if names and not (_LIST.fullmatch(between) and not (apart and "," in between)):
            break
        if not names and (len(between) > SHARE_REACH or _OTHERWISE.search(between)):
            break
        apart = apart and not re.search("各|均|都", between)
        names.append(word.lastgroup)
        start = word.start()
    return names


def _fraction(word: re.Match[str]) -> Fraction | None:
    """What a share comes to; None for another word."""
    found = word.groupdict()
    if found["half"]:
        return Fraction(1, 2)
    if found["percent"]:
        return Fraction(found["percent"]) / 100 if Fraction(found["percent"]) else None
    for name, whole in (("hundredths", 100), ("tenths", 10), ("thirds", 3), ("quarters", 4)):
        if found[name]:
            return Fraction(numeral(found[name]), whole) or None
    return None


def _summed(texts: Texts) -> Iterator[Asked]:
    """What a letter adds up outside its request, below a table (利息合计1,137.41元)."""
    for ref, text in texts:
        for match in _ADDED.finditer(text):
            name = next(name for name in _WORDS if match[name])
            yield Asked(name, Decimal(match["amount"].replace(",", "")), ref)


def _referred(texts: Texts) -> Iterator[Asked]:
    """What a letter states before it asks that these charges (上列三项, 这些) be waived."""
    for ref, text in texts:
        asks = _THESE.search(text)
        for match in _ASKED.finditer(text[: asks.start()] if asks else ""):
            name = next(name for name in _WORDS if match[name])
            yield Asked(name, Decimal(match["amount"].replace(",", "")), ref, referred=True)


def _asked(texts: Texts) -> Iterator[Asked]:
    """Amounts in sentences that ask for a waiver, as figures or in capitals; each once."""
    seen = set()
    for ref, page in texts:
        for said in re.split("[。;!]", page):
            sentence = _PAID_BACK.sub("", said)
            request = _REQUEST.search(sentence)
            if request is None:
                continue
            behind = sentence[request.start() :]
            if _LISTED.search(behind) and not _ASKED.search(behind):
                continue  # What stands before it may be the heads and cells of a table.
            sentence = behind if _ASKED.search(behind) else sentence
            for match in _TOGETHER.finditer(sentence):
                yield Asked(_all_of(match["names"]), Decimal(match["amount"].replace(",", "")), ref)
            for match in _ASKED.finditer(_TOGETHER.sub("", sentence)):
                name = next(name for name in _WORDS if match[name])
                for text in (match["amount"], match["again"]):
                    one = Asked(name, Decimal((text or "0").replace(",", "")), ref)
                    if text and one not in seen:
                        seen.add(one)
                        yield one


def _all_of(names: str) -> str:
    """The components that a list of words names, joined by +."""
    left = names
    found = []
    for name, words in _WORDS.items():
        if re.search(words, left):
            found.append(name)
            left = re.sub(words, "", left)
    return "+".join(found)


def _plain(text: str) -> str:
    """Without line breaks, half-width, amounts in capitals as figures. A short line is a cell of a
    table, and ends a sentence unless a figure stands in the next one."""
    lines = [unicodedata.normalize("NFKC", re.sub(r"\s", "", line)) for line in text.split("\n")]
    bare = ""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if _HEADS.fullmatch(line):
            bare += ";"  # What stands under the heads of a table is no amount of the last of them.
            continue
        cell = 0 < len(line) <= CELL and re.match(r"[¥\d]", below) is None
        cell = cell and not (_ASKED.search(line) and _ASKED.search(below))
        bare += line + (";" if cell else "")
    bare = _AMONG.sub("", bare)
    for words, worth in amounts_in_capitals(bare):
        bare = bare.replace(words, f"{worth:.2f}元", 1)
    return bare
