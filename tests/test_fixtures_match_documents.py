"""Every word and number of ``fixtures/`` against an independent transcription of the two documents.

The transcription is in ``tests/transcription/``; its README says how it was made and that it must
never be made from the fixtures. A failure names the code and shows both texts; which of the two is
right is decided from the document alone.
"""

import re

import pytest

from tests.plan_fixtures import (
    agree,
    entry,
    fixture,
    known_as,
    number,
    office_of,
    offices,
    offices_read,
    printed_as,
    promise,
    promises,
    said,
)
from tests.transcription.reading import (
    Row,
    bare,
    bare_name,
    difference,
    names,
    plan_of,
    row,
    rows,
    rows_of,
    text_of,
)

ALL_STREETS = "各街道"
# How the fixtures word what the transcription abbreviates.
WORDED = {"Q": "quarterly", "Y": "yearly", "yes": "true", "no": "false"}


def by_code(row: Row) -> str:
    return row["code"]


def own_measures() -> list[Row]:
    """The indicators that a measure is called by; YF-40 and YF-42 use another's."""
    return [row for row in rows("defaults") if row["measure"] == row["code"]]


# The plans


@pytest.mark.parametrize("plan", rows("plans"), ids=by_code)
@pytest.mark.parametrize(
    "key",
    ["code", "title", "short_title", "document_number", "issuer", "issued_on", "start", "end"],
)
def test_a_plan_is_headed_as_printed(plan: Row, key: str) -> None:
    agree(plan["code"], key, said(fixture(plan["code"])["plan"], key), bare_name(plan[key]))


@pytest.mark.parametrize("plan", rows("plans"), ids=by_code)
def test_chapters_stand_in_printed_order(plan: Row) -> None:
    read = [theme["name"] for theme in rows_of("themes", plan["code"])]
    themes = [said(theme, "name") for theme in fixture(plan["code"])["themes"]]
    agree(plan["code"], "themes", themes, read)


@pytest.mark.parametrize("plan", rows("plans"), ids=by_code)
@pytest.mark.parametrize("kind", ["tasks", "indicators"])
def test_nothing_is_missing_added_or_out_of_order(plan: Row, kind: str) -> None:
    codes = [e["code"] for e in fixture(plan["code"])[kind]]
    agree(plan["code"], kind, codes, [row["code"] for row in rows_of(kind, plan["code"])])


@pytest.mark.parametrize("plan", rows("plans"), ids=by_code)
def test_evaluations_are_announced_as_printed(plan: Row) -> None:
    given = fixture(plan["code"])["plan"]["evaluations"]
    items = [(said(i, "name"), said(i, "year"), said(given, "sentence")) for i in given["items"]]
    read = rows_of("evaluations", plan["code"])
    wanted = [(row["name"], row["year"], row["sentence"]) for row in read]
    agree(plan["code"], "evaluations", items, wanted)


def test_there_is_a_measure_for_every_indicator_and_one_of_reference() -> None:
    measures = sorted(m["code"] for plan in ("FZ", "YF") for m in fixture(plan)["measures"])
    wanted = {row["measure"] for row in rows("defaults")} | {"REF-GDP"}
    agree("FZ, YF", "measures", measures, sorted(wanted))


# Indicators: what is printed


@pytest.mark.parametrize("printed", rows("indicators"), ids=by_code)
def test_an_indicator_is_named_as_printed(printed: Row) -> None:
    code = printed["code"]
    agree(code, "name", said(entry("indicators", code), "name"), bare_name(printed["name"]))


@pytest.mark.parametrize("printed", rows("indicators"), ids=by_code)
def test_a_target_is_quoted_as_printed(printed: Row) -> None:
    target = entry("indicators", printed["code"])["target"]
    agree(printed["code"], "target", said(target, "printed"), bare_name(printed["target_printed"]))


@pytest.mark.parametrize("printed", rows("indicators"), ids=by_code)
def test_a_target_is_read_as_it_is_worded(printed: Row) -> None:
    code, target = printed["code"], entry("indicators", printed["code"])["target"]
    agree(code, "comparator", said(target, "comparator"), printed["comparator"])
    agree(code, "threshold", number(said(target, "threshold")), number(printed["threshold"]))


@pytest.mark.parametrize("printed", rows("indicators"), ids=by_code)
def test_an_indicator_has_the_printed_nature(printed: Row) -> None:
    indicator = entry("indicators", printed["code"])
    agree(printed["code"], "nature", said(indicator, "nature"), printed["nature"])


@pytest.mark.parametrize("printed", rows("indicators"), ids=by_code)
def test_an_indicator_stands_in_its_field(printed: Row) -> None:
    """YF prints a field (领域) beside each; FZ does not, its default is the chapter of the task."""
    code = printed["code"]
    field = printed["theme"] or row("tasks", row("defaults", code)["task"])["chapter"]
    agree(code, "theme", said(entry("indicators", code), "theme"), field)


@pytest.mark.parametrize("printed", [r for r in rows("indicators") if r["unit_printed"]], ids=by_code)
def test_a_measure_has_the_printed_unit(printed: Row) -> None:
    code = printed["code"]
    measure = entry("measures", row("defaults", code)["measure"])
    agree(code, "unit", said(measure, "unit"), printed["unit_printed"])


@pytest.mark.parametrize("own", own_measures(), ids=by_code)
def test_a_measure_is_named_like_its_first_indicator(own: Row) -> None:
    name = bare_name(row("indicators", own["code"])["name"])
    agree(own["code"], "name of the measure", said(entry("measures", own["code"]), "name"), name)


# Indicators: the defaults of plan-data.md


@pytest.mark.parametrize("default", rows("defaults"), ids=by_code)
@pytest.mark.parametrize("key", ["measure", "task"])
def test_an_indicator_belongs_where_the_default_says(default: Row, key: str) -> None:
    agree(default["code"], key, said(entry("indicators", default["code"]), key), default[key])


@pytest.mark.parametrize("default", rows("defaults"), ids=by_code)
@pytest.mark.parametrize("key", ["span", "kind", "due", "base_year", "reference"])
def test_a_target_has_the_default(default: Row, key: str) -> None:
    target = entry("indicators", default["code"])["target"]
    agree(default["code"], key, said(target, key), default[key])


@pytest.mark.parametrize("default", rows("defaults"), ids=by_code)
@pytest.mark.parametrize("key", ["unit", "frequency", "basis", "scale", "higher_is_better"])
def test_a_measure_has_the_default(default: Row, key: str) -> None:
    measure = entry("measures", default["measure"])
    agree(default["code"], key, said(measure, key), WORDED.get(default[key], default[key]))


@pytest.mark.parametrize("own", own_measures(), ids=by_code)
@pytest.mark.parametrize("key", ["basis", "unit"])
def test_a_measure_says_what_is_to_be_confirmed(own: Row, key: str) -> None:
    """待确认: whether it counts for the period or from 1 January; a unit that is not printed."""
    open_points = entry("measures", own["code"]).get("to_confirm") or []
    agree(own["code"], f"{key} to confirm", key in open_points, own[f"{key}_to_confirm"] == "yes")


@pytest.mark.parametrize("own", own_measures(), ids=by_code)
def test_a_definition_of_another_plan_stands_with_its_source(own: Row) -> None:
    """Two measures have one; nothing is invented for the others."""
    read = [r for r in rows("definitions") if r["code"] == own["code"]] or [{}]
    measure = entry("measures", own["code"])
    for key in ("definition", "source"):
        agree(own["code"], key, said(measure, f"reference_{key}"), bare_name(read[0].get(key, "")))


@pytest.mark.parametrize("default", rows("defaults"), ids=by_code)
@pytest.mark.parametrize("key", ["reporting_department", "suggested_department"])
def test_a_measure_is_reported_by_the_default(default: Row, key: str) -> None:
    measure = entry("measures", default["measure"])
    agree(default["code"], key, offices(names(said(measure, key))), names(default[key]))


def test_the_reference_is_yearly_growth_of_gdp() -> None:
    reference = entry("measures", "REF-GDP")
    agree("REF-GDP", "name", said(reference, "name"), "地区生产总值增速")
    agree("REF-GDP", "unit", said(reference, "unit"), "%")
    agree("REF-GDP", "frequency", said(reference, "frequency"), WORDED["Y"])
    agree("REF-GDP", "basis", said(reference, "basis"), "point")
    agree("REF-GDP", "higher_is_better", said(reference, "higher_is_better"), WORDED["yes"])


# Departments


def test_the_departments_are_the_27() -> None:
    listed = sorted(bare(d["name"]) for d in fixture("departments")["departments"])
    agree("departments", "names", listed, sorted(row["name"] for row in rows("departments")))


@pytest.mark.parametrize("read", rows("departments"), ids=lambda row: row["name"])
def test_a_printed_variant_is_an_alias(read: Row) -> None:
    for printed in printed_as(read):
        agree(printed, "department", office_of().get(printed), read["name"])


def test_the_streets_are_fifteen() -> None:
    agree("subdistricts", "number", len(fixture("departments")["subdistricts"]["names"]), 15)


@pytest.mark.parametrize("read", rows("subdistricts"), ids=lambda row: row["short_name"])
def test_a_street_goes_by_its_own_names_only(read: Row) -> None:
    short, streets = read["short_name"], fixture("departments")["subdistricts"]["names"]
    known = [known_as(street) for street in streets if short in known_as(street)]
    agree(short, "streets of that name", len(known), 1)
    agree(short, "other names", known[0] - {short, short + "街道", read["full_name"]}, set())


def test_all_streets_go_by_the_printed_name() -> None:
    agree("subdistricts", "group", fixture("departments")["subdistricts"]["group"], ALL_STREETS)


# Tasks


@pytest.mark.parametrize("task", rows("tasks"), ids=by_code)
def test_a_task_has_the_printed_title_and_chapter(task: Row) -> None:
    given = entry("tasks", task["code"])
    agree(task["code"], "title", said(given, "title"), task["title"])
    agree(task["code"], "theme", said(given, "theme"), task["chapter"])


@pytest.mark.parametrize("task", rows("tasks"), ids=by_code)
def test_a_task_keeps_its_whole_text(task: Row) -> None:
    document, given = text_of(task["code"]), bare(entry("tasks", task["code"])["text"])
    assert given == document, f"{task['code']} text\n{difference(document, given)}"


@pytest.mark.parametrize("task", rows("tasks"), ids=by_code)
@pytest.mark.parametrize("part", ["lead", "responsible"])
def test_a_task_has_the_printed_departments(task: Row, part: str) -> None:
    given = offices(entry("tasks", task["code"]).get(part) or [])
    agree(task["code"], part, given, offices_read(names(task[part])))


@pytest.mark.parametrize("task", [r for r in rows("tasks") if r["closing"]], ids=by_code)
def test_a_task_keeps_its_closing_bracket(task: Row) -> None:
    leads = f"{task['lead']}牵头，" if task["lead"] else ""
    printed = leads + task["responsible"] + task["closing"]
    given = said(entry("tasks", task["code"]), "printed_departments")
    agree(task["code"], "printed_departments", given, printed)


# Quantified commitments


def by_promise(row: Row) -> str:
    return f"{row['task']} {row['key']}"


@pytest.mark.parametrize("task", rows("tasks"), ids=by_code)
def test_a_task_has_as_many_commitments_as_its_text(task: Row) -> None:
    read = [row for row in rows_of("commitments", plan_of(task)) if row["task"] == task["code"]]
    agree(task["code"], "number of commitments", len(promises(task["code"])), len(read))


@pytest.mark.parametrize("read", rows("commitments"), ids=by_promise)
def test_a_commitment_quotes_its_own_sentence(read: Row) -> None:
    sentence = bare(promise(read)["sentence"])
    assert read["quote"] in sentence, f"{by_promise(read)}: {read['quote']!r} not in {sentence!r}"
    whole = set(re.split("[。；]", text_of(read["task"])))
    assert sentence.rstrip("。；") in whole, f"{by_promise(read)}: no sentence: {sentence!r}"


@pytest.mark.parametrize("read", rows("commitments"), ids=by_promise)
def test_a_commitment_quotes_its_number_from_its_sentence(read: Row) -> None:
    given = promise(read)
    quoted, sentence = bare(given["printed"]), bare(given["sentence"])
    assert quoted, f"{by_promise(read)}: nothing is quoted"
    assert quoted in sentence, f"{by_promise(read)}: {quoted!r} not in {sentence!r}"


@pytest.mark.parametrize("read", rows("commitments"), ids=by_promise)
def test_a_commitment_links_to_the_indicator_it_repeats(read: Row) -> None:
    agree(by_promise(read), "indicator", said(promise(read), "indicator"), read["indicator"])


@pytest.mark.parametrize("read", rows("commitments"), ids=by_promise)
def test_a_commitment_has_the_printed_number(read: Row) -> None:
    given = promise(read)
    what = by_promise(read)
    agree(what, "comparator", said(given, "comparator"), read["comparator"])
    agree(what, "threshold", number(said(given, "threshold")), number(read["threshold"]))
    agree(what, "unit", said(given, "unit"), read["unit"])
