"""The one page that wires the rooms: read from top to bottom it shows how the house hangs together."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jarchy import charter, people, publications
from jarchy import ledger as ledger_room
from jarchy.charter import actions as keeping_days  # noqa: F401  its round keeps the midnights of live editions
from jarchy.charter import agreed, archiving, folder
from jarchy.charter import queries as charter_queries
from jarchy.charter.archiving import Staying
from jarchy.fieldwork import actions as fieldwork
from jarchy.fieldwork import decide, foreign_reports, shown_by_link
from jarchy.fieldwork.actions import archiving as fieldwork_archiving
from jarchy.fieldwork.actions import checks
from jarchy.fieldwork.check_rule import rule_stands
from jarchy.fieldwork.folder import WorkPlanPart
from jarchy.fieldwork.menus import menu, something_happened
from jarchy.fieldwork.queries import checks as checks_on_paper
from jarchy.fieldwork.queries import evidence, five_w, on_paper, plans, small_forms
from jarchy.fieldwork.rules import CALLERS
from jarchy.forms import actions as forms_actions  # its rounds forget telephones, drafts, pictures
from jarchy.forms import folder as forms_folder
from jarchy.forms import purposes as forms
from jarchy.forms.actions import archiving as forms_archiving
from jarchy.forms.rules import pictures_go_on
from jarchy.foundation import pages, texts
from jarchy.foundation.narrowing import Role
from jarchy.ledger import actions as ledger
from jarchy.ledger import triggers
from jarchy.ledger.queries.wording import figure_text, results_of
from jarchy.people import actions as people_actions  # its round erases people on their edition's day
from jarchy.people import queries as people_queries
from jarchy.people.actions import archiving as people_archiving
from jarchy.people.looking import WHAT_WAITS, approvals_to_decide
from jarchy.people.menus import menu as people_menu
from jarchy.places import folder as places_folder
from jarchy.publications import actions as publishing  # its round writes the weekly sheet
from jarchy.publications.folder import PapersPart
from jarchy.publications.menus import menu as downloads_menu
from jarchy.publications.official import BRIEFINGS, DOCUMENT, LATEST_BRIEFING
from jarchy.website import actions as website_actions  # noqa: F401  its round weighs what can be downloaded
from jarchy.website import frames

# Each room reads its own part of the campaign folder; references look back only.
folder.parts["places"] = places_folder
folder.parts["work_plan"] = WorkPlanPart()
folder.parts["forms"] = forms_folder
folder.parts["publications"] = PapersPart()

# What becomes of a form's submissions, and the lists that come with a form as files.
forms.purposes["activity_report"] = fieldwork.receive_reports
forms.purposes["media_item"] = fieldwork.receive_media
forms.purposes["week_in_figures"] = fieldwork.receive_weeks
forms.senders["media_item"] = (Role.PRESS_OFFICER,)
forms.senders["week_in_figures"] = (Role.PARTNER,)
forms.needed["media_item"] = forms.needed["week_in_figures"] = lambda edition: False
forms.more_files["activity_report"] = fieldwork.show_more_pictures
forms.conflicts["activity_report"] = fieldwork.notice_other_answers
forms.conflicts["media_item"] = forms.conflicts["week_in_figures"] = fieldwork.notice_other_entries
forms.purposes["activity_check"] = fieldwork.receive_checks
forms.needed["activity_check"] = lambda edition: edition.has_checks
forms.senders["activity_check"] = CALLERS
forms.for_nobody.add("activity_check")
forms.kept_back["activity_check"] = frozenset({"concern"})  # for the safeguarding person only
forms.beginnings["activity_check"] = lambda: reverse("fieldwork:calls")
forms.titles["activity_check"] = _("Call to check")
forms.after_send["activity_check"] = lambda submission: reverse("fieldwork:call", args=[submission.call.uuid])
forms.lists["activities.csv"] = plans.activities_list
forms.reach["activity_report"] = plans.HerPlaces
forms.lists["organisations.csv"] = plans.organisations_list
forms.lists["adm2.csv"] = lambda edition, organisation, language: plans.adm2_list(edition, language)
forms.lists["settlements.csv"] = lambda edition, organisation, language: plans.settlements_list(
    edition, language
)

forms.foreign_answers["activity_report"] = foreign_reports.ANSWERS

forms.titles["activity_report"] = _("Activity report")
forms.titles["media_item"] = _("Article or broadcast")
forms.titles["week_in_figures"] = _("Week in figures")
forms.after_send["activity_report"] = lambda submission: reverse(
    "fieldwork:receipt", args=[submission.report_version.report.uuid]
)
forms.after_send["media_item"] = lambda submission: reverse("fieldwork:media")
forms.after_send["week_in_figures"] = lambda submission: reverse("fieldwork:weeks")

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

# What calls to check came to, for everybody.
publications.sentences["checks"] = on_paper.checks
publications.public["checks"] = checks_on_paper.as_json

# What stands behind the journal's lines.
ledger_room.evidence["report"] = evidence.open_evidence
ledger_room.evidence["media_item"] = small_forms.open_media
ledger_room.evidence["week_in_figures"] = small_forms.open_weeks

# What follows when people move an edition on.
charter.moves["final"] = [ledger.pin_final]

# What goes on its day, as an example passes it.
charter.keepings += [
    people_actions.empty_people_due, forms_actions.forget_what_is_due, forms_actions.forget_pictures,
    fieldwork.forget_pictures_of_reports, forms_archiving.forget_evidence,
]  # fmt: skip

# What is deleted when an edition is archived, in this order; what stays, and until when.
archiving.emptyings += [
    *people_archiving.EMPTYINGS,
    *forms_archiving.EMPTYINGS,
    *fieldwork_archiving.EMPTYINGS,
]
archiving.stayings += [
    Staying(_("numbers, places, days, institutions, decisions, fingerprints of what was sent"),
            lambda edition: edition.keep_evidence_until),
    Staying(_("pictures sent with reports"), lambda edition: pictures_go_on(edition.final_on)),
    Staying(_("the journal of confirmed figures, and the record of who did what, by account numbers"),
            lambda edition: None),
    Staying(_("backups made before: delete them yourselves"), lambda edition: None),
]  # fmt: skip

charter.actors.append(lambda name, edition: people_queries.actor_of(people_queries.account_by(name), edition))

# What happens at an edition's midnight, in this order.
charter.midnights.append(ledger.midnight)
charter.midnights.append(checks.midnight)
charter.midnights.append(forms_actions.forget_host_phones)
charter.midnights.append(publishing.sheets_of_an_example)

# Calls to check: their rule stands from the first draw on, and what was drawn cannot be changed.
charter.guards.append(rule_stands)
triggers.TABLES += ["fieldwork_draw", "fieldwork_drawn"]

# What an agency may be asked to approve, what a link shows to somebody who never signs in, what an office must decide.
people.approvals["briefing"] = BRIEFINGS
people.approvals["targets"] = people.table_to_approve("targets", _("Targets"), agreed.targets_words)
people.approvals["organisations"] = people.table_to_approve(
    "organisations", _("List of organisations"), agreed.organisations_words
)
charter.kinds_to_approve += people.approvals
people.looks["briefing"] = LATEST_BRIEFING
people.looks["numbers"] = shown_by_link.NUMBERS
people.looks["oblast"] = shown_by_link.OBLAST
people.looks["document"] = DOCUMENT
people.looks["approvals"] = WHAT_WAITS
decide.append(approvals_to_decide)

# The first page of each role, the menu, the frame around a page that knows its reader.
for role in (Role.VOLUNTEER, Role.COORDINATOR, Role.REGIONAL_COORDINATOR):
    people.landings[role] = lambda edition: reverse("fieldwork:today")
for role in (Role.REVIEWER, Role.SECRETARIAT):
    people.landings[role] = lambda edition: reverse("fieldwork:office")
people.landings[Role.CHECKER] = lambda edition: reverse("fieldwork:calls")
people.landings[Role.APPROVER] = lambda edition: reverse("approvals:mine", args=[edition])
people.landings[Role.SAFEGUARDING] = lambda edition: reverse("fieldwork:concerns")
people.landings[Role.PRESS_OFFICER] = lambda edition: reverse("fieldwork:media")
people.landings[Role.PARTNER] = lambda edition: reverse("fieldwork:numbers")
frames.menus += [menu, downloads_menu, people_menu]
frames.alarms.append(something_happened)
pages.frame_makers.append(frames.frame_for)
