"""Addresses of the field (work/) and of the office (office/), below the language."""

from __future__ import annotations

from django.urls import path

from jarchy.fieldwork.views import campaign, coordinating, field, office, plan, reviewing

app_name = "fieldwork"
urlpatterns = [
    path("work/", field.today, name="today"),
    path("work/report/", field.start, name="start"),
    path("work/reports/", field.my_reports, name="my_reports"),
    path("work/reports/<uuid:uuid>/", field.one_report, name="report"),
    path("work/reports/<uuid:uuid>/received/", field.receipt, name="receipt"),
    path("work/reports/<uuid:uuid>/mend/", field.mend, name="mend"),
    path("work/reports/<uuid:uuid>/photo/", reviewing.photo, name="photo"),
    path("work/reports/<uuid:uuid>/forward/", coordinating.forward, name="forward"),
    path("work/reports/<uuid:uuid>/send-back/", coordinating.send_back, name="send_back"),
    path("work/reports/<uuid:uuid>/cancel/", coordinating.void, name="void"),
    path("work/waiting/", coordinating.waiting, name="waiting"),
    path("work/reminders/", coordinating.reminders, name="reminders"),
    path("work/organisation/", field.organisation, name="organisation"),
    path("work/organisation/<slug:slug>/", field.organisation, name="organisation"),
    path("work/plan/", plan.plan, name="plan"),
    path("work/plan/new/", plan.add, name="add"),
    path("work/plan/postpone/", plan.postpone, name="postpone"),
    path("work/plan/<uuid:uuid>/", plan.planned, name="planned"),
    path("work/plan/<uuid:uuid>/change/", plan.change, name="change"),
    path("work/plan/<uuid:uuid>/copy/", plan.copy, name="copy"),
    path("work/plan/<uuid:uuid>/call-off/", plan.call_off, name="call_off"),
    path("work/plan/<uuid:uuid>/again/", plan.plan_again, name="plan_again"),
    path("office/", office.today, name="office"),
    path("office/queue/", reviewing.queue, name="queue"),
    path("office/queue/confirm/", reviewing.confirm, name="confirm"),
    path("office/reports/", office.all_reports, name="all_reports"),
    path("office/reports/<uuid:uuid>/", reviewing.review, name="review"),
    path("office/reports/<uuid:uuid>/same/", reviewing.same, name="same"),
    path("office/reports/<uuid:uuid>/separate/", reviewing.separate, name="separate"),
    path("office/reports/<uuid:uuid>/hide-text/", reviewing.hide_text, name="hide_text"),
    path("office/reports/<uuid:uuid>/open-or-closed/", reviewing.openness, name="openness"),
    path("office/coverage/", office.coverage, name="coverage"),
    path("office/coverage/<str:pcode>/", office.coverage, name="coverage"),
    path("office/plan/", office.against_plan, name="against_plan"),
    path("office/not-reported/", office.silent, name="silent"),
    path("office/organisations/", office.organisations, name="organisations"),
    path("office/numbers/", office.all_numbers, name="numbers"),
    path("office/numbers/<slug:indicator>/", office.one_number, name="number"),
    path("office/campaign/", campaign.campaign, name="campaign"),
    path("office/campaign/days/", campaign.days, name="campaign_days"),
    path("office/campaign/<slug:table>/<slug:row>/", campaign.row, name="campaign_row"),
    path("office/record/", office.record, name="record"),
    path("office/flags/", office.use_of_flags, name="use_of_flags"),
]
