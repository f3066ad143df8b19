"""A target that contradicts its own printed words: refused with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.tests.plan_copies import Copies
from tasks.tests.refusals import FZ, Refused, check

pytestmark = pytest.mark.django_db

REFUSED = [
    # words and numbers of a target
    Refused(
        "threshold missing",
        "indicators/YF-12",
        "      threshold: '80'\n",
        "",
        "指标 YF-12 的比较方式是“不低于（≥）”（at_least），要写目标值（threshold）。",
        at="comparator",
    ),
    Refused(
        "threshold no number",
        "indicators/YF-12",
        "threshold: '80'",
        "threshold: 八十",
        "指标 YF-12 的目标值（threshold）“八十”不是数。请只写数字，例如 85 或 0.13。",
    ),
    Refused(
        "threshold too exact",
        "indicators/YF-14",
        "threshold: '2.82'",
        "threshold: '2.8200001'",
        "指标 YF-14 的目标值（threshold）“2.8200001”位数太多：最多 9 位整数、6 位小数。",
    ),
    Refused(
        "threshold where none is taken",
        "indicators/YF-30",
        "comparator: rise",
        "comparator: rise\n      threshold: '300'",
        "指标 YF-30 的比较方式是“稳步提升”（rise），不能写目标值（threshold）。",
        at="threshold",
    ),
    Refused(
        "> printed and ≥ read",
        "indicators/YF-03",
        "comparator: more_than",
        "comparator: at_least",
        "指标 YF-03 印发的是“>70%”，比较方式却是“不低于（≥）”（at_least）。",
    ),
    Refused(
        "≥ printed and > read",
        "indicators/YF-12",
        "comparator: at_least",
        "comparator: more_than",
        "指标 YF-12 印发的是“≥80%”，比较方式却是“大于（>）”（more_than）。",
    ),
    Refused(
        "内 printed and ≥ read",
        "indicators/YF-28",
        "comparator: at_most",
        "comparator: at_least",
        "指标 YF-28 印发的是“12分钟内”，比较方式却是“不低于（≥）”（at_least）。",
    ),
    Refused(
        "rise read as hold",
        "indicators/YF-30",
        "comparator: rise",
        "comparator: hold",
        "指标 YF-30 印发的是“稳步提升”，比较方式却是“保持稳定”（hold）。",
    ),
    Refused(
        "another number printed",
        "indicators/YF-12",
        "threshold: '80'",
        "threshold: '85'",
        "指标 YF-12 印发的是“≥80%”，目标值却是 85。",
    ),
    Refused(
        "another bare number printed",
        "indicators/FZ-05",
        "threshold: '0.13'",
        "threshold: '1300'",
        "指标 FZ-05 印发的是“0.13”，目标值却是 1300。",
        file=FZ,
    ),
    Refused(
        "another reduction printed",
        "indicators/YF-26",
        "threshold: '20'",
        "threshold: '10'",
        "指标 YF-26 印发的是“比2020年下降20%以上”，目标值却是 10。",
    ),
    Refused(
        "another base year printed",
        "indicators/YF-26",
        "base_year: '2020'",
        "base_year: '2021'",
        "指标 YF-26 印发的是“比2020年下降20%以上”，基期年份却是 2021。",
    ),
    Refused(
        "base year missing",
        "indicators/YF-26",
        "      base_year: '2020'\n",
        "",
        "指标 YF-26 的比较方式是“比基期下降（%以上）”（reduce_by），要写文件写明的基期年份（base_year）。",
        at="comparator",
    ),
    Refused(
        "base year where none is taken",
        "indicators/YF-12",
        "threshold: '80'",
        "threshold: '80'\n      base_year: '2020'",
        "指标 YF-12 的比较方式是“不低于（≥）”（at_least），不能写文件写明的基期年份（base_year）。",
        at="base_year",
    ),
    Refused(
        "in step with nothing",
        "indicators/FZ-01",
        "      reference: REF-GDP\n",
        "",
        "指标 FZ-01 的比较方式是“与参照基本同步”（in_step），要写参照数据项（reference）。",
        file=FZ,
        at="comparator",
    ),
    Refused(
        "unknown wording that holds another number",
        "indicators/YF-12",
        "printed: '≥80%'\n      comparator: at_least\n      threshold: '80'",
        "printed: 每百人80人次上下\n      comparator: at_least\n      threshold: '85'",
        "指标 YF-12 印发的是“每百人80人次上下”，其中没有目标值 85。",
        at="threshold",
    ),
    Refused(
        "another unit printed",
        "measures/YF-28",
        "unit: 分钟",
        "unit: 小时",
        "指标 YF-28 印发的是“12分钟内”，单位却是“小时”。",
        at="indicators/YF-28:printed",
    ),
    Refused(
        "a floor where lower is better",
        "measures/YF-12",
        "higher_is_better: 'true'",
        "higher_is_better: 'false'",
        "指标 YF-12 的数据项是数值越低越好（higher_is_better），比较方式却是“不低于（≥）”（at_least）。",
        at="indicators/YF-12:comparator",
    ),
    Refused(
        "due after the plan",
        "indicators/YF-12",
        "due: '2025-12-31'",
        "due: '2026-12-31'",
        "指标 YF-12 的到期日 2026-12-31 不在规划期（2022-01-01 至 2025-12-31）内。",
    ),
    Refused(
        "a state over the whole plan",
        "indicators/YF-12",
        "span: latest",
        "span: plan",
        "指标 YF-12：时点数或当期比率没有累计数，不能按全年或规划期合计考核。",
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_a_contradiction_is_refused_with_its_line(tmp_path: Path, case: Refused) -> None:
    check(Copies(tmp_path), case)
