"""For a server behind TLS. Refuses to start without what only its operator can know."""

from django.core.exceptions import ImproperlyConfigured

from xicheng_plan.settings.base import *  # noqa: F403
from xicheng_plan.settings.base import ALLOWED_HOSTS, SECRET_KEY

DEBUG = False
if not SECRET_KEY:
    raise ImproperlyConfigured("生产环境必须设置 SECRET_KEY（50 个以上随机字符），见 README。")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("生产环境必须设置 ALLOWED_HOSTS（访问本站所用的域名，逗号分隔），见 README。")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
