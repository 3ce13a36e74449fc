using System.Text;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Members by their paths, in lower case and with <c>_</c> for <c>-</c>: those of nginx' variables, of Caddy (<c>request.client_ip</c>), Traefik
/// (<c>ClientHost</c>), Envoy, Elastic's schema, Cloudflare's Logpush, and the balancers of Google and Azure.
/// </summary>
internal static class JsonMembers
{
    // Where several members say the same, the one that says it best is taken, whatever their order.
    private static readonly Dictionary<string, (JsonMember Member, int Rank)> Known = new(StringComparer.Ordinal)
    {
        ["msec"] = (JsonMember.Time, 4),
        ["time_iso8601"] = (JsonMember.Time, 3),
        ["@timestamp"] = (JsonMember.Time, 3),
        ["timestamp"] = (JsonMember.Time, 3),
        ["time"] = (JsonMember.Time, 3),
        ["ts"] = (JsonMember.Time, 3),
        ["startutc"] = (JsonMember.Time, 4),
        ["start_time"] = (JsonMember.Time, 3),
        ["edgestarttimestamp"] = (JsonMember.Time, 3),
        ["datetime"] = (JsonMember.Time, 2),
        ["date"] = (JsonMember.Time, 2),
        ["time_local"] = (JsonMember.Time, 1),
        ["remote_addr"] = (JsonMember.Client, 3),
        ["client_ip"] = (JsonMember.Client, 2),
        ["remote_ip"] = (JsonMember.Client, 1),
        ["remote_address"] = (JsonMember.Client, 1),
        ["remoteip"] = (JsonMember.Client, 1),
        ["remoteaddr"] = (JsonMember.Client, 1),
        ["clientip"] = (JsonMember.Client, 1),
        ["client"] = (JsonMember.Client, 1),
        ["ip"] = (JsonMember.Client, 1),
        ["c_ip"] = (JsonMember.Client, 1),
        ["remote_host"] = (JsonMember.Client, 1),
        ["clienthost"] = (JsonMember.Client, 2),
        ["clientaddr"] = (JsonMember.Client, 1),
        ["client.ip"] = (JsonMember.Client, 2),
        ["client.address"] = (JsonMember.Client, 1),
        ["source.ip"] = (JsonMember.Client, 1),
        ["source.address"] = (JsonMember.Client, 1),
        ["request.client_ip"] = (JsonMember.Client, 3),
        ["request.remote_ip"] = (JsonMember.Client, 2),
        ["request.remote_addr"] = (JsonMember.Client, 1),
        ["req.remoteaddress"] = (JsonMember.Client, 1),
        ["httprequest.remoteip"] = (JsonMember.Client, 2),
        ["httprequest.clientip"] = (JsonMember.Client, 1),
        ["properties.clientip"] = (JsonMember.Client, 2),
        ["downstream_remote_address"] = (JsonMember.Client, 1),
        ["http_x_forwarded_for"] = (JsonMember.ForwardedFor, 2),
        ["x_forwarded_for"] = (JsonMember.ForwardedFor, 1),
        ["forwarded_for"] = (JsonMember.ForwardedFor, 1),
        ["xff"] = (JsonMember.ForwardedFor, 1),
        ["request_x_forwarded_for"] = (JsonMember.ForwardedFor, 1),
        ["headers.x_forwarded_for"] = (JsonMember.ForwardedFor, 1),
        ["request.headers.x_forwarded_for"] = (JsonMember.ForwardedFor, 1),
        ["req.headers.x_forwarded_for"] = (JsonMember.ForwardedFor, 1),
        ["request"] = (JsonMember.Request, 1),
        ["request_line"] = (JsonMember.Request, 1),
        ["request_method"] = (JsonMember.Method, 2),
        ["requestmethod"] = (JsonMember.Method, 2),
        ["method"] = (JsonMember.Method, 1),
        ["verb"] = (JsonMember.Method, 1),
        ["http_method"] = (JsonMember.Method, 1),
        ["request.method"] = (JsonMember.Method, 1),
        ["req.method"] = (JsonMember.Method, 1),
        ["http.request.method"] = (JsonMember.Method, 1),
        ["httprequest.requestmethod"] = (JsonMember.Method, 1),
        ["httprequest.httpmethod"] = (JsonMember.Method, 1),
        ["properties.httpmethod"] = (JsonMember.Method, 1),
        ["clientrequestmethod"] = (JsonMember.Method, 1),
        ["request_uri"] = (JsonMember.Target, 3),
        ["requestpath"] = (JsonMember.Target, 3),
        ["requesturi"] = (JsonMember.Target, 3),
        ["uri"] = (JsonMember.Target, 2),
        ["url"] = (JsonMember.Target, 2),
        ["path"] = (JsonMember.Target, 1),
        ["request_path"] = (JsonMember.Target, 2),
        ["request.uri"] = (JsonMember.Target, 2),
        ["request.url"] = (JsonMember.Target, 2),
        ["request.path"] = (JsonMember.Target, 1),
        ["req.url"] = (JsonMember.Target, 1),
        ["url.original"] = (JsonMember.Target, 2),
        ["url.path"] = (JsonMember.Target, 1),
        ["httprequest.requesturl"] = (JsonMember.Target, 1),
        ["httprequest.uri"] = (JsonMember.Target, 1),
        ["properties.requesturi"] = (JsonMember.Target, 1),
        ["clientrequesturi"] = (JsonMember.Target, 2),
        ["clientrequestpath"] = (JsonMember.Target, 1),
        ["status"] = (JsonMember.Status, 2),
        ["status_code"] = (JsonMember.Status, 1),
        ["statuscode"] = (JsonMember.Status, 1),
        ["response"] = (JsonMember.Status, 1),
        ["response_code"] = (JsonMember.Status, 1),
        ["response_status"] = (JsonMember.Status, 1),
        ["response.status"] = (JsonMember.Status, 1),
        ["res.statuscode"] = (JsonMember.Status, 1),
        ["downstreamstatus"] = (JsonMember.Status, 3),
        ["originstatus"] = (JsonMember.Status, 1),
        ["http.response.status_code"] = (JsonMember.Status, 1),
        ["httprequest.status"] = (JsonMember.Status, 1),
        ["properties.httpstatus"] = (JsonMember.Status, 1),
        ["properties.httpstatuscode"] = (JsonMember.Status, 1),
        ["edgeresponsestatus"] = (JsonMember.Status, 1),
        ["http_user_agent"] = (JsonMember.UserAgent, 2),
        ["user_agent"] = (JsonMember.UserAgent, 1),
        ["useragent"] = (JsonMember.UserAgent, 1),
        ["agent"] = (JsonMember.UserAgent, 1),
        ["request_user_agent"] = (JsonMember.UserAgent, 1),
        ["headers.user_agent"] = (JsonMember.UserAgent, 1),
        ["request.headers.user_agent"] = (JsonMember.UserAgent, 1),
        ["req.headers.user_agent"] = (JsonMember.UserAgent, 1),
        ["user_agent.original"] = (JsonMember.UserAgent, 1),
        ["httprequest.useragent"] = (JsonMember.UserAgent, 1),
        ["properties.useragent"] = (JsonMember.UserAgent, 1),
        ["clientrequestuseragent"] = (JsonMember.UserAgent, 1),
        ["http_accept"] = (JsonMember.Accept, 1),
        ["request.headers.accept"] = (JsonMember.Accept, 1),
        ["request_accept"] = (JsonMember.Accept, 1),
        ["http_sec_fetch_mode"] = (JsonMember.FetchMode, 1),
        ["request.headers.sec_fetch_mode"] = (JsonMember.FetchMode, 1),
        ["http_sec_fetch_dest"] = (JsonMember.FetchDestination, 1),
        ["request.headers.sec_fetch_dest"] = (JsonMember.FetchDestination, 1),
        ["http_sec_purpose"] = (JsonMember.Purpose, 1),
        ["request.headers.sec_purpose"] = (JsonMember.Purpose, 1),
        ["sent_http_content_type"] = (JsonMember.ContentType, 2),
        ["resp_headers.content_type"] = (JsonMember.ContentType, 2),
        ["edgeresponsecontenttype"] = (JsonMember.ContentType, 2),
        ["content_type"] = (JsonMember.ContentType, 1),
    };

    private static readonly Dictionary<string, (JsonMember Member, int Rank)>.AlternateLookup<ReadOnlySpan<char>> ByPath =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many meanings there are.</summary>
    public static int Count { get; } = Enum.GetValues<JsonMember>().Length;

    public static bool TryFind(ReadOnlySpan<char> path, out JsonMember member, out int rank)
    {
        (member, rank) = ByPath.TryGetValue(path, out var known) ? known : default;
        return rank > 0;
    }

    /// <summary>A path as an operator types it, in the form of these.</summary>
    public static string PathOf(string typed)
    {
        Span<char> path = new char[typed.Length];
        return new string(path[..Math.Max(0, Append(path, 0, Encoding.Latin1.GetBytes(typed.Trim().TrimStart('$', '.'))))]);
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
