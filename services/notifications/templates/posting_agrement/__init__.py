"""To embassy and post, and to the officer once it is answered: the agrement of the host country."""
