using Affluence.Simulator.AccessLogs.Patterns;

namespace Affluence.Simulator.AccessLogs;

/// <summary>How a log writes a request.</summary>
/// <param name="Name">As it is typed on the command line.</param>
/// <param name="Make">A parser for one reader at a time.</param>
internal sealed record LogFormat(string Name, Func<ReadingRules, LineParser> Make)
{
    /// <summary>Common Log Format: no user agent, so visitors can be told apart by address alone.</summary>
    public static readonly LogFormat Common = new("common", rules => new CommonLineParser(rules, CommonParts.None)) { TellsUserAgents = false };

    /// <summary>Common with referrer and user agent: what Apache httpd and nginx write unless told otherwise.</summary>
    public static readonly LogFormat Combined = new("combined", rules => new CommonLineParser(rules, CommonParts.UserAgent));

    /// <summary>Combined, and X-Forwarded-For behind it: <c>main</c> of the nginx.conf that comes with nginx.</summary>
    public static readonly LogFormat NginxMain = new(
        "nginx-main", rules => new CommonLineParser(rules, CommonParts.UserAgent | CommonParts.ForwardedFor));

    /// <summary>Common after the virtual host's name.</summary>
    public static readonly LogFormat VhostCommon = new("vhost-common", rules => new CommonLineParser(rules, CommonParts.Vhost)) { TellsUserAgents = false };

    /// <summary>Combined after the virtual host's name, as Debian's Apache httpd writes where there are several.</summary>
    public static readonly LogFormat VhostCombined = new(
        "vhost-combined", rules => new CommonLineParser(rules, CommonParts.Vhost | CommonParts.UserAgent));

    /// <summary>One JSON object a line, with the names of nginx's variables, or those of Caddy, Traefik, Envoy, Elastic or a cloud's balancer.</summary>
    public static readonly LogFormat Json = new("json", rules => new JsonLineParser(rules)) { Aliases = ["nginx-json", "caddy", "traefik", "gcp"] };

    /// <summary>W3C Extended Log File Format, as IIS and CloudFront write it: <c>#Fields</c> names the columns.</summary>
    public static readonly LogFormat W3C = new("w3c", rules => new W3CLineParser(rules)) { Aliases = ["iis", "cloudfront"] };

    private static readonly LogFormat Alb = OfPattern(
        "aws-alb",
        "$type $time_iso8601 $elb $remote_addr $target_addr $t1 $t2 $t3 $status $target_status $in $out \"$request\" \"$http_user_agent\" $_rest");

    private static readonly LogFormat Elb = OfPattern(
        "aws-elb", "$time_iso8601 $elb $remote_addr $target_addr $t1 $t2 $t3 $status $target_status $in $out \"$request\" \"$http_user_agent\" $_rest");

    private static readonly LogFormat S3 = OfPattern(
        "s3",
        "$owner $bucket [$time_local] $remote_addr $requester $id $operation $s3_key \"$request\" $status $error $sent $size $total $turnaround \"$http_referer\" \"$http_user_agent\"$_rest");

    private static readonly LogFormat Envoy = OfPattern(
        "envoy",
        "[$time_iso8601] \"$request\" $status $flags $_numbers \"$http_x_forwarded_for\" \"$http_user_agent\" \"$request_id\" \"$host\" \"$upstream_host\"$_rest");

    private static readonly LogFormat Istio = OfPattern(
        "istio",
        "[$time_iso8601] \"$request\" $status $flags $details $ended \"$upstream_failure\" $_numbers \"$http_x_forwarded_for\" \"$http_user_agent\" \"$request_id\" \"$host\" \"$upstream_host\" $upstream_cluster $upstream_local $local_addr $downstream_remote_address $_rest");

    // Behind a prefix of syslog. Its times have no offset.
    private static readonly LogFormat HaProxy = OfPattern(
        "haproxy",
        "$remote_addr [$time_local] $frontend $backend_addr $timers $status $bytes $cookie1 $cookie2 $termination $connections $captures \"$request\"$_rest") with
    {
        TellsUserAgents = false,
    };

    private static readonly LogFormat ProxyManager = OfPattern(
        "nginx-proxy-manager",
        "[$time_local] $cache $upstream_status $status - $request_method $scheme $host \"$request_uri\" [Client $remote_addr] [Length $length] [Gzip $ratio] [Sent-to $server_addr] \"$http_user_agent\" \"$http_referer\"");

    private static readonly LogFormat ProxyManagerStandard = OfPattern(
        "nginx-proxy-manager-standard",
        "[$time_local] $status - $request_method $scheme $host \"$request_uri\" [Client $remote_addr] [Length $length] [Gzip $ratio] \"$http_user_agent\" \"$http_referer\"");

    /// <summary>
    /// All that are recognised, in the order of preference: a line of the combined format is one of the common format too, with more behind it.
    /// </summary>
    public static IReadOnlyList<LogFormat> Known { get; } =
    [
        W3C, Json, Alb, Elb, S3, Envoy, Istio, HaProxy, ProxyManager, ProxyManagerStandard, NginxMain, Combined, VhostCombined, Common, VhostCommon,
    ];

    /// <summary>Other names it may be typed by.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether other lines go far before they are seen to be of another format.</summary>
    public bool IsLoose { get; private init; }

    /// <summary>Whether user agents are in it; without, visitors can be told apart by address alone.</summary>
    public bool TellsUserAgents { get; init; } = true;

    public static LogFormat? Find(string name) => Known.FirstOrDefault(format => format.Name == name || format.Aliases.Contains(name));

    /// <summary>The format of a pattern.</summary>
    public static LogFormat OfPattern(string name, LogPattern pattern) =>
        new(name, rules => new PatternLineParser(rules, pattern)) { TellsUserAgents = pattern.Has(LogField.UserAgent) };

    private static LogFormat OfPattern(string name, string nginx) => OfPattern(name, NginxSyntax.Compile(nginx)) with { IsLoose = true };

    public override string ToString() => Name;
}
