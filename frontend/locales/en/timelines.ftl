# Feeds.
home-title = Home
home-heading = Newest photographs in { $community }
home-empty = The walls are still bare
home-empty-member = What this community publishes will hang here, newest first. The first one could be yours.
home-empty-guest = What this community publishes will hang here, newest first. Come back soon.
home-empty-invite = Invite somebody
home-empty-publish = Publish a photograph
home-heading-followed = Newest photographs by those you follow
local-heading = Community
local-lead = Everything that the members of { $community } publish for everybody, newest first.
home-nothing-new = Nothing new since your last visit
home-seen-from-here = You have seen all that is new. What follows was here before.
home-beginning = Follow people, and their photographs come here
home-beginning-lead = Until then, this is what the community publishes.
home-empty-followed = Those you follow haven't published anything yet. When they do, it hangs here, newest first.
home-see-community = See what the community publishes
home-seen-all = You have seen all of it
