"""The public pages of a campaign: no sign-in, no cookie, no script needed.

Main rows: FileSize, no more; every number comes from ledger.queries, in public sight.
Way in: an edition and a language.
Way out: pages/ (each page a function of edition and language that gives HTML as text; views only serve it, later it
is written to files), parts/ (what stands on several pages), frames.py (what stands around every page of the house).
"""
