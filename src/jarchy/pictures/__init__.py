"""Pictures of a campaign, as SVG text, and photographs made safe to keep.

Main things: strip (days by places), Drawing (map), bar and growth, mark, CleanPhoto. Way in: plain values
and words already translated; no Django, no clock, no file, no place or language known here. Way out: one
string of SVG that turns dark, prints and stays within a strict Content-Security-Policy: colours come from
foundation's look.css by class, never from a style attribute.
"""
