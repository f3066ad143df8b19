"""The frame around every page: the way about, the banner, the person, the reader's settings."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from conftest import ClientOf
from dashboard.context import frame, label, navigation
from departments.models import Person
from indicators.models import Plan


def labels(person: Person | AnonymousUser) -> list[str]:
    return [item.label for item in navigation(person, "/")]


def test_each_role_is_shown_what_it_may_open(
    leader: Person, liaison: Person, coordinator: Person, system_administrator: Person
) -> None:
    plans = list(Plan.objects.values_list("short_title", flat=True))
    for_all = ["总览", *plans, "任务", "单位"]
    assert labels(leader) == [*for_all, "填报进度"]
    assert labels(liaison) == ["我的填报", *for_all, "上传记录"]
    assert labels(coordinator) == [*for_all, "填报进度", "录入", "上传记录", "账号"]
    assert labels(system_administrator) == []
    assert labels(AnonymousUser()) == []


def test_every_entry_can_be_opened(as_coordinator: Client, coordinator: Person) -> None:
    for item in navigation(coordinator, "/"):
        assert as_coordinator.get(item.url).status_code == 200


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "总览"),
        ("/plans/YF/", "残疾预防行动计划"),
        ("/tasks/YF-T07/", "任务"),
        ("/rounds/2023Q4/indicators/", "填报进度"),
        ("/accounts/people/new/", "账号"),
        ("/method/", None),
    ],
)
def test_the_entry_one_is_in_is_marked(coordinator: Person, path: str, expected: str | None) -> None:
    current = [item.label for item in navigation(coordinator, path) if item.current]
    assert current == ([expected] if expected else [])


def test_a_demonstration_says_so_on_every_page(as_leader: Client, as_nobody: Client, leader: Person) -> None:
    for client, page in ((as_leader, "overview"), (as_nobody, "login")):
        assert "演示数据" not in client.get(reverse(page)).content.decode()
    Person.objects.filter(pk=leader.pk).update(is_demo=True)
    for client, page in ((as_leader, "overview"), (as_nobody, "login")):
        assert "演示数据" in client.get(reverse(page)).content.decode()


def test_the_page_says_who_is_signed_in(liaison: Person, client_of: ClientOf) -> None:
    Person.objects.filter(pk=liaison.pk).update(name="李敏")
    assert "李敏（区卫生健康委）" in client_of(liaison).get(reverse("overview")).content.decode()


@pytest.mark.django_db
def test_a_request_that_failed_before_anyone_asked_who_it_is_from_has_a_frame() -> None:
    given = frame(RequestFactory().get("/"))
    assert given["navigation"] == []
    assert not any(given["display"].values())


def test_refusals_come_in_the_same_frame(as_leader: Client) -> None:
    refused = as_leader.get(reverse("people"))
    assert refused.status_code == 403
    page = refused.content.decode()
    assert "领导不能管理账号。需要时请联系区残工委秘书处。" in page
    assert "主导航" in page


def test_an_unknown_address_is_a_page_in_chinese(as_leader: Client) -> None:
    answer = as_leader.get("/no-such-page/")
    assert answer.status_code == 404
    assert 'lang="zh-CN"' in answer.content.decode()


def test_a_name_of_a_host_that_is_not_ours_is_refused(as_nobody: Client) -> None:
    answer = as_nobody.get("/accounts/login/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert 'lang="zh-CN"' in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "cast.liaison（区卫生健康委）"),
        ("王芳", "王芳（区卫生健康委）"),
        ("区卫生健康委王芳", "区卫生健康委王芳"),
    ],
)
def test_a_person_is_called_by_name_and_department_once(liaison: Person, name: str, said: str) -> None:
    liaison.name = name
    assert label(liaison) == said
