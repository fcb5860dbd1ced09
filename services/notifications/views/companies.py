"""The companies as last registered or changed: name, and the person to write to."""

from services.notifications.views.latest import latest
from shared.contracts.delegations.company import CompanyChanged, CompanyRegistered

COMPANIES = latest("companies", CompanyRegistered, CompanyChanged, key="company")
