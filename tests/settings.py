"""The program's settings in a folder of their own, with quick passwords; the rest is the same."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["TIREK_HOME"] = tempfile.mkdtemp(prefix="tirek-test-")
atexit.register(shutil.rmtree, os.environ["TIREK_HOME"], ignore_errors=True)

from tirek.settings import *  # noqa: E402, F403
from tirek.settings import DATABASES, HOME, STATIC_ROOT, STORAGES  # noqa: E402

Path(STATIC_ROOT).mkdir(exist_ok=True)
# Where it is the point, a test requires it.
SECOND_FACTOR = "offered"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in life: a database in memory knows no WAL and locks differently between threads.
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}
