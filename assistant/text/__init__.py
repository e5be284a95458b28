"""The Chinese language: one form for many spellings, pinyin and slips mended, terms, concepts."""
