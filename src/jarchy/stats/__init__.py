"""Stats: how sure one may be of a number that was asked of some and not of all. No Django.

Main parts: intervals (of a share), ratios (the true total behind reported ones), drawing (lots that anyone repeats).
Way in: counts and pairs of counts. Way out: Decimals with both ends of an interval; None where it is too few to say.
Used by: fieldwork, for calls to check.
"""
