"""To post, officer and the directorates that are waited for, and to headquarters: an approval is missing."""
