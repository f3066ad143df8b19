"""The transcription agrees with itself, and with the documents wherever these are at hand."""

from hashlib import sha256

import pytest

from tests.transcription.reading import (
    SEED_FILES,
    SEEDS,
    Row,
    as_printed,
    bare,
    names,
    plan_of,
    rows,
    rows_of,
    text_of,
)

PARTS = ("lead", "responsible")
needs_the_documents = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here")


def by_code(row: Row) -> str:
    return row["code"]


def document(plan: str) -> str:
    return bare(SEED_FILES[plan].read_text(encoding="utf-8"))


@pytest.mark.parametrize("task", rows("tasks"), ids=by_code)
def test_a_stored_text_has_its_length_hash_and_title(task: Row) -> None:
    text = text_of(task["code"])
    assert len(text) == int(task["text_length"]), task["code"]
    assert sha256(text.encode()).hexdigest() == task["text_sha256"], task["code"]
    assert text.startswith(task["title"] + "。"), task["code"]


@pytest.mark.parametrize("task", rows("tasks"), ids=by_code)
def test_departments_are_as_many_as_counted(task: Row) -> None:
    counted = (int(task["lead_count"]), int(task["responsible_count"]))
    assert (len(names(task["lead"])), len(names(task["responsible"]))) == counted, task["code"]


def test_every_printed_department_is_one_of_the_27_or_all_streets() -> None:
    columns = ("name", "printed_variants")
    known = {n for row in rows("departments") for column in columns for n in names(row[column])}
    printed = {n for task in rows("tasks") for part in PARTS for n in names(task[part])}
    assert len(rows("departments")) == 27
    assert printed == known | {"各街道"}


@pytest.mark.parametrize("plan", rows("plans"), ids=by_code)
def test_everything_is_as_many_as_counted(plan: Row) -> None:
    for table in ("themes", "tasks", "indicators", "commitments"):
        assert len(rows_of(table, plan["code"])) == int(plan[table]), (plan["code"], table)


def test_every_indicator_has_its_defaults() -> None:
    assert [row["code"] for row in rows("defaults")] == [row["code"] for row in rows("indicators")]


@pytest.mark.parametrize("promise", rows("commitments"), ids=lambda row: row["quote"])
def test_a_commitment_is_quoted_from_its_task(promise: Row) -> None:
    assert text_of(promise["task"]).count(promise["quote"]) == 1
    assert promise["key"] in promise["quote"]


@needs_the_documents
@pytest.mark.parametrize("task", rows("tasks"), ids=by_code)
def test_a_stored_text_stands_in_the_document(task: Row) -> None:
    leads = f"{task['lead']}牵头，" if task["lead"] else ""
    bracket = f"（{leads}{task['responsible']}{task['closing']}）" if task["closing"] else ""
    printed = as_printed(task["code"]) + bracket
    whole = document(plan_of(task)).replace("(", "（").replace(")", "）")
    assert whole.count(printed) == 1, f"{task['code']}: not in the document: {printed}"


@needs_the_documents
@pytest.mark.parametrize("indicator", rows("indicators"), ids=by_code)
def test_an_indicator_stands_in_the_documents_table(indicator: Row) -> None:
    plan, _, number = indicator["code"].partition("-")
    columns = ("name_printed", "target_printed", "nature")
    printed = str(int(number)) + "".join(indicator[column] for column in columns)
    assert document(plan).count(printed) == 1, f"{indicator['code']}: not there: {printed}"


@needs_the_documents
@pytest.mark.parametrize("read", rows("evaluations"), ids=lambda row: row["name"])
def test_an_evaluation_stands_in_the_document(read: Row) -> None:
    assert read["name"] in read["sentence"]
    assert document(read["plan"]).count(read["sentence"]) == 1, read["plan"]
