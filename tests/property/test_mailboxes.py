"""Mailboxes under random commands, legal and illegal, beside an oracle that knows what each comes to."""

from dataclasses import dataclass
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from services.postings.domain.mailbox import MAILBOX, CloseMailbox, SetMailbox
from services.postings.views.mailboxes import MAILBOXES
from shared.contracts.postings.mailbox import MailboxKind
from shared.eventing.view import Document
from tests.oracle import foretold

OF_EMBASSIES = {"ambassador", "chancellery", "consular-section"}
OF_NO_POST = {"directorate", "hq"}
COMMANDS = st.one_of(
    st.builds(
        SetMailbox, st.just("b"), st.sampled_from(get_args(MailboxKind)), st.sampled_from([None, "lima"]),
        st.sampled_from([(), ("drugs",)]), st.sampled_from(["a@b.example", "c@b.example"]), st.just("fr"),
        st.booleans(), st.sampled_from([None, None, "police"]),
    ),
    st.just(CloseMailbox("b")),
)  # fmt: skip


@dataclass
class Oracle:
    """`said` is the mailbox as it was set last."""

    said: tuple[Any, ...] | None = None
    closed: bool = False

    def allows(self, command: SetMailbox | CloseMailbox) -> bool:
        if isinstance(command, CloseMailbox):
            self.closed = self.said is not None
            return self.closed
        wrong = (
            self.closed,
            command.kind in OF_EMBASSIES and command.post is None,
            command.kind in OF_NO_POST and command.post is not None,
            command.kind != "directorate" and command.directorate is not None,
            command.post is not None and not command.post_open,
        )
        if not any(wrong):
            self.said = (command.kind, command.post, command.themes, command.mail, command.directorate)
        return not any(wrong)


@given(st.lists(COMMANDS, max_size=12))
def test_a_mailbox_does_what_its_oracle_says_and_its_document_agrees(commands: list[Any]) -> None:
    oracle, document = Oracle(), dict[str, Any]()
    shown: Document | None = None
    for event in foretold(MAILBOX, oracle, commands):
        shown = MAILBOXES.evolve(shown, event)
    document = shown or {"closed": False}
    assert document["closed"] == oracle.closed
    if oracle.said is not None:
        kind, post, themes, mail, directorate = oracle.said
        expected = {"kind": kind, "post": post, "themes": list(themes), "mail": mail, "directorate": directorate}
        assert expected.items() <= document.items()
