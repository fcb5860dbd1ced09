"""To a company: nothing has been taken at one of its webhook endpoints for some time."""
