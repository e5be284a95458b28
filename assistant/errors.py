"""One tree of errors; every one says what happened, why, and what to do next.

::

    AssistantError
    ├── UsageError            wrong use: a bad argument, an unreadable input line   (exit code 2)
    │   └── QuestionError     a question that cannot be taken: empty, too long
    ├── CorpusError           the shipped material breaks its own schema            (exit code 1)
    ├── DocumentError         a user's document cannot be read or kept              (exit code 2)
    ├── ScoringError          a scorecard, rule file or receipt that cannot be used (exit code 2)
    ├── IndexUnusableError  the built index is missing, foreign or damaged        (exit code 1)
    ├── ModelError            an embedding or language model cannot be used         (exit code 1)
    └── SettingsError         a setting is out of its range                         (exit code 2)
"""


class AssistantError(Exception):
    """Root of all errors this package raises on purpose.

    Args:
        message: what happened, one sentence.
        reason: why, as far as it is known.
        next_step: what the reader can do about it.
    """

    exit_code = 1

    def __init__(self, message: str, *, reason: str = "", next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.next_step = next_step

    def __str__(self) -> str:
        """One line: message, reason and next step, in that order."""
        return " ".join(
            part
            for part in (
                self.message,
                self.reason and f"({self.reason})",
                self.next_step and f"→ {self.next_step}",
            )
            if part
        )


class UsageError(AssistantError):
    """The caller asked in a way that cannot be served."""

    exit_code = 2


class QuestionError(UsageError):
    """The question cannot be taken: empty, only control characters, or too long."""


class CorpusError(AssistantError):
    """The shipped material (corpus/) breaks its schema; names the file and the entry."""


class DocumentError(AssistantError):
    """A user's own document cannot be read, kept or removed."""

    exit_code = 2


class ScoringError(AssistantError):
    """A scorecard, a rule file or a receipt cannot be used as it stands."""

    exit_code = 2


class IndexUnusableError(AssistantError):
    """The built index is missing, does not match its fingerprint, or fails its self-test."""


class ModelError(AssistantError):
    """An embedding model or a language model is missing or does not do what it must."""


class SettingsError(AssistantError):
    """A setting is unknown or out of its range."""

    exit_code = 2
