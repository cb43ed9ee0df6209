"""What people do with a campaign: load its folder, save and fork it, change a row, move an example's day."""

from jarchy.charter.actions.archiving import archive_later, begin_archive, sweep_archived
from jarchy.charter.actions.changing import change_days, change_row, make_current, note_change_on_pages
from jarchy.charter.actions.forking import Forked, new_folder
from jarchy.charter.actions.keeping_days import keep_midnights, move_today, set_back
from jarchy.charter.actions.loading import LoadPlan, load_folder, plan_load, plan_workbook
from jarchy.charter.actions.moving import check_may, days_of, follow_dates, move_of, move_state
from jarchy.charter.actions.saving import Saved, folder_of, save_folder, save_workbook

__all__ = [
    "Forked", "LoadPlan", "Saved", "archive_later", "begin_archive", "change_days", "change_row",
    "check_may", "days_of", "folder_of", "follow_dates",
    "keep_midnights", "load_folder",
    "make_current", "move_of", "move_state", "move_today", "new_folder", "note_change_on_pages", "plan_load",
    "plan_workbook", "save_folder", "save_workbook", "set_back", "sweep_archived",
]  # fmt: skip
