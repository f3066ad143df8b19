"""What the template says in words: instructions, which period a row is for, why a cell is not to be filled."""

from __future__ import annotations

from django.conf import settings

from indicators.choices import AnswerChoice, State
from indicators.progress.periods import Frequency
from reporting.selectors.template import TemplateContent, TemplateIndicator
from reporting.workbooks.cells import NOT_ASKED as NOT_ASKED
from reporting.workbooks.headings import TableKind

INSTRUCTIONS = "填报说明"
NO_FRACTION = "这一项不是比率，不填分子、分母，只填本期值。"
STATES = {
    State.APPROVED.value: "已审核，要改请联系秘书处",
    State.RETURNED.value: "已退回，请改正后再报",
}
HINTS = {
    TableKind.READINGS: "填“本期值”或“分子”“分母”，需要时填其后各列，详见“填报说明”",
    TableKind.TASKS: "填“本期进展”“存在问题”“下步安排”，详见“填报说明”",
}
EMPTY = {
    TableKind.READINGS: "本期没有要由{department}填报的指标，这一页不用填。",
    TableKind.TASKS: "规划的任务分工里没有{department}，这一页不用填。",
}


def title(content: TemplateContent) -> str:
    return f"{content.period.label}填报模板（{content.department}）"


def stamp(content: TemplateContent, kind: TableKind) -> str:
    """What the reader knows the file by (reporting.workbooks); then what a person wants to know first."""
    hint = HINTS[kind]
    return f"填报期：{content.period.label}　填报单位：{content.department}　填法：{hint}"


def empty(content: TemplateContent, kind: TableKind) -> str:
    return EMPTY[kind].format(department=content.department)


def asked_for(row: TemplateIndicator) -> str:
    """2023年第四季度, 2023年全年, 2023年1—6月累计."""
    period = row.period
    if row.is_cumulative:
        return f"{period.year}年1—{period.end.month}月累计"
    return f"{period.year}年全年" if period.frequency is Frequency.YEARLY else period.label


def scope(row: TemplateIndicator) -> str:
    if row.is_locked:
        return f"{row.period.label}不用填：{whole_year(row)}"
    lines = [asked_for(row)]
    if not row.has_fraction:
        lines.append("只填本期值，不填分子、分母")
    lines += [STATES[row.standing.state]] if row.standing.answer and row.standing.state in STATES else []
    return "\n".join(lines)


def whole_year(row: TemplateIndicator) -> str:
    return f"{row.period.year}年已按全年填报（{row.whole_year}）"


def instructions(content: TemplateContent) -> list[tuple[str, str]]:
    """A heading and its sentences, in the order in which they are needed."""
    no_data, not_applicable = AnswerChoice.NO_DATA.label, AnswerChoice.NOT_APPLICABLE.label
    return [
        ("填什么", filled_cells(content)),
        ("本期值", "只写数字，不写单位。0 也是数：确实是 0 的，请填 0。"),
        ("百分比", "77.5 和 77.5% 都可以。不要写 0.775，那是 0.775%。"),
        (
            "分子、分母",
            "比率请填分子和分母，本期值留空，由网站计算；没有分子、分母的，只填本期值。不要两种都填。",
        ),
        ("填哪一期", "看“填报范围”一列：有的填本季度，有的填全年，有的填年初以来的累计数。"),
        (not_applicable, f"本期没有对象、谈不上数的，在“本期情况”选“{not_applicable}”，不填数。"),
        (
            no_data,
            f"数还没有出来的，在“本期情况”选“{no_data}”，在“情况说明”写原因，"
            "在“预计报送日”写哪天能报，例如 2024-02-20。",
        ),
        ("留空", "什么都不填就是没有报送，不当作 0，也不会清掉以前报过的数。"),
        ("已有的内容", "网站上已有的数和文字已经填好。没有变化的不用动，有变化的直接改。"),
        (
            "锁定的格子",
            "其他列已锁定，能看，不能改。列宽、行高、字号可以改。请不要删去表头上面的“填报期”一行。",
        ),
        ("粘贴", "从别处粘贴时，请用“选择性粘贴—数值”，否则会带走格子里的检查。"),
        ("个人信息", "只填汇总数。不要写个人姓名、身份证号和残疾人证号。"),
        (
            "上传",
            f"保存后登录“{settings.SITE_NAME}”，在“我的填报”页选{content.period.label}，上传这个文件。"
            "先看预览，确认后才写入；有误的格子会逐个指出。",
        ),
    ]


def filled_cells(content: TemplateContent) -> str:
    parts = [
        f"“指标填报”有 {len(content.indicators)} 项指标：填“本期值”（或“分子”“分母”），需要时填“情况说明”。"
        if content.indicators
        else empty(content, TableKind.READINGS).replace("这一页", "“指标填报”"),
        f"“任务进展”有 {len(content.tasks)} 项任务：填“本期进展”“存在问题”“下步安排”，每格最多 2000 字。"
        if content.tasks
        else empty(content, TableKind.TASKS).replace("这一页", "“任务进展”"),
    ]
    return "".join(parts)
