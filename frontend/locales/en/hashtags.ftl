# Hashtags: their pages, and following them.
hashtag-description = Photographs with the hashtag #{ $tag }.
hashtag-posts =
    { $count ->
        [one] { $count } post
       *[other] { $count } posts
    }
hashtag-posts-more = More than { $count } posts
hashtag-empty = Nothing here yet
hashtag-empty-lead = What this community publishes for everybody with this hashtag will hang here, newest first.
follow-hashtag-label = Follow the hashtag { $tag }
unfollow-hashtag-label = Stop following the hashtag { $tag }
hashtags-followed-link = Hashtags you follow
hashtags-followed-title = Hashtags
hashtags-followed-lead = What the community publishes with these comes to your home page.
hashtags-followed-empty = You follow no hashtags yet
hashtags-followed-empty-lead = Open one from any caption and press Follow there.
