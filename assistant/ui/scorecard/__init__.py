"""The scoring tab: a form for the scorecard, and what the scoring tool makes of it.

The page sends what stands in the form, as text; this package reads it, has ``assistant.scoring``
compute, and sends pieces of HTML back. Nothing is computed in the page and nothing is kept here.
"""
