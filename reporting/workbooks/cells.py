"""One cell of an answer → the number that is meant, or one sentence that says what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.choices import AnswerChoice
from indicators.parsing import COUNTED, parse_number
from indicators.rules import MAX_DECIMALS
from reporting.workbooks import reductions
from reporting.workbooks.lookup import KnownMeasure
from reporting.workbooks.moments import Moment
from reporting.workbooks.parsed import Severity
from reporting.workbooks.raw import Cell, Kind
from reporting.workbooks.wording import echo, squeezed, unescaped

NOT_ASKED = "不用填"
"""What our templates write into cells that are not to be filled."""
NOTHING = {"-", "--", "---", "/", "//", "\\", "无", "没有", "空", "未填", NOT_ASKED}
"""Not reported: no answer, and not 0 either."""
WORDS = {
    "不适用": AnswerChoice.NOT_APPLICABLE,
    "暂无数据": AnswerChoice.NO_DATA,
    "暂无": AnswerChoice.NO_DATA,
}
NONE_AT_ALL = {"无", "没有"}
ASKED_FROM = Decimal(10)
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Remark:
    severity: Severity
    sentence: str
    suggestion: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """``answer`` is empty for a blank; with a problem there is no value to be trusted."""

    answer: str = ""
    value: Decimal | None = None
    remark: Remark | None = None


BLANK = Answer()


def problem(sentence: str) -> Answer:
    return Answer(remark=Remark(Severity.PROBLEM, sentence))


def text_of(cell: Cell | None) -> str:
    """A cell as text: for codes, notes, headings."""
    if cell is None:
        return ""
    if cell.kind is Kind.PERCENT:
        return f"{cell.text}%"
    # Stripped first: the mark that an export puts before a tab keeps it.
    return unescaped(cell.text.strip()) if cell.kind is Kind.TEXT else cell.text


def read_value(cell: Cell | None, measure: KnownMeasure, period: Moment) -> Answer:
    """The cell under 本期值 or 数值, or of a wide table."""
    if cell is None or cell.kind in UNUSABLE:
        return unusable(cell)
    if cell.kind is Kind.PERCENT:
        return read_percentage(cell, measure)
    text = text_of(cell)
    if cell.kind is Kind.TEXT and (said := read_word(text, measure)):
        return said
    if cell.kind is Kind.TEXT and (change := change_of(text, measure)):
        return read_change(change, measure, period)
    return read_number(cell, text, measure)


def change_of(text: str, measure: KnownMeasure) -> reductions.Change | None:
    return reductions.read_change(text) if measure.is_growth or measure.reduction else None


def read_count(cell: Cell | None) -> Answer:
    """The cell under 分子 or 分母."""
    if cell is None or cell.kind in UNUSABLE:
        return unusable(cell)
    if cell.kind is Kind.PERCENT:
        return problem(f"这一格是百分比 {cell.text}%。分子、分母请填数，例如 397。")
    text = text_of(cell)
    if squeezed(text) in NOTHING:
        return BLANK
    return parsed(text, COUNTED)


def unusable(cell: Cell | None) -> Answer:
    """Kinds of cells in which no number stands."""
    return BLANK if cell is None else problem(about_kind(cell))


def about_date(text: str) -> str:
    match = re.match(r"\d{4}-(\d{2})-(\d{2})", text)
    if match:
        return f"这一格被 Excel 当成日期 {int(match[1])}月{int(match[2])}日。请把格式设为“常规”后重填。"
    what = f"时间 {text}" if ":" in text else "日期"
    return f"这一格被 Excel 当成{what}。请把格式设为“常规”后重填。"


def about_kind(cell: Cell) -> str:
    """Why no number stands in a cell of this kind."""
    if cell.kind is Kind.DATE:
        return about_date(cell.text)
    if cell.kind is Kind.ERROR:
        return f"这一格是公式错误 {echo(cell.text)}。请改正公式，或直接填算好的数，例如 77.5。"
    if cell.kind is Kind.FORMULA:
        return "这一格是公式，文件里没有算好的结果。请用 Excel 打开、保存后再上传，或直接填数。"
    return f"这一格是“{echo(cell.text)}”（逻辑值），不是数字。请填数字，例如 77.5。"


UNUSABLE = {Kind.DATE, Kind.ERROR, Kind.FORMULA, Kind.BOOLEAN}


def read_word(text: str, measure: KnownMeasure) -> Answer | None:
    word = squeezed(text)
    if word in WORDS:
        return Answer(WORDS[word])
    if word not in NOTHING:
        return None
    if word == NOT_ASKED:
        return BLANK
    hint = f"“{echo(text)}”按没有填报处理。"
    if word in NONE_AT_ALL and measure.unit != "%":
        hint += f"本期确实是 0 {measure.unit}的，请填 0。"
    return Answer(remark=Remark(Severity.HINT, hint))


def read_percentage(cell: Cell, measure: KnownMeasure) -> Answer:
    if measure.unit != "%":
        return problem(
            f"这一格是百分比 {cell.text}%，这一项的单位是{measure.unit}。请把格式设为“常规”后重填。"
        )
    return without_tail(parsed(cell.text, ()), cell)


def without_tail(found: Answer, cell: Cell) -> Answer:
    """What a formula divided goes on beyond what is kept; typed digits never do. Said, never done in silence."""
    value = found.value
    if value is None or cell.kind is Kind.TEXT or -int(value.as_tuple().exponent) <= MAX_DECIMALS:
        return found
    kept = plain(round(value, MAX_DECIMALS))
    hint = (
        f"这一格是算出来的 {value:f}，按 {MAX_DECIMALS} 位小数记为 {kept}。有分子、分母的，请填分子、分母。"
    )
    return Answer(found.answer, Decimal(kept), Remark(Severity.HINT, hint))


def read_number(cell: Cell, text: str, measure: KnownMeasure) -> Answer:
    found = without_tail(parsed(text, (measure.unit,)), cell)
    is_bare = cell.kind is Kind.NUMBER or "%" not in squeezed(text)
    if found.value is None or not is_bare or not could_be_a_share(found.value, measure):
        return found
    percent = found.value.scaleb(2)
    sentence = (
        f"{found.value:f} 是 {plain(percent)}% 还是 {found.value:f}%？"
        f"请把表中改为 {plain(percent)}；确是 {found.value:f}% 的，在“情况说明”写明原因。"
    )
    return Answer(found.answer, found.value, Remark(Severity.QUESTION, sentence, percent))


def could_be_a_share(value: Decimal, measure: KnownMeasure) -> bool:
    """0.862 where 86.2 % is asked for. 0 means the same either way."""
    thresholds = [target.threshold for target in measure.targets if target.threshold is not None]
    return measure.unit == "%" and 0 < value <= 1 and any(threshold >= ASKED_FROM for threshold in thresholds)


def plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parsed(text: str, units: tuple[str, ...]) -> Answer:
    try:
        return Answer(AnswerChoice.VALUE, parse_number(text, units))
    except ValueError as error:
        return problem(str(error))


def read_change(change: reductions.Change, measure: KnownMeasure, period: Moment) -> Answer:
    if measure.is_growth:
        return Answer(AnswerChoice.VALUE, change.percent)
    try:
        derived = reductions.derive(change, measure, period)
    except ValueError as error:
        return problem(str(error))
    severity = Severity.HINT if derived.is_certain else Severity.QUESTION
    return Answer(AnswerChoice.VALUE, derived.value, Remark(severity, derived.sentence, derived.value))


def read_day(cell: Cell) -> date:
    """Raises ValueError with a Chinese sentence."""
    match = DAY.fullmatch(text_of(cell)) if cell.kind in (Kind.DATE, Kind.TEXT) else None
    try:
        return date(*map(int, match.groups() if match else ()))
    except (TypeError, ValueError):
        raise ValueError(f"“{echo(cell.text)}”不是日期。请写成 2024-02-20。") from None
