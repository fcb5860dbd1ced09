"""The ways out of the house: mail, webhooks, and the calendar part of a mail."""
