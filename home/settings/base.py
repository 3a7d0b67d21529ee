"""Settings of the portal on one machine, and of a larger one by its environment.

Read from the environment:

DEBUG
    `1` shows Django's debugging pages.
SECRET_KEY
    The signing key. Without it, one is made once and kept in `var/secret-key`.
ALLOWED_HOSTS
    Names the portal answers to besides this machine's, by commas.
CSRF_TRUSTED_ORIGINS
    Origins (`https://…`) that may post forms, by commas.
HTTPS
    `1` behind a proxy that ends TLS: secure cookies, redirect, HSTS (`HSTS_SECONDS`).
DATABASE_URL
    `postgres://user:password@host:5432/name`. Without it, SQLite in `var/`.
PORTAL_URL
    The public address, used in messages. Without it, this machine's at `PORT`.
PORTAL_VAR
    The folder of what the portal keeps. Without it, `var/` beside `manage.py`.
ELASTICSEARCH_URL, ELASTICSEARCH_PREFIX
    A search cluster and the prefix of its indexes. Without it, the database serves.
PORTAL_CONTROLLER
    Who answers for personal data, named at the foot of every screen.
CSP_IMG_SRC, CSP_FRAME_SRC
    Further hosts of images (map tiles) and of frames (video), by commas.
EMAIL_URL
    `smtp+tls://user:password@host:587` sends mail. Without it, `var/mail` keeps it.
DEFAULT_FROM_EMAIL
    The sender of the portal's mail.
LOG_LEVEL
    How much the portal says on standard error: `INFO` unless said.

What concerns accounts is in `home.settings.accounts`.
"""

from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from csp.constants import NONE, SELF

from home.settings.accounts import *  # noqa: F403
from home.settings.secret import kept_secret_key

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

PORT = env.int("PORT", default=8000)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret_key(
    VAR_DIR / "secret-key"
)

ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *env.list("ALLOWED_HOSTS", default=[]),
]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "home",
    "blocks",
    "search",
    # Before Wagtail's own, so that its templates and its catalogues are found first.
    "wagtail_remacto",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "home.csp.PortalCSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "home.accounts.leaving.LeavingMiddleware",
    "home.languages.AdminLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "home.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "wagtail_remacto.middleware.LanguageFallbackMiddleware",
]

ROOT_URLCONF = "home.urls"
WSGI_APPLICATION = "home.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The path of a page is the same in every language, and can be dictated on the phone.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# A page with a full StreamField has more fields than Django's default of 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Database

if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("DATABASE_URL")}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "remacto.sqlite3",
        }
    }

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Write-ahead logging lets a command write while the portal serves; a transaction
    # takes its lock when it begins, so that it waits for its turn instead of failing
    # half way.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=NORMAL;"
            "PRAGMA journal_size_limit=27103364;"
            "PRAGMA cache_size=-20000;"
            "PRAGMA temp_store=MEMORY;"
        ),
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # What Wagtail's search on PostgreSQL stands on.
    INSTALLED_APPS.append("django.contrib.postgres")
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "portal",
    }
}

# Languages

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Africa/Casablanca"
LANGUAGE_CODE = "fr"
LANGUAGES = [
    ("fr", "Français"),
    ("ar", "العربية"),
    ("en", "English"),
    ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]

WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# Wagtail's own screens have no Amazigh.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES[:3]
# Some systems list names that are no place's, and that browsers refuse.
WAGTAIL_USER_TIME_ZONES = sorted(
    available_timezones() - {"Factory", "localtime", "posixrules"}
)

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if DEBUG:
    # While someone works on a style sheet, the file as it is now.
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
    STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }

# Said at the foot of every screen; empty: the collectivité that publishes the page.
PORTAL_CONTROLLER = env.str("PORTAL_CONTROLLER", default="")

# Wagtail

WAGTAIL_SITE_NAME = "REMACTO"
WAGTAILADMIN_BASE_URL = env.str("PORTAL_URL", default=f"http://127.0.0.1:{PORT}")
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "geojson",
    "jpg",
    "json",
    "odp",
    "ods",
    "odt",
    "pdf",
    "png",
    "pptx",
    "txt",
    "xlsx",
    "zip",
]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# Documents go through Wagtail, which knows who may read a collection.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
# A running portal asks nothing of any other machine.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

# The package

WAGTAIL_REMACTO_BASE_TEMPLATE = "base.html"
# The bodies of its pages take the portal's blocks: tables, calls to action, open now…
WAGTAIL_REMACTO_BODY_BLOCK = "blocks.stream.ContentBlock"
WAGTAIL_REMACTO_ADAPTER = "home.adapter.PortalAdapter"
WAGTAIL_REMACTO_CONTROLLER = PORTAL_CONTROLLER

# Search

WAGTAILSEARCH_BACKENDS: dict[str, dict] = {
    "default": {"BACKEND": "wagtail.search.backends.database"}
}
if env.str("ELASTICSEARCH_URL", default=""):
    WAGTAILSEARCH_BACKENDS["default"] = {
        "BACKEND": "wagtail.search.backends.elasticsearch8",
        "URLS": [env.str("ELASTICSEARCH_URL")],
        "INDEX_PREFIX": env.str("ELASTICSEARCH_PREFIX", default="remacto_"),
        "TIMEOUT": 5,
    }
    # Answers while the cluster does not: its index is kept beside.
    WAGTAILSEARCH_BACKENDS["database"] = {"BACKEND": "wagtail.search.backends.database"}

# Mail

if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    # Sent nowhere: each message is a file that a person can open.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL",
    default=f"noreply@{urlsplit(WAGTAILADMIN_BASE_URL).hostname}",
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Security

# Wagtail shows a page's preview in a frame of its editor.
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
# A form that stood open too long gives back what was typed.
CSRF_FAILURE_VIEW = "wagtail_remacto.people.csrf.csrf_failure"

if env.bool("HTTPS", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# What the public site may load. The admin has its own policy in `home.csp`.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *env.list("CSP_IMG_SRC", default=[])],
        "frame-src": [SELF, *env.list("CSP_FRAME_SRC", default=[])],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.str("LOG_LEVEL", default="INFO"),
    },
    "loggers": {
        # Replaces Django's own handlers, which write only while DEBUG is on or by mail.
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # A line for each page indexed would hide the others.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        # It warns of every HEAD request, whose body it drops as it should.
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
