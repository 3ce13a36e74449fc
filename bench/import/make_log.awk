# Writes an access log in the combined format, the same for the same seed.
#   awk -v lines=2000000 -v seed=1 -v kind=distinct -f make_log.awk > access.log
# kind=distinct: nearly every line is a page view of a visitor of its own, over one hour.
# kind=typical:  visitors read three pages each with nine parts (style sheets, pictures, scripts), one in twenty is a bot, some get errors,
#                over three hours.
function address(n) {
  if (rand() < 0.2)
    return sprintf("2%03x:%x:%x:%x::%x", int(rand() * 4096), int(rand() * 65536), int(rand() * 65536), int(rand() * 65536), n % 65536)
  return sprintf("%d.%d.%d.%d", 1 + int(rand() * 222), int(rand() * 256), int(rand() * 256), int(rand() * 256))
}
function agent() {
  v = 40 + int(rand() * 60)
  if (rand() < 0.5)
    return sprintf("Mozilla/5.0 (Windows NT %d.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.%d Safari/537.36", 6 + 4 * int(rand() * 2), v, 2000 + int(rand() * 40) * 10, int(rand() * 20))
  return sprintf("Mozilla/5.0 (iPhone; CPU iPhone OS 10_%d like Mac OS X) AppleWebKit/602.1.50 (KHTML, like Gecko) Version/10.0 Mobile/14B%d Safari/602.1", int(rand() * 4), int(rand() * 200))
}
function put(at, who, what, status, size, from, ua) {
  printf "%s - - [08/Nov/2016:%02d:%02d:%02d -0500] \"%s HTTP/1.1\" %d %d \"%s\" \"%s\"\n", who, 20 + int(at / 3600), int(at / 60) % 60, at % 60, what, status, size, from, ua
}
BEGIN {
  srand(seed)
  split("permanent-residence work study visit citizenship refugees eligibility fees processing-times contact", pages, " ")
  if (kind == "distinct") {
    for (n = 0; n < lines; n++) {
      page = pages[1 + int(rand() * 10)]
      put(3600 + int(n * 3600 / lines), address(n), "GET /" (rand() < 0.7 ? "en" : "fr") "/" page, rand() < 0.97 ? 200 : 503, 5000 + int(rand() * 20000), "https://www.google.com/", agent())
    }
  } else {
    # A crowd of readers, one of whom takes the next step at each line.
    crowd = 3000
    for (n = 0; n < lines; n++) {
      i = int(rand() * crowd)
      if (step[i] == 0 || step[i] > 30) {
        step[i] = 1
        who[i] = address(n)
        ua[i] = rand() < 0.05 ? "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)" : agent()
      }
      at = int(n * 10800 / lines)
      s = step[i]++ % 10
      page = "/en/" pages[1 + (i + int(step[i] / 10)) % 10]
      if (s == 1) put(at, who[i], "GET " page "?utm_source=news", rand() < 0.97 ? 200 : 503, 5000 + int(rand() * 20000), "https://www.example.org/", ua[i])
      else put(at, who[i], "GET /assets/" s "/site-" s (s % 3 == 0 ? ".css" : s % 3 == 1 ? ".js" : ".svg"), rand() < 0.7 ? 200 : 304, int(rand() * 90000), "https://www.example.org" page, ua[i])
    }
  }
}
