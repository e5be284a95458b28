"""Real questions with a senior consultant's answers, and the assistant's beside them (顾问对照)."""
