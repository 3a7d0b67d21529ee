"""Settings of the test suite: the portal's, with nothing slow and nothing kept.

`DATABASE_URL` names another database server; each run makes its own database in it.
"""

import os
import tempfile

# Settings that a developer's shell may carry say nothing to the tests.
for _name in (
    "ALLOWED_HOSTS",
    "DEBUG",
    "ELASTICSEARCH_URL",
    "EMAIL_URL",
    "HTTPS",
    "PORTAL_URL",
    "TRUSTED_PROXIES",
):
    os.environ.pop(_name, None)
os.environ["SECRET_KEY"] = "a key for tests"  # noqa: S105
_kept = tempfile.TemporaryDirectory(prefix="remacto-test-")
os.environ["PORTAL_VAR"] = _kept.name

from home.settings.base import *  # noqa: E402, F403
from home.settings.base import DATABASES, MIDDLEWARE  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["NAME"] = ":memory:"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WAGTAILADMIN_BASE_URL = "http://testserver"
# Tests of the admin sign people in without one; those of the factor itself ask for it.
PORTAL_STAFF_SECOND_FACTOR = False

# No file is collected before a test: the live server finds each where it stands.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
