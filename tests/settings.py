"""The program's settings in a folder of their own, with quick passwords; the rest is the same."""

import atexit
import os
import shutil
import tempfile

os.environ["TIREK_HOME"] = tempfile.mkdtemp(prefix="tirek-test-")
atexit.register(shutil.rmtree, os.environ["TIREK_HOME"], ignore_errors=True)

from tirek.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
