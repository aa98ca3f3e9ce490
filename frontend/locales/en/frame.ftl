# The frame around every page, and words that many pages share.
skip-to-content = Skip to the content
nav-main = Main
nav-main-below = Main, below
nav-home = Home
nav-local = Community
nav-search = Search
nav-profile = Profile
nav-me = You
nav-publish = Publish
nav-settings = Settings
nav-console = Manage
nav-operator = Hub
nav-sections = Sections
nav-sign-in = Sign in
nav-join = Join
nav-enter = Join or sign in
nav-sign-out = Sign out
nav-accounts = Accounts
nav-add-account = Add another account
nav-sign-out-everybody = Sign out of all accounts
nav-pages = More pages
runs-on = Runs on Heliograph
about-community = About this community
community-members =
    { $count ->
        [0] Nobody has joined yet
        [one] { $count } member
       *[other] { $count } members
    }
older-posts = Older photographs

# Forms
optional = optional
problems-title =
    { $count ->
        [one] One thing needs another look
       *[other] { $count } things need another look
    }
characters-left = Characters left: { $count }
save = Save changes
search = Search
yes = Yes
no = No
older-entries = Older entries
