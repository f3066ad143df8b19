"""Waits until a freshly started demonstration site is healthy, and looks at it as a leader would.

``visit.py URL SECONDS [--sign-in]``; exit 1 with what was seen instead.
"""

import http.cookiejar
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

browser = urllib.request.build_opener(
    urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
)


def fetch(url: str, **form: str) -> str:
    data = urllib.parse.urlencode(form).encode() if form else None
    with browser.open(url, data, timeout=20) as answer:
        return str(answer.read().decode())


def wait(site: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fetch(f"{site}/healthz")
            return
        except OSError as refused:
            if time.monotonic() > deadline:
                sys.exit(f"{site}/healthz did not answer within {seconds:g} s: {refused}")
            time.sleep(0.05)


def visit(site: str) -> None:
    login = f"{site}/accounts/login/"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', fetch(login))
    if token is None:
        sys.exit("the login page has no form")
    first = fetch(
        login, csrfmiddlewaretoken=token[1], username="lingdao", password=os.environ["DEMO_PASSWORD"]
    )
    for expected in ("演示数据", "总览"):
        if expected not in first:
            sys.exit(f"the first page after signing in lacks {expected}:\n{first[:2000]}")


site = sys.argv[1]
wait(site, float(sys.argv[2]))
if sys.argv[3:] == ["--sign-in"]:
    visit(site)
