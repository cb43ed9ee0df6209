"""Tables of libraries: what they hold of people and for how long, and the round that keeps that promise.

Our own tables say it on their models (privacy, retention); a house test asks that every table is in one of the two.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session

from jarchy.foundation.jobs import every

SIGN_INS_KEPT = timedelta(days=30)

# table: (privacy, retention)
OTHERS = {
    "auth_group": ("none", "for ever"),
    "auth_group_permissions": ("none", "for ever"),
    "auth_permission": ("none", "for ever"),
    "django_content_type": ("none", "for ever"),
    "django_session": ("account numbers", "60 days after it was last used"),
    "account_emailaddress": ("personal", "emptied with its account"),
    "account_emailconfirmation": ("personal", "emptied with its account"),
    "axes_accessattempt": ("personal: address of the machine, name typed", "30 days"),
    "axes_accessattemptexpiration": ("none", "with its attempt"),
    "axes_accessfailurelog": ("personal: address of the machine, name typed", "30 days"),
    "axes_accesslog": ("personal: address of the machine, name typed", "30 days"),
    "django_tasks_database_dbtaskresult": ("row numbers", "7 days, 90 where it failed"),
}


@every(minutes=24 * 60)
def forget_sign_ins(now: datetime) -> None:
    """Sessions that have ended, and from where somebody signed in a month ago, are nobody's business any more."""
    Session.objects.filter(expire_date__lt=now).delete()
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(attempt_time__lt=now - SIGN_INS_KEPT).delete()
