"""Find passages: one retrieve() for chat, test page and evaluation."""
