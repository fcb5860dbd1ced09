"""To the test mailbox of the deployment: mails arrive."""
