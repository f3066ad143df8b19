"""Error pages in Chinese: what happened, and the way on."""

from __future__ import annotations

import re
import sys

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

CHINESE = re.compile("[\u4e00-\u9fff]")
NOT_FOUND = "没有找到这个页面，请核对地址。"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", {"message": sentence(exception)}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"message": sentence(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # Django's own Http404 carries URL patterns, or a model's name in English: not for users.
    said = sentence(exception) if isinstance(exception, Http404) else ""
    said = said if CHINESE.search(said) else ""
    return render(request, "404.html", {"message": said or NOT_FOUND}, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is being handled; a database that does not answer is a 503.

    Neither page may touch the database, so neither is rendered with the request's context.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
    return HttpResponse(render_to_string("500.html"), status=500)


def sentence(exception: Exception | None) -> str:
    said = exception.args[0] if exception is not None and exception.args else ""
    return said if isinstance(said, str) else ""
