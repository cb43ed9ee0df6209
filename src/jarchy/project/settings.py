"""Django's settings, all from the environment; see foundation/settings.py for the words and their defaults."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from jarchy.foundation.settings import SETTINGS, number_of, value_of
from jarchy.project.environ import gateway_of, networks_of
from jarchy.project.secrets import kept_secret

ROOT = Path(__file__).resolve().parents[3]  # the checkout
HOME = Path(value_of("JARCHY_HOME")).resolve()
try:
    HOME.mkdir(parents=True, exist_ok=True, mode=0o700)  # it holds what volunteers report, and the keys
    SECRET_KEY = kept_secret(HOME, "secret_key")  # signs cookies; a new one signs everybody out, no more
    SEAL_KEY = kept_secret(
        HOME, "seal_key"
    )  # opens drafts and telephones (foundation/sealing.py): never changed
    HMAC_KEY = kept_secret(HOME, "hmac_key")  # under it telephones are hashed: never changed
    DEVICE_KEY = kept_secret(
        HOME, "device_key"
    )  # signs what phones sign in with: a new one shuts them all out
except OSError as fault:
    raise ImproperlyConfigured(
        f"JARCHY_HOME is {HOME}, and Jarchy cannot keep its data there: {fault.strerror}. "
        "Let this user write in it, or name another folder: JARCHY_HOME=~/jarchy"
    ) from fault
PORT = number_of("JARCHY_PORT")
ADDRESS = value_of("JARCHY_ADDRESS")
LOG_LEVEL = value_of("JARCHY_LOG")
LARGEST_BODY = number_of("JARCHY_LARGEST_BODY_MB") * 1_000_000
IS_URL_SAID = bool(value_of("JARCHY_URL"))  # else phones get addresses as they asked for them
URL = (value_of("JARCHY_URL") or f"http://127.0.0.1:{PORT}").rstrip("/")
if not URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(
        f"JARCHY_URL is “{URL}”. Write it with its scheme, as https://campaign.example.org"
    )
try:
    PROXIES = networks_of(value_of("JARCHY_PROXIES"))
except ValueError as fault:
    raise ImproperlyConfigured(
        f"JARCHY_PROXIES: {fault}. Write it as {SETTINGS['JARCHY_PROXIES'].example}"
    ) from fault
HOST = URL.split("://", 1)[1].split("/")[0].rsplit(":", 1)[0]
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}
# A container listens on all of its own addresses; what reaches it is decided where it was started.
IS_CONTAINED = Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()
ROUTES = Path("/proc/net/route")
CONTAINER_GATEWAY = gateway_of(ROUTES.read_text()) if IS_CONTAINED and ROUTES.exists() else ""
IS_LOOPBACK = HOST in LOOPBACK and (ADDRESS in LOOPBACK or IS_CONTAINED)
IS_HTTPS = URL.startswith("https://")

DEBUG = False
ALLOWED_HOSTS = [HOST, "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [URL]
ROOT_URLCONF = "jarchy.project.urls"
WSGI_APPLICATION = "jarchy.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"

INSTALLED_APPS = [
    "jarchy.project",
    "jarchy.website",
    "jarchy.fieldwork",
    "jarchy.publications",
    "jarchy.forms",
    "jarchy.ledger",
    "jarchy.people",
    "jarchy.charter",
    "jarchy.places",
    "jarchy.foundation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages on village networks; it pads, so that lengths tell no secret
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # for telephones that know no frame-ancestors
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jarchy.people.doors.ActorMiddleware",
    "jarchy.foundation.pages.ProblemPages",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jarchy.foundation.pages.frame",
            ],
            "builtins": ["django.templatetags.i18n", "jarchy.foundation.templatetags.jarchy"],
        },
    }
]

_default_database = f"sqlite:///{HOME / 'jarchy.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(value_of("DATABASE_URL") or _default_database)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: the write lock is taken at BEGIN, so two actions wait instead of failing half-way. Queries open none.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # recursive_triggers: else INSERT OR REPLACE would delete a row of the journal without its trigger.
        # secure_delete: what was deleted of people would else lie in the file until something is written over it.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-65536;",
    }
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "jarchy.people.signing_in.SignInBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "jarchy.people.signing_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up: an invitation makes the account
ACCOUNT_EMAIL_VERIFICATION = "none"  # until there are channels
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "jarchy.people.forms.SignInForm",
    "change_password": "jarchy.people.forms.ChangePasswordForm",
    "set_password": "jarchy.people.forms.SetPasswordForm",
    "reauthenticate": "jarchy.people.forms.ConfirmForm",
}
# A youth centre sits behind one address: tries are counted by name and address together (axes), here only floods are.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip",
    "card": "20/10m/ip",
    "join": "60/10m/ip",
    "look": "120/10m/ip",
}
PHONE_REGION = value_of("JARCHY_PHONE_REGION")  # how a phone without its country is read
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

CSRF_FAILURE_VIEW = "jarchy.foundation.pages.form_refused"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("ky", "Кыргызча"), ("ru", "Русский"), ("en", "English")]

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "jarchy.project.statics.VersionedStorage"},
}
MEDIA_ROOT = HOME / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 60 * 24 * 3600  # a volunteer signs in once, not again in a village without network
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0  # said over https only
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

TASKS = {"default": {"BACKEND": "jarchy.foundation.jobs.Backend"}}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who signed in when is nobody's business
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code"]
AXES_USERNAME_CALLABLE = "jarchy.people.signing_in.tried_name"
AXES_LOCKOUT_CALLABLE = "jarchy.people.signing_in.locked_out"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # until there are channels
LOGGING_CONFIG = None
