"""The one page that wires the rooms: read from top to bottom it shows how the house hangs together."""

from __future__ import annotations

from jarchy import charter
from jarchy.charter import folder
from jarchy.fieldwork.folder import WorkPlanPart
from jarchy.forms import folder as forms_folder
from jarchy.places import folder as places_folder

# Each room reads its own part of the campaign folder; references look back only.
folder.parts["places"] = places_folder
folder.parts["work_plan"] = WorkPlanPart()
folder.parts["forms"] = forms_folder

# What happens at an edition's midnight, in this order.
charter.midnights[:] = charter.midnights
