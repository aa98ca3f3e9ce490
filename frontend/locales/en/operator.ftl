# The hub's console.
operator-title = Hub console

communities-title = Communities
community-new = New community
community-people =
    { $count ->
        [one] { $count } member
       *[other] { $count } members
    }
community-owner = Its owner
community-owner-lead = They are mailed a link to confirm the address, and sign in with the password you give them.
usage-hourly = Posts and storage are counted once an hour.
ceilings-title = Ceilings
ceilings-lead = How far the community's admins can set the limits of their members.
operator-members-title = People
operator-search = Beginning of a user name, or a whole e-mail address
jobs-title = Jobs
jobs-waiting = Waiting
jobs-running = Running
jobs-failed = Failed for good
jobs-due-since = Oldest waiting
jobs-nothing-due = Nothing waits
jobs-none-failed = No job has failed for good within a week.
jobs-retrying = Failed, to be tried again
job-attempts =
    { $count ->
        [one] { $count } attempt
       *[other] { $count } attempts
    }
job-retry = Try again
job-drop = Drop
mail-title = Mail
mail-server = Letters go to { $server }.
mail-folder = No mail server is configured: letters become files in { $folder }.
mail-test = Send a test letter to { $email }
mail-refused = Addresses that were refused
mail-none-refused = No address was refused.
mail-failed = Letters that failed
mail-none-failed = No letter has failed within a week.
storage-title = Storage
storage-doomed =
    { $count ->
        [0] No file waits to be deleted.
        [one] { $count } file waits to be deleted.
       *[other] { $count } files wait to be deleted.
    }
storage-nothing = Nothing counted yet.
storage-kind = Kind
storage-files = Files
storage-size = Size
storage-counted = Counted { $when } (UTC), once an hour.
subject-files-original = Originals
subject-files-rendition = Sizes to be shown
operator-audit-lead = What was done for the hub as a whole. What was done in a community stands in its own log. Entries are never changed or removed.
hub-title = Hub
hub-version = Version
hub-database = Database
hub-nodes = Processes
hub-nodes-lead = Each process of the hub holds a number while it lives.
hub-node = Number { $number }
hub-until = until { $when } (UTC)
hub-here = this process
hub-lapsed = gone
