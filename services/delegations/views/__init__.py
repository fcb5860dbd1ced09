"""What can be read of fairs, companies, delegations and buyer-meeting days."""
