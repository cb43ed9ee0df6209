"""What the public pages remember for themselves."""

from __future__ import annotations

from django.db import models

from jarchy.charter.models import Edition


class FileSize(models.Model):
    """How many bytes a file for the public has: said beside its link, before anybody pays for loading it."""

    privacy, retention = "public", "made again"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()  # bytes
    position = models.BigIntegerField()  # of the journal, at which it was made

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language", "name"], name="one_size_a_file"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language}): {self.size}"
