"""The one page that wires the rooms: read from top to bottom it shows how the house hangs together."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jarchy import charter, people, publications
from jarchy import ledger as ledger_room
from jarchy.charter import actions as keeping_days  # noqa: F401  its round keeps the midnights of live editions
from jarchy.charter import folder
from jarchy.charter import queries as charter_queries
from jarchy.fieldwork import actions as fieldwork
from jarchy.fieldwork import foreign_reports
from jarchy.fieldwork.folder import WorkPlanPart
from jarchy.fieldwork.menus import menu
from jarchy.fieldwork.queries import evidence, five_w, on_paper, plans
from jarchy.forms import actions as forms_actions  # noqa: F401  its rounds forget telephones, drafts, pictures
from jarchy.forms import folder as forms_folder
from jarchy.forms import purposes as forms
from jarchy.foundation import pages, texts
from jarchy.foundation.narrowing import Role
from jarchy.ledger import actions as ledger
from jarchy.ledger.queries.wording import figure_text, results_of
from jarchy.people import actions as people_actions  # noqa: F401  its round erases people on their edition's day
from jarchy.people.menus import menu as people_menu
from jarchy.places import folder as places_folder
from jarchy.publications import actions as publishing  # its round writes the weekly sheet
from jarchy.publications.menus import menu as downloads_menu
from jarchy.website import actions as website_actions  # noqa: F401  its round weighs what can be downloaded
from jarchy.website import frames

# Each room reads its own part of the campaign folder; references look back only.
folder.parts["places"] = places_folder
folder.parts["work_plan"] = WorkPlanPart()
folder.parts["forms"] = forms_folder

# What becomes of a form's submissions, and the lists that come with a form as files.
forms.purposes["activity_report"] = fieldwork.receive_reports
forms.conflicts["activity_report"] = fieldwork.notice_other_answers
forms.lists["activities.csv"] = plans.activities_list
forms.lists["organisations.csv"] = plans.organisations_list
forms.lists["adm2.csv"] = lambda edition, organisation, language: plans.adm2_list(edition, language)
forms.lists["settlements.csv"] = lambda edition, organisation, language: plans.settlements_list(
    edition, language
)

forms.foreign_answers["activity_report"] = foreign_reports.ANSWERS

forms.titles["activity_report"] = _("Activity report")
forms.after_send["activity_report"] = lambda submission: reverse(
    "fieldwork:receipt", args=[submission.report_version.report.uuid]
)

# {{ fact ... }} and {{ figure ... }} in a page, a message or a document; what an edition came to, for its fork.
texts.insertions["fact"] = charter_queries.fact_text
texts.insertions["figure"] = figure_text
charter.results.append(results_of)

# What stands in downloads, row by row.
publications.tables["5w"] = five_w.five_w_rows
publications.tables["coming"] = five_w.coming_rows

# What documents for official use say of plans and reports.
publications.office["plans"] = on_paper.plan_numbers
publications.office["silent"] = on_paper.silent
publications.office["waiting"] = on_paper.waiting

# What stands behind the journal's lines.
ledger_room.evidence["report"] = evidence.open_evidence

# What happens at an edition's midnight, in this order.
charter.midnights.append(ledger.midnight)
charter.midnights.append(publishing.sheets_of_an_example)

# The first page of each role, the menu, the frame around a page that knows its reader.
for role in (Role.VOLUNTEER, Role.COORDINATOR, Role.REGIONAL_COORDINATOR):
    people.landings[role] = lambda edition: reverse("fieldwork:today")
for role in (Role.REVIEWER, Role.SECRETARIAT):
    people.landings[role] = lambda edition: reverse("fieldwork:office")
people.landings[Role.PARTNER] = lambda edition: reverse("fieldwork:numbers")
frames.menus += [menu, downloads_menu, people_menu]
pages.frame_makers.append(frames.frame_for)
