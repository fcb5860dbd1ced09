"""One note on Peru, invented, that the tests share."""

from services.postings.domain.environment_note import Ask, Draft
from shared.contracts.postings.environment_note import (
    EnvironmentNoteApproved,
    EnvironmentNoteDrafted,
    EnvironmentNoteQuestionAnswered,
    EnvironmentNoteQuestionAsked,
    EnvironmentNoteReturned,
    NoteText,
)
from tests.unit.postings.one_inquiry import AT

TEXT = NoteText(law="Law 1.", procurement="By tender.", actors="The ministry.", risks="Few.")
ABOUT = {"note": "pe", "country": "PE", "post": "lima"}
OF = {**ABOUT, "at": AT}
DRAFT = Draft("pe", "PE", "lima", TEXT, AT, covers=True, priority="drugs")
DRAFTED = EnvironmentNoteDrafted.model_validate({**OF, "version": 1, "draft": 1, "text": TEXT, "priority": "drugs"})
APPROVED = EnvironmentNoteApproved.model_validate({**OF, "version": 1, "draft": 1, "review_on": "2027-03-02"})
RETURNED = EnvironmentNoteReturned.model_validate({**OF, "version": 1, "draft": 1, "remarks": "Which law?"})
ASK = Ask("pe", "n1", "acme", "law", "Since when?", AT)
ASKED = EnvironmentNoteQuestionAsked.model_validate(
    {**OF, "question": "n1", "company": "acme", "section": "law", "version": 1, "text": "Since when?"}
)
ANSWERED = EnvironmentNoteQuestionAnswered.model_validate(
    {**OF, "question": "n1", "company": "acme", "answer": "Since 2020."}
)
