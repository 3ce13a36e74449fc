namespace Affluence.Tests.Privacy;

/// <summary>What visitors send, some of it malformed.</summary>
internal static class RawVisits
{
    /// <summary>Each sort of request a visitor may be noted by, well-formed first.</summary>
    public static IReadOnlyList<Func<Passerby, string>> Sorts { get; } =
    [
        visitor => Request("GET /en", visitor),
        visitor => Request($"GET /fr/work?from={visitor.Address}&agent={Uri.EscapeDataString(visitor.UserAgent)}", visitor),
        visitor => Request("GET /en", visitor with { UserAgent = $"{visitor.UserAgent} bot" }),
        visitor => Request("GET /health", visitor, $"Referer: http://localhost/?{visitor.Address}\r\n"),
        visitor => Request("GET /en", visitor, $"traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\ntracestate: client={visitor.UserAgent}\r\nbaggage: client={visitor.Address}\r\n"),
        visitor => Request("BREW /en", visitor),
        visitor => Request("POST /en", visitor, "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"),
        visitor => Request($"GET /en?{visitor.Address}%zz", visitor, $"X-Broken {visitor.Address}\r\n"),
        visitor => Request("GET /en", visitor, host: "elsewhere.example"),
        visitor => Request("GET /en", visitor, forwardedFor: $"{visitor.Address}:80%eth0, 0{visitor.Address}"),
        visitor => Request("GET /en", visitor, "Forwarded: for=\"" + visitor.Address + "\"\r\nX-Real-IP: " + visitor.Address + "\r\n", forwardedFor: $"{visitor.Address}, nobody"),
    ];

    private static string Request(string line, Passerby visitor, string more = "", string host = "localhost", string? forwardedFor = null) =>
        $"{line} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {visitor.UserAgent}\r\nAccept: text/html\r\nAccept-Language: fr-CA, {Passerby.Browser};q=0.5\r\n"
        + $"X-Forwarded-For: {forwardedFor ?? visitor.Address.ToString()}\r\n{more}Connection: close\r\n\r\n";
}
