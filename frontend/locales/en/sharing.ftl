# What of a post is taken elsewhere.
share = Share
share-title = Share “{ $title }”
share-back = Back to the post
attribution-by = by { $name }
share-link = Link
share-text = Text
share-html = HTML
share-markdown = Markdown
share-embed = Embed code
share-photo = Address of photo { $count }
share-picture = Address of the picture
share-restricted = This post isn't for everybody: the link opens only for those who may see it.
share-qr = QR code of the link
share-qr-hint = Point a phone's camera at it, or type:

attribution-copy = Copy attribution
attribution-title = “{ $title }”
attribution-untitled = Photograph
attribution-licensed = { $title } by { $author } is licensed under { $licence }.
attribution-marked = { $title } by { $author } is marked with { $licence }.
attribution-reserved = { $title } © { $year } { $author }. { $licence }.
notice-licence = { $name }.

embed-on = on { $community }
embed-show = Show it

download = Download
download-photo = Photo { $count }
download-original = Your original of photo { $count }

# How a photo was made.
detail-focal-length = { $value } mm
detail-aperture = f/{ $value }
detail-exposure = { $value } s
detail-iso = ISO { $value }
detail-taken = taken on { $day }
field-language = The language you write in
field-language-hint = Readers' screen readers, translators and other servers are told. It holds for what you publish from now on.
language-unsaid = Not said
field-details = Show how the photos were made
field-details-hint = As far as their files tell. Where they were taken is never shown.
details-camera = Camera
details-lens = Lens
details-exposure = Exposure
details-date = Date taken
