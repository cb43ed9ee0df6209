"""Words: what a text says once spelling, spelling habits and secrets are set aside. Pure, no Django.

Main parts: folding (how names are compared), guard (numbers and addresses that must not stand in free text).
Way in: plain text. Way out: folded text, levels, spans.
Used by: places (look-ups), forms (the free-text guard), fieldwork (flags).
"""
