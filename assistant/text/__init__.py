"""The Chinese language: one form for many spellings, terms, concepts."""
