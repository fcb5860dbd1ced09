"""To post, officer and headquarters, and to the embassy where it knew of it: the posting does not take place."""
