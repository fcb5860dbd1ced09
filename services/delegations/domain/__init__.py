"""The rules of fairs, companies, delegations and buyer-meeting days: pure, without I/O, clock or chance."""
