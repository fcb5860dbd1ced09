"""To each post that an EU position instructs: what is to be presented where, and until when."""
