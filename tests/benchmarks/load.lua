-- For wrk: says what a run came to in one line that the table is made of.
done = function(summary, latency)
  local seconds = summary.duration / 1e6
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %d %.6f %d %d %d\n", summary.requests, seconds, latency:percentile(50), latency:percentile(99), errors))
end
