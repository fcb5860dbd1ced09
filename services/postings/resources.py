"""All resources of the postings service's interface, in the order in which paths are matched."""

from services.postings.api import (
    accreditations,
    agreements,
    charges,
    contact_records,
    contacts,
    environment_notes,
    environment_questions,
    eu_positions,
    eu_project_work,
    eu_projects,
    handover,
    high_level_visits,
    imports,
    information_charge,
    information_contents,
    information_requests,
    interactions,
    mailboxes,
    network,
    network_questions,
    notice_lists,
    notices,
    positions,
    posting_course,
    posting_records,
    postings,
    posts,
    priorities,
    priority_reports,
    technical_actions,
    technical_delivery,
)

OF_THE_NETWORK = (
    imports, posts, accreditations, positions, posting_records, postings, posting_course, network, network_questions,
    charges,
)  # fmt: skip
OF_COOPERATION = (technical_actions, technical_delivery, agreements, high_level_visits)
OF_EUROPE = (eu_projects, eu_project_work, eu_positions)
OF_EXCHANGE = (information_requests, information_charge, information_contents)
OF_CONTACTS = (contacts, contact_records, interactions, handover)
OF_INDUSTRY = (environment_notes, environment_questions)
OF_THREATS = (mailboxes, notices, notice_lists)
ALL = (
    *OF_THE_NETWORK, *OF_COOPERATION, *OF_EUROPE, *OF_EXCHANGE, *OF_CONTACTS, *OF_INDUSTRY, *OF_THREATS,
    priorities, priority_reports,
)  # fmt: skip
ROUTERS = (*(resource.router for resource in ALL), priorities.work_router, technical_actions.plan_router)
