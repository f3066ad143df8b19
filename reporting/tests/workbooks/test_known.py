"""What the reader is told of the real measures and tasks."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from reporting.tests.workbooks.conftest import ReadRaw
from reporting.tests.workbooks.making import xlsx
from reporting.workbooks.known import known
from reporting.workbooks.lookup import Unmatched
from reporting.workbooks.rows import parse

pytestmark = pytest.mark.django_db


def test_both_plans_are_known_in_a_fixed_number_of_queries(
    plans: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(7):
        found = known()

    shared = found.measures.find("YF-40", "")
    assert (shared.code, shared.codes) == ("FZ-07", ("FZ-07", "YF-40"))
    assert len(shared.targets) == 2
    assert found.measures.find("ref gdp", "").is_growth
    assert found.measures.find("YF-26", "").reduction.base_year == 2020
    assert found.tasks.find("YF-T04", "").code == "YF-T04"
    assert found.department("区委社工委民政局") == "区委社会工委区民政局"


def test_every_indicator_is_found_by_its_code_and_by_its_name(plans: Any) -> None:
    from indicators.models import Indicator

    found = known()

    for indicator in Indicator.objects.select_related("measure"):
        assert found.measures.find(indicator.code, indicator.name).code == indicator.measure.code
        try:
            assert found.measures.find("", indicator.name).code == indicator.measure.code
        except Unmatched as error:
            assert "请填指标编码" in error.sentence


def test_both_plans_fit_one_wide_history(plans: Any, read_raw: ReadRaw) -> None:
    from indicators.models import Indicator

    names = list(Indicator.objects.values_list("code", "name"))
    periods = [f"{2020 + i // 4}Q{i % 4 + 1}" for i in range(20)]
    lines = [[code, name, *range(60, 80)] for code, name in names if code not in ("YF-40", "YF-42")]

    file = parse(read_raw(xlsx({"历史": [["指标编码", "指标名称", *periods], *lines]})), known())

    assert len(file.rows) == len(lines) * 20
    assert file.problems == []
