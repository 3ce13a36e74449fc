-- Page views by many visitors: each request has another address and one of a few browsers.
local browsers = {
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
}

local threads = 0

function setup(thread)
  thread:set("seed", 7919 * threads)
  threads = threads + 1
end

function init(args)
  math.randomseed(seed)
end

function request()
  wrk.headers["User-Agent"] = browsers[math.random(#browsers)]
  wrk.headers["X-Forwarded-For"] = string.format("%d.%d.%d.%d", math.random(1, 223), math.random(0, 255), math.random(0, 255), math.random(1, 254))
  wrk.headers["Accept"] = "text/html"
  return wrk.format("GET", "/page.html")
end
