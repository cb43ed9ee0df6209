"""Forms: what is asked, what was answered, what is still being written.

Main rows: FormVersion, Submission, Draft, SheetImport (and Attachment, HostPhone, UnreadableBody).
Way in: forms/*.xlsx of a campaign folder (folder.py); faces/web.py, faces/sheet.py and `jarchy forms receive`, all by
actions.receive_submissions.
Way out: purposes[form's purpose] gets every submission kept, in the same transaction; queries.py reads.
"""
