"""Activities planned and held, and the reports of them: from a volunteer's phone to confirmed figures.

Main rows: Activity (planned), Report (held) with its versions, Finding (please look).
Way in: the work plan (folder.py), submissions of the activity report (actions.receive_reports).
Way out: ledger postings, made by actions.confirm_report in the same transaction.
"""
