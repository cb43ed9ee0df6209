"""What can go wrong with the house as a whole."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.foundation.problems import Problem


class Problems:
    not_an_example = Problem(
        "project.not_an_example", 409, _("“{edition}” is a live campaign: nothing is simulated in it."),
        _("Fork an example edition with jarchy charter new, and simulate there."),
    )  # fmt: skip
    simulated_already = Problem(
        "project.simulated_already", 409, _("“{edition}” has reports already."),
        _("Simulate in a new database: set JARCHY_HOME to an empty folder."),
    )  # fmt: skip
    backup_exists = Problem(
        "project.backup_exists", 409, _("There is a file “{file}” already."),
        _("Give the backup another name, best with the day in it."),
    )  # fmt: skip
    not_a_backup = Problem(
        "project.not_a_backup", 400, _("“{file}” cannot be read as a backup of Jarchy ({why})."),
        _("Take another backup; one that was cut off while it was copied is smaller than its original."),
    )  # fmt: skip
    backup_of_another_release = Problem(
        "project.backup_of_another_release", 409,
        _("This backup was made by release {release}, whose tables differ ({migrations})."),
        _("Restore it with that release, then install the newer one and run jarchy migrate."),
    )  # fmt: skip
    database_not_empty = Problem(
        "project.database_not_empty", 409, _("There are rows in this database already (table {table})."),
        _("Restore into an empty one: let DATABASE_URL or JARCHY_HOME name a new place."),
    )  # fmt: skip
    still_running = Problem(
        "project.still_running", 409, _("A worker of Jarchy is at work on this database."),
        _("Stop jarchy up, wait for two minutes, and restore then."),
    )  # fmt: skip
    restored_wrongly = Problem(
        "project.restored_wrongly", 500, _("What was read does not agree with itself ({what})."),
        _("Nothing was changed. Take another backup, and keep this one for whoever looks into it."),
    )  # fmt: skip
    not_final = Problem(
        "project.not_final", 409, _("“{edition}” is {state}, and not final yet: its numbers may still change."),
        _("Wait until it is final, or add --provisional: every page then says so."),
    )  # fmt: skip
    not_a_freeze = Problem(
        "project.not_a_freeze", 409, _("There is something else at “{folder}” already."),
        _("Name a folder that is not there yet, or one that an earlier freeze made."),
    )  # fmt: skip
