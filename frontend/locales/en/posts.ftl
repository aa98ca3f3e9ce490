# A post: read, published, edited, deleted.
photo-by = Photograph by { $name }
video-by = Video by { $name }
video-open = Open the video
video-length = Length
note-by = Note by { $name }
photo-unready = This photo is still being prepared.
photo-alt-show = what this photo shows
video-alt-show = what this video shows
photo-previous = Previous photo
photo-next = Next photo
photo-number = Photo { $count }
photos-in-post =
    { $count ->
        [one] { $count } photo
       *[other] { $count } photos
    }
photo-zoom = open at full size
photo-own-page = This photo by itself
photo-whole-post = See the whole post
photo-place = Photo { $number } of { $count } in “{ $post }”
zoom-close = Close
zoom-zoom = Zoom
zoom-failed = The photo could not be loaded.
warning-show = Show
warning-hide = Hide
caption-more = more
caption-less = less

post-description = A photograph published by { $name }.
post-contents = The photos of this post
post-published = Published
post-edited = Edited
post-edit = Edit
post-delete = Delete
post-pin = Pin to profile
post-unpin = Unpin
post-neighbours = More by { $name }
post-newer = Newer
post-older = Older

field-alt = Describe the photo
field-alt-hint = For people who can't see it: what is in it, and what matters.
field-item-title = Title of this photo
field-item-caption = Caption of this photo
field-title = Title
field-caption = Caption
field-warning = Content warning
field-warning-hint = Whoever reads it is asked first, with these words: “Blood”, “Spiders”.
field-commenters = Who may comment
commenters-everyone = Everybody who sees it
commenters-followers = Followers
commenters-followed = People I follow
commenters-nobody = Nobody
field-downloadable = Offer the photos as files to download
field-downloadable-hint = Everybody who may see the post may then save its photos in full size.
field-item-licence = Licence of this photo
item-licence-usual = As the post
field-licence = Licence
field-licence-hint = What others may do with these photos.

licence-all-rights-reserved = All rights reserved
licence-all-rights-reserved-about = Nobody may use them without asking you.
licence-cc0-1-0-about = Anyone may use them for anything; you give up your rights.
licence-cc-by-4-0-about = Anyone may use and change them, naming you.
licence-cc-by-sa-4-0-about = As CC BY, and what they make carries the same licence.
licence-cc-by-nc-4-0-about = As CC BY, but not to earn money.
licence-cc-by-nc-sa-4-0-about = Not to earn money, and what they make carries the same licence.
licence-cc-by-nd-4-0-about = Anyone may share them unchanged, naming you.
licence-cc-by-nc-nd-4-0-about = Anyone may share them unchanged, naming you, but not to earn money.
licence-pdm-1-0-about = The photos are free of copyright already, because of their age for example.

publish-title = Publish
publish-heading = Publish photographs
publish-items = Photos of this post
publish-about = About the post
publish-add = Add photos
publish-full =
    { $count ->
        [one] A post holds one photo. Remove it to add another.
       *[other] A post holds { $count } photos. Remove one to add another.
    }
publish-submit = Publish
publish-undescribed = Publish without descriptions
publish-ready = Ready when you are
publish-missing-photos = Add a photo, or write a caption
publish-later = Publish later
publish-schedule = Schedule
publish-schedule-undescribed = Schedule without descriptions
publish-at-utc = The time is that of UTC.
publish-at-local = The time is that of { $zone }.
field-publish_at = Day and time
publish-put-away = Keep this as a draft and begin another
field-caption-hint = Links, @names and #hashtags become links.
hashtags-too-many = A post may have 60 hashtags; this one has { $count }.
draft-saved = Saved as draft { $time }
draft-saving = Saving…
draft-offline = Not saved yet. We try again as soon as we reach the community.
draft-unsent = What you typed here, and what could not be saved then, is back.
draft-unsent-older = You typed something here that could not be saved, and the draft was changed elsewhere since. Which one is to stay?
draft-keep-mine = Keep mine
draft-show-other = Show the other
drafts-title = Drafts
drafts-lead = What you have begun, and what waits for its time. Only you see them.
drafts-empty = No drafts
drafts-empty-lead = What you begin and don't publish is kept here.
drafts-begin = Begin a post
drafts-others =
    { $count ->
        [one] { $count } other draft
       *[other] { $count } other drafts
    }
draft-untitled = Without words yet
draft-open = Open now
draft-saved-at = Saved
draft-scheduled = To be published
draft-resume = Go on with it
draft-edit = Change it
draft-move = Another time
draft-reschedule = Move
draft-unschedule = Don't publish
draft-discard = Throw away
publish-missing-alt = Some photos have no description yet
publish-missing-alts =
    { $count ->
        [one] { $count } photo has no description
       *[other] { $count } photos have no description
    }
publish-as-note = Without a photo this is a note
publish-uploading = Your photos are on their way

drop-first = Choose photographs
drop-further = Add more
drop-hint = Drop them anywhere here, or choose up to { $count }.
drop-hint-size = JPEG, PNG, WebP, GIF, AVIF or HEIC, up to { $count } MB each.

item-details = Details
item-file = File
item-size = Pixels
film-label = Film strip: choose a photo
film-hint = Drag photos to reorder them, or use Shift with the arrow keys.
film-bare = No description
item-earlier = Move { $file } earlier
item-later = Move { $file } later
item-remove = Remove { $file }
item-moved = Moved to place { $count }
item-removed = Removed

upload-progress = Upload
upload-working = On its way
upload-failed = This photo didn't reach us. Please check your connection and try again.
upload-retry = Try again
upload-dismiss = Leave it out

preparing-title = Preparing your photos
preparing-heading = Your photos are being prepared
preparing-left =
    { $count ->
        [0] All of them are ready.
        [one] One more to go.
       *[other] { $count } more to go.
    }
preparing-hint = The post opens by itself in a moment. You may also leave: it will be published.

edit-title = Edit
edit-heading = Edit the post
edit-lead = Nothing changes before you save. What was there before stays readable in the post's history.
edit-submit = Save changes
edit-cancel = Cancel

delete-title = Delete
delete-heading = Delete this post?
delete-lead =
    { $count ->
        [0] Its words will be gone for everyone. For 30 days you can bring them back from your trash.
        [one] The photo and its words will be gone for everyone. For 30 days you can bring them back from your trash.
       *[other] All { $count } photos and their words will be gone for everyone. For 30 days you can bring them back from your trash.
    }
delete-submit = Delete for everyone
delete-cancel = Keep it

field-audience = Who may see it
audience-public = Everybody
audience-public-about = On your profile, on the community's page, anywhere.
audience-unlisted = Everybody, quietly
audience-unlisted-about = On your profile and for your followers, but not on the community's page.
audience-followers = Followers
audience-followers-about = Only those who follow you.
audience-named = People you name
audience-named-about = Only they, whether they follow you or not.
field-named = Names
names-suggested = People you follow
names-found = Choose with the arrow keys and Enter.
field-named-hint = Members of this community, up to 100, parted by commas: @ana, @tom
audience-private = Your account is private: what you publish is for your followers, or for people you name.
post-for-followers = For followers
post-for-named = For those it names
