namespace Affluence.Simulator.AccessLogs.Patterns;

/// <summary>What fields mean, by their names in <see cref="FieldName"/>'s form.</summary>
internal static class FieldMeanings
{
    private static readonly Dictionary<string, PatternField> ByName = new()
    {
        ["remote_addr"] = PatternField.Client,
        ["realip_remote_addr"] = PatternField.Ignored,
        [FieldName.ForwardedFor] = PatternField.ForwardedFor,
        ["proxy_add_x_forwarded_for"] = PatternField.ForwardedFor,
        ["time_local"] = PatternField.Time,
        ["time_iso8601"] = PatternField.Time,
        ["msec"] = PatternField.Time,
        ["request"] = PatternField.Request,
        ["request_method"] = PatternField.Method,
        ["request_uri"] = PatternField.Target,
        ["uri"] = PatternField.Target,
        ["document_uri"] = PatternField.Target,
        ["status"] = PatternField.Status,
        ["user_agent"] = PatternField.UserAgent,
        ["accept"] = PatternField.Accept,
        ["sec_fetch_mode"] = PatternField.FetchMode,
        ["sec_fetch_dest"] = PatternField.FetchDestination,
        ["sec_purpose"] = PatternField.Purpose,
        ["purpose"] = PatternField.Purpose,
        ["sent_http_content_type"] = PatternField.ContentType,
    };

    private static readonly string[] OfServers = ["server", "upstream", "target", "host", "backend", "local", "proxy_protocol_server", "elb"];

    public static PatternField Of(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Whether a field is of the server's side by its name.</summary>
    public static bool IsServers(string name) =>
        OfServers.Any(part => name.StartsWith(part, StringComparison.Ordinal) || name.Contains($"_{part}", StringComparison.Ordinal) || name.Contains($".{part}", StringComparison.Ordinal))
        || name is "s_ip" or "destination.ip" or "x_edge_location";

    public static PatternElement NewElement(byte[] before, string name)
    {
        var known = FieldName.Of(name);
        return new PatternElement(before, Of(known), known, IsServers(known));
    }
}
