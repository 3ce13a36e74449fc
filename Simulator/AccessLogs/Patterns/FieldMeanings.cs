namespace Affluence.Simulator.AccessLogs.Patterns;

/// <summary>What fields mean, by their names in <see cref="FieldName"/>'s form.</summary>
internal static class FieldMeanings
{
    private static readonly Dictionary<string, LogField> ByName = new()
    {
        ["remote_addr"] = LogField.Client,
        ["realip_remote_addr"] = LogField.Ignored,
        ["downstream_remote_address"] = LogField.Peer,
        [FieldName.ForwardedFor] = LogField.ForwardedFor,
        ["proxy_add_x_forwarded_for"] = LogField.ForwardedFor,
        ["time_local"] = LogField.Time,
        ["time_iso8601"] = LogField.Time,
        ["msec"] = LogField.Time,
        ["request"] = LogField.Request,
        ["request_method"] = LogField.Method,
        ["request_uri"] = LogField.Target,
        ["uri"] = LogField.Target,
        ["document_uri"] = LogField.Target,
        ["status"] = LogField.Status,
        ["user_agent"] = LogField.UserAgent,
        ["accept"] = LogField.Accept,
        ["sec_fetch_mode"] = LogField.FetchMode,
        ["sec_fetch_dest"] = LogField.FetchDestination,
        ["sec_purpose"] = LogField.Purpose,
        ["purpose"] = LogField.Purpose,
        ["sent_http_content_type"] = LogField.ContentType,
    };

    private static readonly string[] OfServers = ["server", "upstream", "target", "host", "backend", "local", "proxy_protocol_server", "elb", "origin.", "origin_ip"];

    private static readonly string[] OfClients = ["agent", "refer", "cookie", "query", "uri", "url", "path", "sec_ch_", "message"];

    public static LogField Of(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Whether a field is of the server's side by its name.</summary>
    public static bool IsServers(string name) =>
        OfServers.Any(part => name.StartsWith(part, StringComparison.Ordinal) || name.Contains($"_{part}", StringComparison.Ordinal) || name.Contains($".{part}", StringComparison.Ordinal))
        || name.Contains("serverip", StringComparison.Ordinal) || name.Contains("originip", StringComparison.Ordinal)
        || name is "s_ip" or "destination.ip" or "x_edge_location";

    /// <summary>Whether a field holds what clients ask for or say of themselves, by its name.</summary>
    public static bool IsFreeText(string name) =>
        name is "request" or "req" or "ua" or "args" or "msg" || OfClients.Any(part => name.Contains(part, StringComparison.Ordinal));

    public static PatternElement NewElement(byte[] before, string name)
    {
        var known = FieldName.Of(name);
        return new PatternElement(before, Of(known), known, IsServers(known));
    }
}
