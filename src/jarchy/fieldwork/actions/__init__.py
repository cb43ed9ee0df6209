"""What people do in the field's office: one verb, one function, one transaction, one audit line."""

from jarchy.fieldwork.actions.concerns import (
    close_concern,
    forget_concerns,
    hide_disclosure,
    take_up_concern,
    tell_safeguarding,
)
from jarchy.fieldwork.actions.forget import forget_pictures_of_reports
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
    check_plan_sheets,
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
from jarchy.fieldwork.actions.small_forms import (
    confirm_small_form,
    receive_media,
    receive_weeks,
    send_back_small_form,
    void_small_form,
)

__all__ = [
    "PlanSheets",
    "PlannedActivity",
    "call_off_activity",
    "change_openness",
    "check_plan_sheets",
    "close_concern",
    "confirm_report",
    "confirm_reports",
    "confirm_small_form",
    "copy_activity",
    "faults_of",
    "forget_concerns",
    "forget_pictures_of_reports",
    "forward_report",
    "hide_disclosure",
    "hide_text",
    "load_plan_sheets",
    "notice_other_answers",
    "plan_activity",
    "plan_again",
    "read_plan_sheets",
    "postpone_activities",
    "receive_media",
    "receive_reports",
    "receive_weeks",
    "same_activity",
    "send_back_report",
    "send_back_small_form",
    "separate_activity",
    "take_up_concern",
    "tell_safeguarding",
    "void_report",
    "void_small_form",
]
