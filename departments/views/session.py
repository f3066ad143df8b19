"""Signing in and out, one's own password, and staying signed in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from departments import services
from departments.forms import OwnPasswordForm, SignInForm, tell
from departments.requests import SignedInRequest

SIGNED_OUT = "登录已过期，请重新登录。"

login = LoginView.as_view(
    template_name="accounts/login.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
    # LoginView would call the site by its address.
    extra_context={"site_name": settings.SITE_NAME},
)
logout = LogoutView.as_view()


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_change(request: SignedInRequest) -> HttpResponse:
    form = OwnPasswordForm(request.POST or None, person=request.user)
    if form.is_valid() and changed_own_password(request, form):
        messages.success(request, "密码已修改，下次登录请用新密码。其他浏览器上的登录已失效。")
        return redirect("overview")
    return render(request, "accounts/password_change.html", {"form": form})


def changed_own_password(request: SignedInRequest, form: OwnPasswordForm) -> bool:
    try:
        services.change_own_password(person=request.user, password=form.cleaned_data["password"])
    except ValidationError as refused:
        tell(form, refused)
        return False
    # The person's other sessions end; this one goes on.
    update_session_auth_hash(request, request.user)
    return True


@login_not_required
@require_POST
def keepalive(request: HttpRequest) -> HttpResponse:
    """SignedInMiddleware has renewed the session. A page's script needs a 401, not the login page."""
    if isinstance(request.user, AnonymousUser):
        return JsonResponse({"detail": SIGNED_OUT}, status=401)
    return HttpResponse(status=204)
