"""What people do in the field's office: one verb, one function, one transaction, one audit line."""

from jarchy.fieldwork.actions.after_final import (
    agree_correction,
    ask_correction,
    refusal_of_correction,
    refuse_correction,
)
from jarchy.fieldwork.actions.checks import (
    draw_calls,
    give_back_call,
    make_seed,
    receive_checks,
    start_check,
    take_call,
)
from jarchy.fieldwork.actions.concerns import (
    close_concern,
    forget_concerns,
    hide_disclosure,
    take_up_concern,
    tell_safeguarding,
)
from jarchy.fieldwork.actions.forget import forget_pictures_of_reports
from jarchy.fieldwork.actions.looking import (
    answer_second_look,
    ask_to_look_again,
    hide_note,
    let_stand,
    note_on_report,
)
from jarchy.fieldwork.actions.more_pictures import show_more_pictures
from jarchy.fieldwork.actions.pictures import (
    add_pictures,
    forget_added_pictures,
    make_picture_link,
    take_back_picture,
)
from jarchy.fieldwork.actions.plan import (
    PlannedActivity,
    call_off_activity,
    copy_activity,
    faults_of,
    plan_activity,
    plan_again,
    postpone_activities,
)
from jarchy.fieldwork.actions.plan_sheets import (
    PlanSheets,
    check_foreign_plans,
    check_plan_sheets,
    load_foreign_plans,
    load_plan_sheets,
    read_plan_sheets,
)
from jarchy.fieldwork.actions.receive import notice_other_answers, receive_reports
from jarchy.fieldwork.actions.review import (
    change_openness,
    confirm_report,
    confirm_reports,
    forward_report,
    hide_text,
    same_activity,
    send_back_report,
    separate_activity,
    void_report,
)
from jarchy.fieldwork.actions.second_reports import take_as_correction
from jarchy.fieldwork.actions.small_forms import (
    confirm_small_form,
    notice_other_entries,
    receive_media,
    receive_weeks,
    send_back_small_form,
    void_small_form,
)

__all__ = [
    "PlanSheets",
    "PlannedActivity",
    "answer_second_look",
    "ask_to_look_again",
    "agree_correction",
    "ask_correction",
    "add_pictures",
    "call_off_activity",
    "change_openness",
    "check_foreign_plans",
    "check_plan_sheets",
    "close_concern",
    "confirm_report",
    "confirm_reports",
    "confirm_small_form",
    "copy_activity",
    "draw_calls",
    "faults_of",
    "forget_concerns",
    "forget_added_pictures",
    "forget_pictures_of_reports",
    "forward_report",
    "hide_note",
    "give_back_call",
    "hide_disclosure",
    "hide_text",
    "let_stand",
    "load_foreign_plans",
    "load_plan_sheets",
    "note_on_report",
    "make_seed",
    "make_picture_link",
    "notice_other_answers",
    "notice_other_entries",
    "plan_activity",
    "plan_again",
    "read_plan_sheets",
    "postpone_activities",
    "receive_checks",
    "receive_media",
    "receive_reports",
    "refusal_of_correction",
    "refuse_correction",
    "receive_weeks",
    "same_activity",
    "send_back_report",
    "send_back_small_form",
    "separate_activity",
    "start_check",
    "take_call",
    "take_up_concern",
    "tell_safeguarding",
    "take_back_picture",
    "void_report",
    "void_small_form",
    "show_more_pictures",
    "take_as_correction",
]
