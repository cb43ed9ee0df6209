"""Rows that belong to no room: the audit line, the clock's slots, the workers."""

from __future__ import annotations

from django.db import models


class AuditLine(models.Model):
    """Who did what to which row, when and why. Numbers and codes only: no name, no text that someone hid."""

    privacy, retention = "account numbers", "kept with the edition"

    at = models.DateTimeField()
    edition = models.SlugField(blank=True)
    edition_day = models.DateField(null=True)
    account = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    why = models.TextField(blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["edition", "-id"], name="audit_by_edition"),
            models.Index(fields=["kind", "key", "id"], name="audit_by_row"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.kind} {self.key}"


class ClockSlot(models.Model):
    """One row a repeated job: until when one worker holds it, and when it last ended well."""

    privacy, retention = "none", "for ever"

    name = models.CharField(max_length=120, unique=True)
    held_until = models.DateTimeField(null=True)
    last_done_at = models.DateTimeField(null=True)
    last_fault = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """A process that does what was left for later, and when it was last seen: its lease on what it runs."""

    privacy, retention = "none", "a day after it was last seen"

    name = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class AppliedMigration(models.Model):
    """What a migration of ours said when it was applied: until the first release a 0001_ may be written anew, and a
    database made by the earlier one does not fit."""

    privacy, retention = "none", "for ever"

    app = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "name"], name="migration_applied_once")]

    def __str__(self) -> str:
        return f"{self.app} {self.name}"
