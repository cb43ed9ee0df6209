"""What each correction after the end does, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jarchy.fieldwork.rules import CorrectionVerb

CORRECTIONS = {
    CorrectionVerb.VOID: _("Cancel it: its numbers leave every total"),
    CorrectionVerb.CONFIRM: _("Count the version that waits"),
    CorrectionVerb.CLOSE: _("Count it as closed"),
}
