"""How bin/serve serves: two processes of four threads, and the address as soon as it answers."""

import os
from typing import Any

host, port = os.environ["HOST"], os.environ["PORT"]
named = f"[{host}]" if ":" in host else host

bind = f"{named}:{port}"
workers = 2
worker_class = "gthread"
threads = 4
preload_app = True  # loaded once, not once a process: that is most of a start
loglevel = "warning"
control_socket_disable = True

EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104
FROM_ELSEWHERE = "从别的机器访问时，请用 ALLOWED_HOSTS 写明本机的域名或地址，例如：ALLOWED_HOSTS=10.1.2.3"


def when_ready(server: Any) -> None:
    shown = "127.0.0.1" if host in EVERY_ADDRESS else named
    print(f"\n网站已启动：http://{shown}:{port}\n按 Ctrl-C 停止。\n", flush=True)
    if host in EVERY_ADDRESS and "ALLOWED_HOSTS" not in os.environ:
        print(FROM_ELSEWHERE, flush=True)
