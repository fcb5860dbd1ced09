"""Fairs, delegations, companies and buyer-meeting days."""
