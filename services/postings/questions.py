"""All views of the postings service: one for each question that it is asked.

The order matters where a reader waits for a version in one view and then reads another: what stands before it in the
list is written first.
"""

from services.postings.views.advice import ADVICE
from services.postings.views.agreements import AGREEMENTS
from services.postings.views.charges import CHARGES
from services.postings.views.contact_interactions import CONTACT_INTERACTIONS
from services.postings.views.contacts import CONTACTS
from services.postings.views.environment_note_versions import ENVIRONMENT_NOTE_VERSIONS
from services.postings.views.environment_notes import ENVIRONMENT_NOTES
from services.postings.views.environment_questions import ENVIRONMENT_QUESTIONS
from services.postings.views.eu_positions import EU_POSITIONS
from services.postings.views.eu_projects import EU_PROJECTS
from services.postings.views.high_level_visits import HIGH_LEVEL_VISITS
from services.postings.views.holders import HOLDERS
from services.postings.views.information_requests import INFORMATION_REQUESTS
from services.postings.views.linked_work import LINKED_WORK
from services.postings.views.mailboxes import MAILBOXES
from services.postings.views.notice_readers import NOTICE_READERS
from services.postings.views.notices import NOTICES
from services.postings.views.officers import OFFICERS
from services.postings.views.positions import POSITIONS
from services.postings.views.post_facts import POST_FACTS
from services.postings.views.postings import POSTINGS
from services.postings.views.posts import POSTS
from services.postings.views.priorities import PRIORITIES
from services.postings.views.staffing import STAFFING
from services.postings.views.technical_actions import TECHNICAL_ACTIONS
from services.postings.views.technical_figures import TECHNICAL_FIGURES
from services.postings.views.vacancies import VACANCIES

OF_THE_NETWORK = (POSTS, POSITIONS, POSTINGS, HOLDERS, VACANCIES, OFFICERS, POST_FACTS)
OF_PRIORITIES = (PRIORITIES, LINKED_WORK, CHARGES)
OF_COOPERATION = (TECHNICAL_FIGURES, TECHNICAL_ACTIONS, AGREEMENTS, HIGH_LEVEL_VISITS, EU_PROJECTS, EU_POSITIONS)
OF_EXCHANGE = (INFORMATION_REQUESTS, CONTACT_INTERACTIONS, CONTACTS, STAFFING)
OF_INDUSTRY = (ENVIRONMENT_NOTES, ENVIRONMENT_NOTE_VERSIONS, ENVIRONMENT_QUESTIONS, ADVICE)
OF_THREATS = (MAILBOXES, NOTICE_READERS, NOTICES)
VIEWS = (*OF_THE_NETWORK, *OF_PRIORITIES, *OF_COOPERATION, *OF_EXCHANGE, *OF_INDUSTRY, *OF_THREATS)
