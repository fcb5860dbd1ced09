"""All rules of the house, and which of them an event concerns."""

from services.notifications.rule import Rule
from services.notifications.templates.accreditation_changed.rule import RULE as ACCREDITATION_CHANGED
from services.notifications.templates.agreement_expiring.rule import RULE as AGREEMENT_EXPIRING
from services.notifications.templates.application_decided.rule import RULE as APPLICATION_DECIDED
from services.notifications.templates.assistance_escalated.rule import RULE as ASSISTANCE_ESCALATED
from services.notifications.templates.assistance_progress.rule import RULE as ASSISTANCE_PROGRESS
from services.notifications.templates.assistance_routed.rule import RULE as ASSISTANCE_ROUTED
from services.notifications.templates.canary.rule import RULE as CANARY
from services.notifications.templates.commitment_due.rule import RULE as COMMITMENT_DUE
from services.notifications.templates.company_staff.rule import RULE as COMPANY_STAFF
from services.notifications.templates.company_suspended.rule import RULE as COMPANY_SUSPENDED
from services.notifications.templates.company_vetted.rule import RULE as COMPANY_VETTED
from services.notifications.templates.contact_silent.rule import RULE as CONTACT_SILENT
from services.notifications.templates.delegation_confirmed.rule import RULE as DELEGATION_CONFIRMED
from services.notifications.templates.delegation_refused.rule import RULE as DELEGATION_REFUSED
from services.notifications.templates.endpoint_disabled.rule import RULE as ENDPOINT_DISABLED
from services.notifications.templates.endpoint_warned.rule import RULE as ENDPOINT_WARNED
from services.notifications.templates.environment_question.rule import RULE as ENVIRONMENT_QUESTION
from services.notifications.templates.eu_position_instructed.rule import RULE as EU_POSITION_INSTRUCTED
from services.notifications.templates.eu_position_reminder.rule import RULE as EU_POSITION_REMINDER
from services.notifications.templates.eu_project_deadline.rule import RULE as EU_PROJECT_DEADLINE
from services.notifications.templates.evaluation_due.rule import RULE as EVALUATION_DUE
from services.notifications.templates.exhibitor_matched.rule import RULE as EXHIBITOR_MATCHED
from services.notifications.templates.export_win_declared.rule import RULE as EXPORT_WIN_DECLARED
from services.notifications.templates.export_win_settled.rule import RULE as EXPORT_WIN_SETTLED
from services.notifications.templates.follow_up_overdue.rule import RULE as FOLLOW_UP_OVERDUE
from services.notifications.templates.information_request.rule import RULE as INFORMATION_REQUEST
from services.notifications.templates.meeting_answered.rule import RULE as MEETING_ANSWERED
from services.notifications.templates.meeting_cancelled.rule import RULE as MEETING_CANCELLED
from services.notifications.templates.meeting_invitation.rule import RULE as MEETING_INVITATION
from services.notifications.templates.meeting_moved.rule import RULE as MEETING_MOVED
from services.notifications.templates.meeting_requested.rule import RULE as MEETING_REQUESTED
from services.notifications.templates.member_accredited.rule import RULE as MEMBER_ACCREDITED
from services.notifications.templates.member_invited.rule import RULE as MEMBER_INVITED
from services.notifications.templates.member_refused.rule import RULE as MEMBER_REFUSED
from services.notifications.templates.notice_escalated.rule import RULE as NOTICE_ESCALATED
from services.notifications.templates.notice_issued.rule import RULE as NOTICE_ISSUED
from services.notifications.templates.notice_withdrawn.rule import RULE as NOTICE_WITHDRAWN
from services.notifications.templates.post_closed.rule import RULE as POST_CLOSED
from services.notifications.templates.post_resumed.rule import RULE as POST_RESUMED
from services.notifications.templates.post_suspended.rule import RULE as POST_SUSPENDED
from services.notifications.templates.posting_agrement.rule import RULE as POSTING_AGREMENT
from services.notifications.templates.posting_approval_asked.rule import RULE as POSTING_APPROVAL_ASKED
from services.notifications.templates.posting_approval_overdue.rule import RULE as POSTING_APPROVAL_OVERDUE
from services.notifications.templates.posting_approved.rule import RULE as POSTING_APPROVED
from services.notifications.templates.posting_arrived.rule import RULE as POSTING_ARRIVED
from services.notifications.templates.posting_ended.rule import RULE as POSTING_ENDED
from services.notifications.templates.posting_extended.rule import RULE as POSTING_EXTENDED
from services.notifications.templates.posting_given_up.rule import RULE as POSTING_GIVEN_UP
from services.notifications.templates.posting_scheduled.rule import RULE as POSTING_SCHEDULED
from services.notifications.templates.posting_started.rule import RULE as POSTING_STARTED
from services.notifications.templates.request_expired.rule import RULE as REQUEST_EXPIRED
from services.notifications.templates.request_settled.rule import RULE as REQUEST_SETTLED
from services.notifications.templates.tenure_ended.rule import RULE as TENURE_ENDED
from shared.eventing.event import Event, by_type

RULES: tuple[Rule, ...] = (
    POSTING_STARTED,
    POSTING_ENDED,
    EXHIBITOR_MATCHED,
    DELEGATION_CONFIRMED,
    DELEGATION_REFUSED,
    MEETING_INVITATION,
    MEETING_ANSWERED,
    MEETING_CANCELLED,
    MEETING_MOVED,
    ASSISTANCE_ROUTED,
    ASSISTANCE_PROGRESS,
    ASSISTANCE_ESCALATED,
    EXPORT_WIN_DECLARED,
    EXPORT_WIN_SETTLED,
    POST_CLOSED,
    MEMBER_INVITED,
    MEMBER_ACCREDITED,
    MEMBER_REFUSED,
    APPLICATION_DECIDED,
    MEETING_REQUESTED,
    REQUEST_EXPIRED,
    REQUEST_SETTLED,
    FOLLOW_UP_OVERDUE,
    CANARY,
    ENDPOINT_WARNED,
    ENDPOINT_DISABLED,
    EVALUATION_DUE,
    AGREEMENT_EXPIRING,
    COMMITMENT_DUE,
    INFORMATION_REQUEST,
    CONTACT_SILENT,
    ENVIRONMENT_QUESTION,
    NOTICE_ISSUED,
    NOTICE_ESCALATED,
    NOTICE_WITHDRAWN,
    EU_POSITION_INSTRUCTED,
    EU_POSITION_REMINDER,
    EU_PROJECT_DEADLINE,
    POSTING_APPROVAL_ASKED,
    POSTING_APPROVAL_OVERDUE,
    POSTING_AGREMENT,
    POSTING_SCHEDULED,
    POSTING_ARRIVED,
    POSTING_EXTENDED,
    TENURE_ENDED,
    COMPANY_VETTED,
    COMPANY_SUSPENDED,
    COMPANY_STAFF,
    POSTING_APPROVED,
    POSTING_GIVEN_UP,
    POST_SUSPENDED,
    POST_RESUMED,
    ACCREDITATION_CHANGED,
)
EVENTS = by_type(dict.fromkeys(event for rule in RULES for event in rule.events))
BY_MESSAGE = {rule.message: rule for rule in RULES}


def rules_for(event: Event) -> tuple[Rule, ...]:
    """The rules that name this class of events."""
    return tuple(rule for rule in RULES if isinstance(event, rule.events))
