"""To a company: one of its webhook endpoints is not called any more."""
