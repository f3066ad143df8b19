"""Measures, plans, tasks and commitments that contradict themselves: refused with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.tests.plan_copies import Copies
from tasks.tests.refusals import FZ, Refused, check

pytestmark = pytest.mark.django_db

REFUSED = [
    # measures
    Refused(
        "measure that nobody uses",
        "measures/REF-GDP",
        "code: REF-GDP",
        "code: REF-NEW",
        "数据项 REF-NEW 没有指标用到，也没有目标参照它。",
        file=FZ,
    ),
    Refused(
        "measure of another plan",
        "measures/YF-45",
        "  - code: YF-45",
        "  - code: FZ-11\n    name: 甲\n    unit: 个\n    frequency: yearly\n  - code: YF-45",
        "数据项 FZ-11 按编码属于规划 FZ，应写在那个规划的文件里。",
    ),
    Refused(
        "two indicators of one plan share a measure",
        "indicators/YF-13",
        "measure: YF-13",
        "measure: YF-12",
        "指标 YF-13 和第 {other} 行的指标用同一个数据项 YF-12。同一规划的两项指标不能共用。",
        other="indicators/YF-12:measure",
    ),
    Refused(
        "measure not called as its indicator",
        "indicators/YF-13",
        "measure: YF-13",
        "measure: YF-14",
        "指标 YF-13 用的数据项 YF-14 也在本文件里，编码应与指标相同，写成 YF-13。",
    ),
    Refused(
        "scale of a percentage",
        "measures/YF-12",
        "scale: '100'",
        "scale: '1000'",
        "数据项 YF-12 的单位是 %，比率倍数（scale）只能是 100。",
    ),
    Refused(
        "scale of 0",
        "measures/YF-36",
        "scale: '1000'",
        "scale: '0'",
        "数据项 YF-36 的比率倍数（scale）要大于 0。",
    ),
    Refused(
        "baseline without its year",
        "measures/YF-14",
        "unit: 平方米",
        "unit: 平方米\n    baseline_value: '2.4'",
        "数据项 YF-14 的基期值和基期年份要一起写。",
        at="baseline_value",
    ),
    Refused(
        "definition without its source",
        "measures/YF-03",
        "reference_source: 海南省残疾预防行动计划（2022—2025年）",
        "",
        "数据项 YF-03 写了口径（reference_definition），没有写来源（reference_source）。",
        at="reference_definition",
    ),
    Refused(
        "unknown field to confirm",
        "measures/YF-03",
        "to_confirm: [basis]",
        "to_confirm: [base]",
        "数据项 YF-03 的待确认项（to_confirm）“base”不认识。",
    ),
    # the plan
    Refused(
        "plan that ends before it starts",
        "plan",
        "start: '2022-01-01'",
        "start: '2026-01-01'",
        "规划期起 2026-01-01 不早于规划期止 2025-12-31。",
    ),
    Refused(
        "cut-offs out of order",
        "plan",
        "on_track_from: '0.95'",
        "on_track_from: '0.50'",
        "进展正常的下限 0.50 要大于进展滞后的下限 0.60，两者都在 0 和 1 之间。",
    ),
    Refused(
        "evaluation outside the plan",
        "plan",
        "year: '2023'",
        "year: '2033'",
        "中期评估的年份 2033 不在规划期内。",
    ),
    Refused(
        "no date",
        "plan",
        "issued_on: '2022-12-30'",
        "issued_on: 2022年12月30日",
        "规划的印发日期（issued_on）“2022年12月30日”不是日期。请写成 2025-12-31 的样子。",
    ),
    Refused(
        "no day of the calendar",
        "plan",
        "end: '2025-12-31'",
        "end: '2025-02-30'",
        "规划的规划期止（end）“2025-02-30”不是日期。",
    ),
    # tasks and commitments
    Refused(
        "department in lead and responsible",
        "tasks/YF-T15",
        "responsible: [区卫生健康委]",
        "responsible: [区市场监管局]",
        "任务 YF-T15 里的“区市场监管局”和第 {other} 行的“区市场监管局”是同一个单位。",
        other="tasks/YF-T15:lead",
    ),
    Refused(
        "department twice under two names",
        "tasks/YF-T07",
        "区委社工委民政局、区体育局、区残联、各街道按职责分工负责\n    lead: [区卫生健康委]\n"
        "    responsible: [区教委, 区委社工委民政局",
        "区委社工委民政局、区委社会工委区民政局、区体育局、区残联、各街道按职责分工负责\n"
        "    lead: [区卫生健康委]\n    responsible: [区教委, 区委社会工委区民政局, 区委社工委民政局",
        "任务 YF-T07 里的“区委社工委民政局”和第 {other} 行的“区委社会工委区民政局”是同一个单位。",
        at="responsible",
        other="tasks/YF-T07:responsible",
    ),
    Refused(
        "department that is not printed",
        "tasks/YF-T15",
        "responsible: [区卫生健康委]",
        "responsible: [区卫生健康委, 区教委]",
        "任务 YF-T15 的“区教委”不在印发的分工（printed_departments）里。",
    ),
    Refused(
        "department printed and left out",
        "tasks/YF-T15",
        "区卫生健康委按职责",
        "区卫生健康委、区委社工委民政局按职责",
        "任务 YF-T15 印发的分工里有“区委社工委民政局”，牵头单位和负责单位里没有。",
    ),
    Refused(
        "sentence that is not the task's",
        "tasks/YF-T19",
        "sentence: 为有功能障碍",
        "sentence: 给有功能障碍",
        "任务 YF-T19 的量化要求“公立医院或社会办医疗机构转型护理院”的原文（sentence）不在任务原文里。",
    ),
    Refused(
        "number that is not the sentence's",
        "tasks/YF-T19",
        "printed: 一家",
        "printed: 两家",
        "任务 YF-T19 的量化要求“公立医院或社会办医疗机构转型护理院”印发的数“两家”不在它的原文（sentence）里。",
    ),
    Refused(
        "Chinese number that is another",
        "tasks/YF-T20",
        "threshold: '15'",
        "threshold: '16'",
        "任务 YF-T20 的量化要求“一刻钟无障碍便民服务圈”印发的是“十五个街道全覆盖”，目标值却是 16。",
    ),
    Refused(
        "以下 printed and ≥ read",
        "tasks/FZ-T14",
        "comparator: at_most",
        "comparator: at_least",
        "任务 FZ-T14 的量化要求“接受送教上门的儿童比例”印发的是“5%以下”，"
        "比较方式却是“不低于（≥）”（at_least）。",
        file=FZ,
    ),
    Refused(
        "number without comparator",
        "tasks/YF-T19",
        "        comparator: at_least\n",
        "",
        "任务 YF-T19 的量化要求“公立医院或社会办医疗机构转型护理院”写了目标值（threshold），"
        "没有写比较方式（comparator）。",
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_a_contradiction_is_refused_with_its_line(tmp_path: Path, case: Refused) -> None:
    check(Copies(tmp_path), case)
