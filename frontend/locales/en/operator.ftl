# The hub's console.
operator-title = Hub console
