using System.Text;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Members by their paths, in lower case and with <c>_</c> for <c>-</c>: those of nginx' variables, of Caddy (<c>request.client_ip</c>), Traefik
/// (<c>ClientHost</c>), Envoy, Elastic's schema, Cloudflare's Logpush, and the balancers of Google and Azure.
/// </summary>
internal static class JsonMembers
{
    // Where several members say the same, the one that says it best is taken, whatever their order.
    private static readonly Dictionary<string, (LogField Member, int Rank)> Known = new(StringComparer.Ordinal)
    {
        ["msec"] = (LogField.Time, 6),
        ["startutc"] = (LogField.Time, 6),
        ["time_iso8601"] = (LogField.Time, 5),
        ["time"] = (LogField.Time, 5),
        ["ts"] = (LogField.Time, 5),
        ["timestamp"] = (LogField.Time, 4),
        ["start_time"] = (LogField.Time, 4),
        ["started_at"] = (LogField.Time, 4),
        ["edgestarttimestamp"] = (LogField.Time, 4),
        ["@t"] = (LogField.Time, 4),
        ["@timestamp"] = (LogField.Time, 3),
        ["datetime"] = (LogField.Time, 3),
        ["time_local"] = (LogField.Time, 2),
        ["requesttime"] = (LogField.Time, 1),
        ["date"] = (LogField.Date, 1),
        ["remote_addr"] = (LogField.Client, 3),
        ["client_ip"] = (LogField.Client, 2),
        ["remote_ip"] = (LogField.Client, 1),
        ["remote_address"] = (LogField.Client, 1),
        ["remoteip"] = (LogField.Client, 1),
        ["remoteaddr"] = (LogField.Client, 1),
        ["clientip"] = (LogField.Client, 1),
        ["client"] = (LogField.Client, 1),
        ["ip"] = (LogField.Client, 1),
        ["c_ip"] = (LogField.Client, 1),
        ["remote_host"] = (LogField.Client, 1),
        ["clienthost"] = (LogField.Client, 2),
        ["clientaddr"] = (LogField.Client, 1),
        ["client.ip"] = (LogField.Client, 2),
        ["client.address"] = (LogField.Client, 1),
        ["source.ip"] = (LogField.Client, 1),
        ["source.address"] = (LogField.Client, 1),
        ["request.client_ip"] = (LogField.Client, 3),
        ["request.remote_ip"] = (LogField.Client, 2),
        ["request.remote_addr"] = (LogField.Client, 1),
        ["req.remoteaddress"] = (LogField.Client, 1),
        ["httprequest.remoteip"] = (LogField.Client, 2),
        ["httprequest.clientip"] = (LogField.Client, 1),
        ["properties.clientip"] = (LogField.Client, 2),
        ["downstream_remote_address"] = (LogField.Client, 1),
        ["remoteaddress"] = (LogField.Client, 1),
        ["remotehost"] = (LogField.Client, 1),
        ["remote"] = (LogField.Client, 1),
        ["clientaddress"] = (LogField.Client, 1),
        ["client_address"] = (LogField.Client, 1),
        ["client_addr"] = (LogField.Client, 1),
        ["source_ip"] = (LogField.Client, 1),
        ["src_ip"] = (LogField.Client, 1),
        ["cip"] = (LogField.Client, 1),
        ["http.client_ip"] = (LogField.Client, 1),
        ["http.remote_addr"] = (LogField.Client, 1),
        ["network.client.ip"] = (LogField.Client, 1),
        ["request.ip"] = (LogField.Client, 1),
        ["req.ip"] = (LogField.Client, 1),
        ["httprequest.remote_ip"] = (LogField.Client, 1),
        ["http_x_forwarded_for"] = (LogField.ForwardedFor, 2),
        ["x_forwarded_for"] = (LogField.ForwardedFor, 1),
        ["forwarded_for"] = (LogField.ForwardedFor, 1),
        ["xff"] = (LogField.ForwardedFor, 1),
        ["request_x_forwarded_for"] = (LogField.ForwardedFor, 1),
        ["headers.x_forwarded_for"] = (LogField.ForwardedFor, 1),
        ["request.headers.x_forwarded_for"] = (LogField.ForwardedFor, 1),
        ["req.headers.x_forwarded_for"] = (LogField.ForwardedFor, 1),
        ["xforwardedfor"] = (LogField.ForwardedFor, 1),
        ["forwardedfor"] = (LogField.ForwardedFor, 1),
        ["http.x_forwarded_for"] = (LogField.ForwardedFor, 1),
        ["requestheaders.x_forwarded_for"] = (LogField.ForwardedFor, 1),
        ["request_headers.x_forwarded_for"] = (LogField.ForwardedFor, 1),
        ["httprequest.headers.x_forwarded_for"] = (LogField.ForwardedFor, 1),
        ["request"] = (LogField.Request, 1),
        ["request_line"] = (LogField.Request, 1),
        ["requestline"] = (LogField.Request, 1),
        ["requestfirstline"] = (LogField.Request, 1),
        ["request_first_line"] = (LogField.Request, 1),
        ["http_request"] = (LogField.Request, 1),
        ["requested_url"] = (LogField.Request, 1),
        ["req"] = (LogField.Request, 1),
        ["request_method"] = (LogField.Method, 2),
        ["requestmethod"] = (LogField.Method, 2),
        ["method"] = (LogField.Method, 1),
        ["verb"] = (LogField.Method, 1),
        ["http_method"] = (LogField.Method, 1),
        ["request.method"] = (LogField.Method, 1),
        ["req.method"] = (LogField.Method, 1),
        ["http.request.method"] = (LogField.Method, 1),
        ["httprequest.requestmethod"] = (LogField.Method, 1),
        ["httprequest.httpmethod"] = (LogField.Method, 1),
        ["properties.httpmethod"] = (LogField.Method, 1),
        ["clientrequestmethod"] = (LogField.Method, 1),
        ["httpmethod"] = (LogField.Method, 1),
        ["http_verb"] = (LogField.Method, 1),
        ["http.method"] = (LogField.Method, 1),
        ["cs_method"] = (LogField.Method, 1),
        ["request.verb"] = (LogField.Method, 1),
        ["request_uri"] = (LogField.Target, 3),
        ["requestpath"] = (LogField.Target, 3),
        ["requesturi"] = (LogField.Target, 3),
        ["uri"] = (LogField.Target, 2),
        ["url"] = (LogField.Target, 2),
        ["path"] = (LogField.Target, 1),
        ["request_path"] = (LogField.Target, 2),
        ["request.uri"] = (LogField.Target, 2),
        ["request.url"] = (LogField.Target, 2),
        ["request.path"] = (LogField.Target, 1),
        ["req.url"] = (LogField.Target, 1),
        ["url.original"] = (LogField.Target, 2),
        ["url.path"] = (LogField.Target, 1),
        ["httprequest.requesturl"] = (LogField.Target, 1),
        ["httprequest.uri"] = (LogField.Target, 1),
        ["properties.requesturi"] = (LogField.Target, 1),
        ["clientrequesturi"] = (LogField.Target, 2),
        ["clientrequestpath"] = (LogField.Target, 1),
        ["requested_uri"] = (LogField.Target, 2),
        ["cs_uri_stem"] = (LogField.Target, 1),
        ["cs_uri"] = (LogField.Target, 1),
        ["http_uri"] = (LogField.Target, 1),
        ["http_url"] = (LogField.Target, 1),
        ["request_url"] = (LogField.Target, 1),
        ["requesturl"] = (LogField.Target, 1),
        ["uri_path"] = (LogField.Target, 1),
        ["url_path"] = (LogField.Target, 1),
        ["resourcepath"] = (LogField.Target, 1),
        ["http.uri"] = (LogField.Target, 1),
        ["http.path"] = (LogField.Target, 1),
        ["http.target"] = (LogField.Target, 1),
        ["http.url"] = (LogField.Target, 1),
        ["request.target"] = (LogField.Target, 1),
        ["http.url_details.path"] = (LogField.Target, 1),
        ["status"] = (LogField.Status, 2),
        ["status_code"] = (LogField.Status, 1),
        ["statuscode"] = (LogField.Status, 1),
        ["response"] = (LogField.Status, 1),
        ["response_code"] = (LogField.Status, 1),
        ["response_status"] = (LogField.Status, 1),
        ["response.status"] = (LogField.Status, 1),
        ["res.statuscode"] = (LogField.Status, 1),
        ["downstreamstatus"] = (LogField.Status, 3),
        ["originstatus"] = (LogField.Status, 1),
        ["http.response.status_code"] = (LogField.Status, 1),
        ["httprequest.status"] = (LogField.Status, 1),
        ["properties.httpstatus"] = (LogField.Status, 1),
        ["properties.httpstatuscode"] = (LogField.Status, 1),
        ["edgeresponsestatus"] = (LogField.Status, 1),
        ["httpstatus"] = (LogField.Status, 1),
        ["http_status"] = (LogField.Status, 1),
        ["http_status_code"] = (LogField.Status, 1),
        ["httpstatuscode"] = (LogField.Status, 1),
        ["sc_status"] = (LogField.Status, 1),
        ["response_status_code"] = (LogField.Status, 1),
        ["responsecodesent"] = (LogField.Status, 1),
        ["resp.status"] = (LogField.Status, 1),
        ["resp.statuscode"] = (LogField.Status, 1),
        ["res.status"] = (LogField.Status, 1),
        ["response.statuscode"] = (LogField.Status, 1),
        ["response.status_code"] = (LogField.Status, 1),
        ["http.status_code"] = (LogField.Status, 1),
        ["http.status"] = (LogField.Status, 1),
        ["http_user_agent"] = (LogField.UserAgent, 2),
        ["user_agent"] = (LogField.UserAgent, 1),
        ["useragent"] = (LogField.UserAgent, 1),
        ["agent"] = (LogField.UserAgent, 1),
        ["request_user_agent"] = (LogField.UserAgent, 1),
        ["headers.user_agent"] = (LogField.UserAgent, 1),
        ["request.headers.user_agent"] = (LogField.UserAgent, 1),
        ["req.headers.user_agent"] = (LogField.UserAgent, 1),
        ["user_agent.original"] = (LogField.UserAgent, 1),
        ["httprequest.useragent"] = (LogField.UserAgent, 1),
        ["properties.useragent"] = (LogField.UserAgent, 1),
        ["clientrequestuseragent"] = (LogField.UserAgent, 1),
        ["ua"] = (LogField.UserAgent, 1),
        ["cs(user_agent)"] = (LogField.UserAgent, 1),
        ["http.user_agent"] = (LogField.UserAgent, 1),
        ["http.useragent"] = (LogField.UserAgent, 1),
        ["requestheaders.user_agent"] = (LogField.UserAgent, 1),
        ["request_headers.user_agent"] = (LogField.UserAgent, 1),
        ["request.user_agent"] = (LogField.UserAgent, 1),
        ["request.useragent"] = (LogField.UserAgent, 1),
        ["req.useragent"] = (LogField.UserAgent, 1),
        ["httprequest.headers.user_agent"] = (LogField.UserAgent, 1),
        ["http_accept"] = (LogField.Accept, 1),
        ["request.headers.accept"] = (LogField.Accept, 1),
        ["request_accept"] = (LogField.Accept, 1),
        ["http_sec_fetch_mode"] = (LogField.FetchMode, 1),
        ["request.headers.sec_fetch_mode"] = (LogField.FetchMode, 1),
        ["http_sec_fetch_dest"] = (LogField.FetchDestination, 1),
        ["request.headers.sec_fetch_dest"] = (LogField.FetchDestination, 1),
        ["http_sec_purpose"] = (LogField.Purpose, 1),
        ["request.headers.sec_purpose"] = (LogField.Purpose, 1),
        ["sent_http_content_type"] = (LogField.ContentType, 2),
        ["resp_headers.content_type"] = (LogField.ContentType, 2),
        ["edgeresponsecontenttype"] = (LogField.ContentType, 2),
        ["content_type"] = (LogField.ContentType, 1),
        ["x_edge_location"] = (LogField.EdgeLocation, 1),
    };

    private static readonly Dictionary<string, (LogField Member, int Rank)>.AlternateLookup<ReadOnlySpan<char>> ByPath =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Objects that collectors put around a request's: their names say nothing.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Wrappers = new HashSet<string>(
        ["jsonpayload", "nginx", "event", "access", "access_log", "accesslog", "fields", "attributes", "data", "record", "json", "payload", "log", "log_processed"],
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many meanings there are.</summary>
    public static int Count { get; } = Enum.GetValues<LogField>().Length;

    public static bool TryFind(ReadOnlySpan<char> path, out LogField member, out int rank)
    {
        (member, rank) = ByPath.TryGetValue(path, out var known) ? known : default;
        return rank > 0;
    }

    public static bool IsWrapper(ReadOnlySpan<char> path) => Wrappers.Contains(path);

    /// <summary>A path as an operator types it, in the form of these.</summary>
    public static string PathOf(string typed)
    {
        Span<char> path = new char[typed.Length];
        path = path[..Math.Max(0, Append(path, 0, Encoding.Latin1.GetBytes(typed.Trim().TrimStart('$', '.'))))];
        var point = path.IndexOf('.');
        return new string(point > 0 && IsWrapper(path[..point]) ? path[(point + 1)..] : path);
    }

    /// <summary>Appends a member's name to the path of its object.</summary>
    /// <param name="length">Of the object's path with its point; below 0 if it was too long.</param>
    /// <returns>The length now; below 0 if there is no room.</returns>
    public static int Append(Span<char> path, int length, ReadOnlySpan<byte> name)
    {
        if (length < 0 || length + name.Length > path.Length)
        {
            return -1;
        }

        foreach (var letter in name)
        {
            path[length++] = letter is >= (byte)'A' and <= (byte)'Z' ? (char)(letter | 0x20) : letter == '-' ? '_' : (char)letter;
        }

        return length;
    }

    public static int AppendPoint(Span<char> path, int length) => Append(path, length, "."u8);
}
