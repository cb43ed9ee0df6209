"""Forms: what is asked, what was answered, what is still being written.

Main rows: FormVersion, Submission, Draft (and Attachment, HostPhone, UnreadableBody).
Way in: forms/*.xlsx of a campaign folder (folder.py); faces/web.py and `jarchy forms receive`, both through
actions.receive_submissions.
Way out: purposes[form's purpose] gets every submission kept, in the same transaction; queries.py reads.
"""
