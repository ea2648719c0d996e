"""What every row has that keeps a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from tirek.access.ids import new_pid


def file_path(filed: Filed, name: str) -> str:
    """Where a file lies: by its hash, so that its name tells nothing."""
    return path_of(filed.sha256)


def path_of(digest: str) -> str:
    """The same for a hash alone."""
    return f"attachments/{digest[:2]}/{digest}"


class Filed(models.Model):
    """A file kept outside the database, with its hash, size and type."""

    # The way from the row to its school.
    SCHOOL: ClassVar[str] = "school"

    pid = models.CharField(max_length=12, unique=True, default=new_pid, editable=False)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    file = models.FileField(upload_to=file_path, max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where it lies, "" when there is none."""
        return self.file.name or ""

    def in_file(self) -> dict[str, Any]:
        """As it stands in the school file."""
        return {"name": self.name, "type": self.type, "sha256": self.sha256, "size": self.size}
