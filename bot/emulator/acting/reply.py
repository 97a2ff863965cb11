"""The app's answer to an interaction, as a test or a page looks at it."""

from __future__ import annotations

from bot.emulator.errors import Json
from bot.emulator.interactions.interaction import Callback, Interaction
from bot.emulator.model import Message


class Reply:
    """The app's answer to one interaction, as far as it has come."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction

    @property
    def failed(self) -> bool:
        """Whether the person saw "This interaction failed"."""
        return self.interaction.failed

    @property
    def message(self) -> Message:
        """The answer: the original response, or the message that was updated.

        A press that was deferred without "thinking…" may be answered by a follow-up alone,
        which then is the answer. Fails where no message came.
        """
        if self._deferred_update and self.followups and not self.interaction.edited:
            return self.followups[0]
        assert self.interaction.original is not None, f"no message came: {self!r}"
        return self.interaction.original

    @property
    def ephemeral(self) -> bool:
        """Whether only the person sees the answer."""
        return self.message.ephemeral

    @property
    def updated(self) -> bool:
        """Whether the answer changed the message that was pressed, instead of a new one."""
        return self.interaction.source is not None and self.message is self.interaction.source

    @property
    def _deferred_update(self) -> bool:
        return self.interaction.callback is Callback.DEFERRED_UPDATE

    @property
    def followups(self) -> list[Message]:
        """The further messages, in order."""
        return self.interaction.followups

    @property
    def modal(self) -> Json:
        """The modal that was opened, with ``title`` and ``components``; fails without one."""
        assert self.interaction.modal is not None, f"no modal came: {self!r}"
        return self.interaction.modal

    @property
    def choices(self) -> list[Json]:
        """The autocomplete choices, each with ``name`` and ``value``."""
        return self.interaction.choices or []

    @property
    def took(self) -> float:
        """Seconds until the acknowledgement, by the world's clock; infinite without one."""
        answered = self.interaction.answered
        return float("inf") if answered is None else answered - self.interaction.created

    @property
    def text(self) -> str:
        """All words of the answer."""
        return self.message.text

    def __repr__(self) -> str:
        callback = self.interaction.callback
        outcome = "failed" if self.failed else callback.name.lower() if callback else "waiting"
        return f"<Reply to {self.interaction.kind.name.lower()} {outcome}>"
