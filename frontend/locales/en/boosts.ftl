# Showing somebody's post to one's followers.
boost = Boost
unboost = Stop boosting
boosts-word =
    { $count ->
        [one] boost
       *[other] boosts
    }
status-boosted = Your followers see it now.
status-unboosted = You no longer show it to your followers.
boosts-title = Who boosts this post
boosts-heading = Boosts
boosts-back = Back to the post
boosts-empty = Nobody boosts it yet
boosted-by = { $name } boosted
