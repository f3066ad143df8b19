"""What somebody types into a number field → the exact Decimal, or a ValueError whose sentence says what to do.

Pure text work, the same for grid, forms, workbook and command. Whether a number is *right* for its
measure (sign, range, digits) is asked in `indicators.rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

PERCENT = ("%",)
COUNTED = ("人次", "人", "个", "例", "张", "户", "家", "起", "件", "次")
"""What may stand behind a 分子 or 分母."""

LONGEST_ECHO = 20
LONGEST_TEXT = 60
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SPACES = dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2007\u2009\u202f"), " ")
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"), None)
PLAIN = {**FULL_WIDTH, **SPACES, **INVISIBLE, ord("−"): "-", ord("﹣"): "-", ord("﹪"): "%", ord("﹒"): "."}

NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)?(?:\.\d+)?", re.ASCII)
TARGET = re.compile(
    r"[≥≤≧≦⩾⩽<>=]|^(?:不低于|不少于|不高于|不超过|大于|小于|高于|低于)|(?:以上|以下|以内|内)$"
)
DATE = re.compile(
    r"\d+年|\d+月|\d+日|^\d{1,4}[-/]\d{1,2}[-/]\d{1,4}$|^\d{4}\.\d{1,2}\.\d{1,2}$|^\d{1,2}-\d{1,2}$|^\d{4}-\d{1,2}$",
    re.ASCII,
)
FRACTION = re.compile(r"(\d[\d,.]*) ?[/⁄÷] ?(\d[\d,.]*)", re.ASCII)
EXPONENT = re.compile(r"[+-]?\d[\d,.]*[eE][+-]?\d+", re.ASCII)
CHINESE_DIGITS = re.compile(r"[〇零一二三四五六七八九十百千两半成]")
ROUGHLY = re.compile(r"约|左右|大概|近|多$|余$|[~～]")
CHANGE = re.compile(r"^(上升|提高|增长|增加|下降|减少|降低)")
NO_NUMBER = {"无", "暂无", "没有", "-", "--", "—", "——", "–", "/", "\\", "暂无数据", "不适用", "n/a", "na"}
LOOKALIKES = {"O": "0", "o": "0", "〇": "0", "l": "1", "I": "1", "i": "1", "S": "5", "Z": "2", "B": "8"}


def parse_number(text: str, units: Sequence[str] = PERCENT) -> Decimal:
    """Every digit is kept. ``units`` may stand behind the number and are dropped: 85%, 12 分钟.

    Raises ValueError with one Chinese sentence for anything that is not plainly one number.
    """
    plain = text.translate(PLAIN).strip()
    bare = without_unit(plain, units)
    if len(bare) <= LONGEST_TEXT and re.search(r"\d", bare, re.ASCII) and NUMBER.fullmatch(bare):
        number = Decimal(re.sub(r"[, ]", "", bare))
        return number or abs(number)  # no −0
    raise ValueError(complaint(plain, bare, units))


def without_unit(plain: str, units: Sequence[str]) -> str:
    for unit in sorted(units, key=len, reverse=True):
        if unit and plain.endswith(unit):
            return plain.removesuffix(unit).rstrip()
    return plain


def complaint(plain: str, bare: str, units: Sequence[str]) -> str:
    """The first thing that is wrong, in the order in which people meet it."""
    shown = echo(plain)
    found = next((sentence for say in COMPLAINTS if (sentence := say(bare, shown))), None)
    return found or unit_complaint(bare, shown, units) or f"“{shown}”不是数字。请填数字，例如 85。"


def echo(text: str) -> str:
    printable = "".join(char if char.isprintable() else " " for char in text)
    return printable if len(printable) <= LONGEST_ECHO else printable[:LONGEST_ECHO] + "…"


def about_nothing(bare: str, shown: str) -> str | None:
    if not shown:
        return "还没有填数。请填数字，例如 85。"
    if bare.lower() in NO_NUMBER:
        return f"“{shown}”不是数字。没有数请在“本期情况”选“暂无数据”或“不适用”。"
    return None


def about_length(bare: str, shown: str) -> str | None:
    return f"“{shown}”太长。请只填一个数，例如 77.5。" if len(bare) > LONGEST_TEXT else None


def about_formulas(bare: str, shown: str) -> str | None:
    return f"“{shown}”是公式。请填算好的数，例如 77.5。" if bare.startswith("=") else None


def about_targets(bare: str, shown: str) -> str | None:
    if TARGET.search(bare) and re.search(r"\d", shown):
        return f"“{shown}”是目标。请在“本期值”填实际完成的数，例如 77.5。"
    return None


def about_dates(bare: str, shown: str) -> str | None:
    return f"“{shown}”是日期。请填数字，例如 85。" if DATE.search(bare) else None


def about_fractions(bare: str, shown: str) -> str | None:
    match = FRACTION.fullmatch(bare)
    if match is None:
        return None
    return f"“{shown}”是分数。请把 {match[1]} 填在“分子”、{match[2]} 填在“分母”，或者填算好的数。"


def about_exponents(bare: str, shown: str) -> str | None:
    if not EXPONENT.fullmatch(bare):
        return None
    return f"“{shown}”是科学记数法。请把数字写全，例如 120000。"


def about_lookalikes(bare: str, shown: str) -> str | None:
    """Letters typed for digits; the corrected number is offered only where it is a number."""
    letters = [char for char in bare if char in LOOKALIKES]
    meant = "".join(LOOKALIKES.get(char, char) for char in bare)
    if not letters or not re.search(r"\d", bare, re.ASCII) or not NUMBER.fullmatch(meant):
        return None
    return f"“{shown}”里有字母 {letters[0]}。请改成数字，例如 {meant}。".replace("字母 〇", "汉字 〇")


def about_points(bare: str, shown: str) -> str | None:
    if bare.count(".") > 1 and re.fullmatch(r"[\d.,+ -]+", bare, re.ASCII):
        return f"“{shown}”里有 {bare.count('.')} 个小数点。请只留一个，例如 77.5。"
    if re.fullmatch(r"\d+[。、·]\d+", bare, re.ASCII):
        return (
            f"“{shown}”里的“{re.sub(r'[0-9]', '', bare)}”不是小数点。请改成 {re.sub('[。、·]', '.', bare)}。"
        )
    return None


def about_signs(bare: str, shown: str) -> str | None:
    if re.fullmatch(r"[\d.,]*[+-][\d.,+-]*", bare, re.ASCII) and re.search(r"\d", bare):
        return f"“{shown}”的正负号不对。负数只在最前面写一个负号，例如 -2.5。"
    if re.fullmatch(r"\([\d.,]+\)", bare, re.ASCII):
        return f"“{shown}”带括号。负数请写成 -{bare[1:-1]}，不是负数请去掉括号。"
    return None


def about_groups(bare: str, shown: str) -> str | None:
    if not re.fullmatch(r"[+-]?[\d., ]+", bare, re.ASCII) or not re.search(r"[, ]", bare):
        return None
    kind = "逗号" if "," in bare else "空格"
    joined = re.sub(r"[, ]", "", bare)
    if re.fullmatch(r"[+-]?\d+,\d+", bare, re.ASCII):
        return f"“{shown}”里逗号的位置不对。小数请写 {bare.replace(',', '.')}，整数请写 {joined}。"
    return f"“{shown}”里{kind}的位置不对。请去掉{kind}，例如 {joined}；千分位要每三位一个，例如 1,234。"


def about_words(bare: str, shown: str) -> str | None:
    if CHANGE.search(bare):
        return f"“{shown}”说的是变化。请填本期实际的数；增长率为负时写负号，例如 -2.3。"
    if ROUGHLY.search(bare):
        return f"“{shown}”不是准确的数。请填准确的数字，例如 77.5。"
    if CHINESE_DIGITS.search(bare) and not re.search(r"\d", bare):
        return f"“{shown}”不是阿拉伯数字。请改成数字，例如 85。"
    return None


def unit_complaint(bare: str, shown: str, units: Sequence[str]) -> str | None:
    match = re.fullmatch(r"([+-]?[\d., ]*\d)\s*([^\d\s].*)", bare, re.ASCII)
    if match is None or (match[2][0].isascii() and match[2] != "%"):
        return None
    wanted = "、".join(units)
    hint = f"这一项的单位是{wanted}" if wanted and tuple(units) != COUNTED else "这里只填数"
    return f"“{shown}”里的“{echo(match[2])}”不能填在这里，{hint}。请换算后只填数字，例如 77.5。"


COMPLAINTS: tuple[Callable[[str, str], str | None], ...] = (
    about_nothing,
    about_length,
    about_formulas,
    about_targets,
    about_dates,
    about_fractions,
    about_exponents,
    about_lookalikes,
    about_points,
    about_signs,
    about_groups,
    about_words,
)
