# Feeds.
home-title = Home
home-heading = Newest photographs in { $community }
home-empty = The walls are still bare
home-empty-member = What this community publishes will hang here, newest first. The first one could be yours.
home-empty-guest = What this community publishes will hang here, newest first. Come back soon.
home-empty-publish = Publish a photograph
