# What of a post is taken elsewhere.
share = Share
share-title = Share { $title }
share-back = Back to the post
attribution-by = by { $name }
share-link = Link
share-text = Text
share-html = HTML
share-markdown = Markdown
share-embed = Embed code
share-photo = Address of photo { $count }
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

feed-of-tag = Photographs with the hashtag #{ $tag }.
