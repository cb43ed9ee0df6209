"""What people do in the field's office: one verb, one function, one transaction, one audit line."""

from jarchy.fieldwork.actions.forget import forget_pictures_of_reports
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

__all__ = [
    "PlanSheets",
    "PlannedActivity",
    "add_pictures",
    "call_off_activity",
    "change_openness",
    "check_foreign_plans",
    "check_plan_sheets",
    "confirm_report",
    "confirm_reports",
    "copy_activity",
    "faults_of",
    "forget_added_pictures",
    "forget_pictures_of_reports",
    "forward_report",
    "hide_text",
    "load_foreign_plans",
    "load_plan_sheets",
    "make_picture_link",
    "notice_other_answers",
    "plan_activity",
    "plan_again",
    "read_plan_sheets",
    "postpone_activities",
    "receive_reports",
    "same_activity",
    "send_back_report",
    "separate_activity",
    "take_back_picture",
    "void_report",
]
