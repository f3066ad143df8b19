"""The session: renewed by use, kept alive on request, and pages with data kept out of caches."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from departments.middleware import RENEW_AFTER_SECONDS, RENEWED_AT


def renewed_at(client: Client) -> int:
    moment: int = client.session[RENEWED_AT]
    return moment


def set_renewed_at(client: Client, moment: int) -> None:
    session = client.session
    session[RENEWED_AT] = moment
    session.save()


def test_use_renews_the_session_once_a_minute(as_leader: Client) -> None:
    page = reverse("password_change")
    as_leader.get(page)
    recently, long_ago = int(time.time()) - 10, int(time.time()) - RENEW_AFTER_SECONDS
    set_renewed_at(as_leader, recently)
    as_leader.get(page)
    assert renewed_at(as_leader) == recently
    set_renewed_at(as_leader, long_ago)
    answer = as_leader.get(page)
    assert renewed_at(as_leader) > long_ago
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == settings.SESSION_COOKIE_AGE


def test_keepalive_renews_and_says_nothing(as_leader: Client) -> None:
    set_renewed_at(as_leader, 1)
    answer = as_leader.post(reverse("keepalive"))
    assert (answer.status_code, answer.content) == (204, b"")
    assert renewed_at(as_leader) > 1


@pytest.mark.django_db
def test_a_script_learns_that_the_session_is_over(as_nobody: Client) -> None:
    answer = as_nobody.post(reverse("keepalive"))
    assert answer.status_code == 401
    assert answer.json() == {"detail": "登录已过期，请重新登录。"}


def test_pages_with_data_stay_out_of_caches(as_leader: Client) -> None:
    assert "no-store" in as_leader.get(reverse("password_change"))["Cache-Control"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(as_leader: Client) -> None:
    as_leader.get(reverse("password_change"))
    cookie = as_leader.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
