"""The index: lexical postings, embeddings, Chroma, and how they are built and published."""
