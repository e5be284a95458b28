"""Build time only: the embedding model, trained from the corpus (``make train``).

The only place that imports torch and sentence_transformers at module level.
"""
