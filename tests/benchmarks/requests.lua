-- For wrk: sends the requests of a file, each once.
dofile(debug.getinfo(1, "S").source:match("@(.*/)") .. "load.lua")

-- wrk looks at the first one before it begins, and sends nothing then.
local requests, at = {}, -1

init = function(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  local length = file:read("*l")
  while length do
    requests[#requests + 1] = file:read(tonumber(length))
    length = file:read("*l")
  end
  file:close()
end

request = function()
  at = at + 1
  -- Whoever reads the result sees that there were too few of them.
  return requests[math.max(at, 1)] or requests[#requests]
end
