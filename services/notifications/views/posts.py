"""Posts and their embassies: functional mailboxes, languages, time zone."""

from services.notifications.views.latest import latest
from shared.contracts.postings.post import PostOpened

POSTS = latest("posts", PostOpened, key="post")
