# Messages we send.
email-hello = Hello { $name }
email-confirm-subject = Confirm your e-mail address for { $community }
email-confirm-lead = Somebody, probably you, gave this address for an account at { $community }. Confirm that it is yours:
email-confirm-button = Confirm the address
email-link-hint = If the button doesn't work, open this address:
email-link-hours =
    { $count ->
        [one] The link works for one hour.
        [168] The link works for a week.
       *[other] The link works for { $count } hours.
    }
email-not-you = If it wasn't you, do nothing, and no account will use this address.

email-receipt-subject = Your account at { $community } is deleted
email-receipt-posts =
    { $count ->
        [0] You had published no posts.
        [one] Your post went with it.
       *[other] Your { $count } posts went with it.
    }
email-receipt-rest = Photographs, words, settings, this e-mail address and every session are being removed from our database and storage. This letter is the last use of the address, and there is no way back.
email-receipt-remains = What remains: your user name, which nobody else will ever get, and a mark for each post that says it was deleted.
email-test-subject = A test from { $community }
email-test = Letters from { $community } arrive.
