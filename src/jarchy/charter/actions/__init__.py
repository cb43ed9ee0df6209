"""What people do with a campaign: load its folder, save and fork it, change a row, move an example's day."""

from jarchy.charter.actions.archiving import archive_later, begin_archive, sweep_archived
from jarchy.charter.actions.changing import change_days, change_row, make_current, note_change_on_pages
from jarchy.charter.actions.forking import Forked, new_folder
from jarchy.charter.actions.from_sheet import BASE, MadeFolder, folder_from_sheet, mapping_said
from jarchy.charter.actions.keeping_days import keep_midnights, move_today, set_back
from jarchy.charter.actions.loading import LoadPlan, load_folder, plan_load, plan_workbook
from jarchy.charter.actions.mappings import mapping_of, save_mapping
from jarchy.charter.actions.moving import check_may, days_of, follow_dates, move_of, move_state
from jarchy.charter.actions.noting import add_figure_note, take_back_figure_note
from jarchy.charter.actions.saving import Saved, folder_of, save_folder, save_workbook

__all__ = [
    "BASE",
    "Forked",
    "LoadPlan",
    "MadeFolder",
    "Saved",
    "add_figure_note",
    "archive_later",
    "begin_archive",
    "change_days",
    "change_row",
    "check_may",
    "days_of",
    "folder_from_sheet",
    "folder_of",
    "follow_dates",
    "keep_midnights",
    "load_folder",
    "make_current",
    "mapping_of",
    "mapping_said",
    "move_of",
    "move_state",
    "move_today",
    "new_folder",
    "note_change_on_pages",
    "plan_load",
    "plan_workbook",
    "save_folder",
    "save_mapping",
    "save_workbook",
    "set_back",
    "sweep_archived",
    "take_back_figure_note",
]
