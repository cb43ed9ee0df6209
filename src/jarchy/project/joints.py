"""The one page that wires the rooms: read from top to bottom it shows how the house hangs together."""

from __future__ import annotations

from jarchy import charter
from jarchy.charter import folder
from jarchy.fieldwork import actions as fieldwork
from jarchy.fieldwork.folder import WorkPlanPart
from jarchy.fieldwork.queries import plans
from jarchy.forms import folder as forms_folder
from jarchy.forms import purposes as forms
from jarchy.ledger import actions as ledger
from jarchy.places import folder as places_folder
from jarchy.places import queries as places

# Each room reads its own part of the campaign folder; references look back only.
folder.parts["places"] = places_folder
folder.parts["work_plan"] = WorkPlanPart()
folder.parts["forms"] = forms_folder

# What becomes of a form's submissions, and the lists that come with a form as files.
forms.purposes["activity_report"] = fieldwork.receive_reports
forms.lists["activities.csv"] = plans.activities_list
forms.lists["organisations.csv"] = plans.organisations_list
forms.lists["adm2.csv"] = lambda edition, organisation, language: places.adm2_rows(language)
forms.lists["settlements.csv"] = lambda edition, organisation, language: places.settlement_rows(language)

# What happens at an edition's midnight, in this order.
charter.midnights.append(ledger.midnight)
