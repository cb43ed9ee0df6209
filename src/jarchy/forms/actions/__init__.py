"""What people do with forms: send one, fill one in, hide a text of one."""

from jarchy.forms.actions.draft import (
    answers_of,
    draft_of,
    drop_draft,
    drop_picture,
    keep_picture,
    picture_of,
    save_draft,
    send_draft,
    sent_by_draft,
    start_draft,
)
from jarchy.forms.actions.hide import (
    forget_host_phone,
    forget_host_phone_by,
    forget_host_phones,
    forget_pictures,
    forget_what_is_due,
    hide_text,
    keep_host_phones_until,
)
from jarchy.forms.actions.prepare import Incoming, Outcome
from jarchy.forms.actions.receive import current_version, has_submissions, receive_submissions
from jarchy.forms.actions.sheet import (
    begin_storing,
    check_import,
    check_later,
    drop_import,
    faults_of,
    import_of,
    start_import,
    store_import,
    store_later,
)
from jarchy.forms.actions.write import write_body

__all__ = [
    "Incoming",
    "Outcome",
    "answers_of",
    "begin_storing",
    "check_import",
    "check_later",
    "current_version",
    "draft_of",
    "drop_draft",
    "drop_import",
    "drop_picture",
    "faults_of",
    "forget_host_phone",
    "forget_host_phone_by",
    "forget_host_phones",
    "forget_pictures",
    "forget_what_is_due",
    "has_submissions",
    "hide_text",
    "import_of",
    "keep_host_phones_until",
    "keep_picture",
    "picture_of",
    "receive_submissions",
    "save_draft",
    "send_draft",
    "sent_by_draft",
    "start_draft",
    "start_import",
    "store_import",
    "store_later",
    "write_body",
]
