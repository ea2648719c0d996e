"""Django's settings; what a school may choose comes from the environment (`tirek.env`)."""

from pathlib import Path

from csp.constants import NONE, SELF

from tirek import env

env.known_only()
HOME = env.home()
SECRET_KEY = env.secret_key(HOME)
ALLOWED_HOSTS = env.hosts()
DEBUG = env.debug(ALLOWED_HOSTS)

# Floors from the ground up; what stands above may import what stands below, never the other way.
ROOMS = [
    "web",
    "access",
    "filing",
    "longwork",
    "accounts",
    "wordforms",
    "schoolyear",
    "school",
    "cards",
    "journal",
    "plans",
    "visits",
    "raids",
    "prevention",
    "phone",
    "guardianship",
    "transfers",
    "counselling",
    "consents",
    "support",
    "classdata",
    "personalfiles",
    "oversight",
    "reports",
    "analysis",
    "annual",
    "handover",
    "desk",
    "reminders",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tirek.apps.EntranceConfig",
    *(f"tirek.{room}" for room in ROOMS),
]

MIDDLEWARE = [
    # first, for every answer: pages, files, style sheets, redirects, refusals
    "csp.middleware.CSPMiddleware",
    "tirek.web.headers.secure_headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tirek.accounts.middleware.limits",
    "allauth.account.middleware.AccountMiddleware",
    "tirek.access.middleware.chosen_language",
    "tirek.access.middleware.school_of_work",
    "tirek.access.middleware.behind_walls",
    "tirek.accounts.middleware.SecondFactorFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tirek.access.middleware.NothingUnrecorded",
    "tirek.access.middleware.no_nul",
]

ROOT_URLCONF = "tirek.urls"
WSGI_APPLICATION = "tirek.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tirek.menu.menu",
            ],
        },
    }
]

FORM_RENDERER = "tirek.web.forms.Renderer"

DATABASES = {"default": env.database(HOME)}
# Where the heads of the audit's chains are noted, line by line: best on another disk.
AUDIT_HEADS = env.audit_heads(HOME)
# The role under whose row policies requests run on PostgreSQL (access/walls.py).
WALL_ROLE = env.wall_role()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:desk"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

# "required" of who sees the whole school or manages it, or "offered".
SECOND_FACTOR = env.second_factor(HOME)
IDLE_MINUTES = env.number("TIREK_IDLE_MINUTES", 30)
INVITATION_DAYS = env.number("TIREK_INVITATION_DAYS", 7)
# Of allauth only the second factor is used: no sign-up, no mail, no pages of its own.
MFA_ADAPTER = "tirek.accounts.second.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_RATE_LIMITS = False

LANGUAGE_CODE = env.language()
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "tirek_language"
LOCALE_PATHS = [Path(__file__).parent / "locale"]
FORMAT_MODULE_PATH = ["tirek.formats"]
USE_I18N = True
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MANIFEST_STRICT = False

# What each room offers on the pupil's page, in this order.
PUPIL_PANELS: list[str] = [
    "tirek.plans.panels.due_panel",
    "tirek.guardianship.panels.guardianship_panel",
    "tirek.visits.panels.acts_panel",
    "tirek.consents.panels.consents_panel",
    "tirek.journal.panels.timeline_panel",
    "tirek.personalfiles.panels.file_panel",
    "tirek.personalfiles.panels.interests_panel",
    "tirek.oversight.panels.sight_panel",
    "tirek.reports.panels.childfile_panel",
    "tirek.desk.panels.opened_lately",
]

# Who is due in a plan row: (school, code, day) -> pupils' ids; the journal asks without knowing.
PUPILS_DUE = "tirek.desk.queries.pupils_due"
# For whom the plans want a kind of work: (school, kind, day) -> pupils' ids.
PUPILS_PLANNED = "tirek.desk.queries.pupils_planned"

# Which plan rows of the school and of classes, with `people` of pupils and families too, a piece of
# work serves: (school, kind, topic, day, people) -> codes; rooms beside the plans ask unknowing.
ROWS_NAMED = "tirek.reports.actions.rows_served"
# What the analysis of the year before said and proposed, for a plan to be made: (school year, kind
# of plan) -> words by row code; proposals. And the finished analysis of a year, for its annual
# report: school year -> figures and words by plan and row, or None.
SAID_LAST_YEAR = "tirek.analysis.queries.said_last_year"
PROPOSED_LAST_YEAR = "tirek.analysis.queries.proposals_for"
ANALYSED = "tirek.analysis.queries.analysed"
# What is told when statuses are opened, (by, school, pupils, on, text) -> its evidence, and when
# none of those that left an evidence stands any more, (by, evidence, reason).
STATUS_OPENED = "tirek.journal.opened.status_opened"
STATUS_ANNULLED = "tirek.journal.opened.status_annulled"

# Kinds of things that are about pupils: the field by which the audit knows one, the way from it to
# its pupils ("" is the pupil).
ABOUT_PUPILS = {
    "school.pupil": ("pid", ""),
    "school.enrolment": ("pk", "pupil"),
    "school.householdstay": ("pk", "pupil"),
    "cards.statusperiod": ("pid", "pupil"),
    "cards.statusscan": ("pid", "status__pupil"),
    "cards.kinship": ("pid", "pupil"),
    "guardianship.case": ("pid", "pupil"),
    "prevention.case": ("pid", "pupil"),
    "transfers.sending": ("pid", "pupil"),
    "transfers.arrival": ("pid", "pupil"),
    "journal.entry": ("pid", "about_pupils__pupil"),
    "classdata.formline": ("pid", "pupil"),
    "personalfiles.filepaper": ("pk", "pupil"),
    "personalfiles.paperscan": ("pid", "pupil"),
    "journal.attachment": ("pid", "entry__about_pupils__pupil"),
}

# How much reading passes unasked: cards of different children in so many minutes; files a day.
MASS_CARDS, MASS_MINUTES = env.measure("TIREK_MASS_READING", "60/10")
(MASS_EXPORTS,) = env.measure("TIREK_MASS_EXPORTS", "30")

# Asked before the door lets something be read: (request, verb, thing, its id, its
# school) -> another answer, or None.
BEFORE_READ = ["tirek.oversight.reading.ask_for_a_reason"]

# What the search finds besides pupils, families, classes: (request, text) -> words and addresses.
SEARCHED = ["tirek.cards.notices.found"]

# What rooms put on the desk at once: request -> lines. Alarms are asked for each time; notices are
# kept while the day, the reader's roles and language and the school's data are the same.
DESK_ALARMS = [
    "tirek.oversight.panels.notices",
    "tirek.wordforms.panels.notices",
]
DESK_NOTICES = [
    "tirek.plans.waiting.notices",
    "tirek.plans.handed.notices",
    "tirek.guardianship.panels.notices",
    "tirek.visits.panels.notices",
    "tirek.raids.panels.notices",
    "tirek.phone.panels.notices",
    "tirek.cards.notices.notices",
    "tirek.transfers.panels.notices",
    "tirek.classdata.panels.notices",
    "tirek.counselling.panels.notices",
    "tirek.handover.panels.notices",
    "tirek.reports.panels.notices",
    "tirek.personalfiles.panels.notices",
]

# A school's own Word form of a paper: (school, form, document, version) -> the file, or None.
WORD_FORM = "tirek.wordforms.filling.filled"

# Long work is done before the page answers instead of beside it (tests).
LONG_WORK_AT_ONCE = False

# What the rooms do for a school that has just been entered: action(by, school).
NEW_SCHOOL = ["tirek.schoolyear.actions.begin_school"]

# The classes of the running year, for those who give roles: (school, day) -> names.
CLASSES_OF = "tirek.school.queries.named_classes"

# The page on which a mentor's pupils are chosen (it takes the mentor's public id), and its key.
MENTOR_PAGE = ("cards:mentor", "cards.mentor:write")

# What a successor takes over besides roles: (school, user, on) -> what is open, by kind.
HANDED_OVER = [
    "tirek.school.handing.open_things",
    "tirek.journal.handing.open_things",
    "tirek.plans.handing.open_things",
]

# What each room does when what is known of children is erased: eraser(pupils, today) -> counts.
# From the top down: the names, by which texts are searched, go last.
ERASERS = [
    "tirek.handover.erasing.erase",
    "tirek.annual.erasing.erase",
    "tirek.analysis.erasing.erase",
    "tirek.reports.erasing.erase",
    "tirek.phone.erasing.erase",
    "tirek.visits.erasing.erase",
    "tirek.raids.erasing.erase",
    "tirek.prevention.erasing.erase",
    "tirek.guardianship.erasing.erase",
    "tirek.transfers.erasing.erase",
    "tirek.classdata.erasing.erase",
    "tirek.counselling.erasing.erase",
    "tirek.personalfiles.erasing.erase",
    "tirek.consents.actions.erasing.erase_own",
    "tirek.plans.erasing.erase",
    "tirek.journal.erasing.erase",
    "tirek.cards.erasing.erase",
    "tirek.school.erasing.erase",
]

# What each room puts into a child's file for the legal representative, in this order:
# part(pupil, user, language) -> tirek.school.childfile.Part.
CHILD_FILE = [
    "tirek.school.childfile.part",
    "tirek.cards.childfile.part",
    "tirek.journal.childfile.part",
    "tirek.visits.childfile.part",
    "tirek.raids.childfile.part",
    "tirek.guardianship.childfile.part",
    "tirek.transfers.childfile.part",
    "tirek.classdata.childfile.part",
    "tirek.personalfiles.childfile.part",
    "tirek.plans.childfile.part",
    "tirek.consents.childfile.part",
    "tirek.reports.childfile.part",
    "tirek.handover.childfile.part",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
HTTPS = env.https(ALLOWED_HOSTS)
# What Django asks of HTTPS is no question without it: this machine alone, or plain HTTP said aloud,
# which `tirek check --deploy`, `tirek doctor` and `tirek serve` then tell in our own words.
SILENCED_SYSTEM_CHECKS = (
    [] if HTTPS else [f"security.W{number}" for number in ("004", "008", "012", "016")]
)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
# The program ends sessions by itself (accounts.rules.limits); one that is over is kept a while, so
# that a form left open in it is not lost.
SESSION_COOKIE_AGE = 48 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Letters go out only where a mail server is named.
MAIL = env.mail()
if MAIL:
    EMAIL_HOST, EMAIL_PORT = MAIL["host"], MAIL["port"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["user"], MAIL["password"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = not MAIL["ssl"], MAIL["ssl"]
    EMAIL_TIMEOUT = 20
    DEFAULT_FROM_EMAIL = MAIL["sender"]
# The program's own address in a letter; none where it is known to this machine only.
ADDRESS = env.address(ALLOWED_HOSTS, HTTPS)

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
