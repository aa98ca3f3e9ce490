# What people let others see.
privacy-heading = Privacy
privacy-lead = What others see of you, and who.
privacy-is-public = Your account is public
privacy-public-about = Anybody may follow you and see what you publish. When you make it private, people ask to follow you first, and new posts are for your followers.
privacy-old = The posts you have now
privacy-old-leave = Leave them as they are
privacy-old-leave-about = What was public stays public.
privacy-old-followers = Make them for followers
privacy-old-followers-about = Their pages and pictures are gone for everybody else at once.
privacy-make-private = Make my account private
privacy-is-private = Your account is private
privacy-private-about = People ask before they can follow you. What you publish is for your followers; others see your name, your picture and what you write about yourself.
privacy-widen = Make my posts public too
privacy-widen-about = Otherwise what you shared with your followers stays with them.
privacy-accept =
    { $count ->
        [one] Let in the person who is waiting
       *[other] Let in the { $count } people who are waiting
    }
privacy-accept-about = Otherwise they go on waiting for your answer.
privacy-make-public = Make my account public
privacy-found = Being found
privacy-discoverable = Suggest me to others
privacy-discoverable-about = In suggestions, and when people are searched for by name.
privacy-indexable = Let search engines keep my pages
privacy-indexable-about = Otherwise your profile and posts ask them not to.
privacy-save-found = Save what may be found
privacy-connections = Followers and following
privacy-connections-listed = Anybody sees the lists
privacy-connections-listed-about = Who follows you and whom you follow. Of a private account, only its followers see them.
privacy-connections-counted = Only how many
privacy-connections-counted-about = The numbers, without the names.
privacy-connections-hidden = Nothing of it
privacy-connections-hidden-about = Neither names nor numbers. You still see both.
privacy-save-connections = Save who sees them
