# A person's own page.
profile-description = Photographs by { $name }.
profile-photos = Photographs by { $name }
profile-posts =
    { $count ->
        [one] { $count } post
       *[other] { $count } posts
    }
profile-joined = Here since { $date }
profile-empty = { $name } hasn't published anything yet
profile-empty-home = See what others share
profile-empty-mine = Your photographs will hang here
profile-empty-mine-lead = Everything you publish, newest first, on a page that is yours.

grid-view = How to show the photographs
grid-squares = As squares
grid-whole = In their own shape
profile-edit = Edit profile
avatar-of = Picture of { $name }
tile-pinned = Pinned
tile-video = Video
link-verified = Verified
link-verified-since = This page has linked back here since { $date }

# Writing it.
settings-profile = Your profile
profile-lead = What people see of you, here and elsewhere.
profile-look = See your profile
profile-words = About you
profile-save = Save profile
field-display-name = Name
field-display-name-hint = When it is empty, your user name stands in its place.
field-pronouns = Pronouns
field-bio = Bio
field-bio-hint = Web addresses, @mentions and #hashtags become links.
field-website = Website
field-fields = Anything else
field-fields-hint = Up to 8 lines, such as the camera you carry, where you live, or another place you can be found at.
field-label = Name of line { $count }
field-value = What line { $count } says
field-label-placeholder = Camera
field-value-placeholder = An old rangefinder
field-more = Add a line
rel-me-title = Show that a page is yours
rel-me-lead = Put this link on your website, or on another profile of yours, and name that page here. Once it links back, it is marked as verified.
rel-me-example = My photographs
rel-me-when = We look soon after you save, and again every week.

avatar-heading = Avatar
avatar-hint = A square that stands beside everything you do. JPEG, PNG, WebP, GIF, AVIF or HEIC, up to 40 MB.
avatar-save = Save avatar
avatar-remove = Remove avatar
header-heading = Header
header-hint = A wide picture on top of your profile. JPEG, PNG, WebP, GIF, AVIF or HEIC, up to 40 MB.
header-save = Save header
header-remove = Remove header
picture-choose = Choose a picture
picture-alt = Describe the picture
crop-part = Which part of it is shown
crop-stage = The part that is shown. Drag it, or move it with the arrow keys; plus and minus zoom.
crop-size = How much is shown
crop-x = Left to right
crop-y = Top to bottom
