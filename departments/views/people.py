"""账号: the secretariat opens, changes and closes accounts, and hands out initial passwords."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from departments import selectors, services
from departments.access import ROLES_OPENED_BY_COORDINATOR, Right, require
from departments.exports import people_table
from departments.forms import AccountForm, InitialPasswordForm, NewAccountForm, PeopleFilter, tell
from departments.models import Person
from departments.requests import SignedInRequest
from departments.sheets import file_response


@require_GET
def people(request: SignedInRequest) -> HttpResponse:
    require(request.user, Right.PEOPLE)
    filters = PeopleFilter(request.GET)
    found = selectors.people(**filters.chosen)
    return render(
        request,
        "accounts/people.html",
        {"people": found, "filters": filters, "managed_roles": ROLES_OPENED_BY_COORDINATOR},
    )


@require_GET
def people_file(request: SignedInRequest, kind: str) -> HttpResponse:
    require(request.user, Right.PEOPLE)
    return file_response(people_table(selectors.people(**PeopleFilter(request.GET).chosen)), kind)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def person_new(request: SignedInRequest) -> HttpResponse:
    require(request.user, Right.PEOPLE)
    form = NewAccountForm(request.POST or None)
    if done(form, lambda given: services.open_account(**given, by=request.user)):
        given = form.cleaned_data
        messages.success(
            request, f"已开立账号 {given['username']}，初始密码 {given['password']}，{HAND_OVER}"
        )
        return redirect("people")
    return render(request, "accounts/person_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def person_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    person = managed(request, pk)
    form = AccountForm(request.POST or None, initial=facts(person))
    if done(form, lambda given: services.change_account(person=person, **given, by=request.user)):
        messages.success(request, f"账号 {person.username} 已修改。")
        return redirect("people")
    return render(request, "accounts/person_edit.html", {"form": form, "person": person})


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def person_password(request: SignedInRequest, pk: int) -> HttpResponse:
    person = managed(request, pk)
    form = InitialPasswordForm(request.POST or None)
    if done(form, lambda given: services.reset_password(person=person, **given, by=request.user)):
        password = form.cleaned_data["password"]
        messages.success(request, f"账号 {person.username} 的密码已重设为 {password}，{HAND_OVER}")
        return redirect("people")
    return render(request, "accounts/person_password.html", {"form": form, "person": person})


@require_POST
def person_open(request: SignedInRequest, pk: int) -> HttpResponse:
    return set_open(request, pk, is_open=True)


@require_POST
def person_close(request: SignedInRequest, pk: int) -> HttpResponse:
    return set_open(request, pk, is_open=False)


HAND_OVER = "请告诉本人；首次登录时须修改。此密码只显示这一次。"


def set_open(request: SignedInRequest, pk: int, *, is_open: bool) -> HttpResponse:
    person = managed(request, pk)
    try:
        services.set_account_open(person=person, is_open=is_open, by=request.user)
    except ValidationError as refused:
        messages.error(request, "".join(refused.messages))
    else:
        done_what = "已启用，可以登录了" if is_open else "已停用，不能再登录；需要时可以重新启用"
        messages.success(request, f"账号 {person.username} {done_what}。")
    return redirect("person_edit", pk)


def managed(request: SignedInRequest, pk: int) -> Person:
    require(request.user, Right.PEOPLE)
    return get_object_or_404(selectors.managed_people(), pk=pk)


def facts(person: Person) -> dict[str, Any]:
    return {"name": person.name, "role": person.role, "department": person.department}


def done(form: forms.Form, service: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the service took what was typed; its refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        service(form.cleaned_data)
    except ValidationError as refused:
        tell(form, refused)
        return False
    return True
