# Leaving for good.
danger-title = Delete your account
danger-lead = Deleting your account takes effect at once and can't be undone. You lose:
danger-posts =
    { $count ->
        [one] { $count } post
       *[other] { $count } posts
    }
danger-photos =
    { $count ->
        [one] { $count } photograph with its words
       *[other] { $count } photographs with their words
    }
danger-storage = { $count } MB of originals that we keep for you
danger-rest = your profile, your settings and every session
danger-remains = Your user name is kept for ever: nobody else can take it, and you can't take it again. Where your posts were, a page says that they were deleted. We mail you a receipt.
danger-go-on = Go on to delete the account
leave-title = Delete your account for good?
leave-lead = There is no way back.
leave-posts =
    { $count ->
        [0] You are signed out everywhere.
        [one] Your post disappears for everyone, and you are signed out everywhere.
       *[other] Your { $count } posts disappear for everyone, and you are signed out everywhere.
    }
leave-receipt = The receipt goes to { $email }; then we forget the address.
field-own-name = Type your user name, { $name }
leave-submit = Delete my account
leave-cancel = Keep it
