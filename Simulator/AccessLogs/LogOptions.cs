using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Affluence.Hits;
using NodaTime;

namespace Affluence.Simulator.AccessLogs;

/// <summary>The options of every command that reads logs.</summary>
internal sealed class LogOptions
{
    private const string Recognised = "auto";
    private const string Nobody = "none";

    private readonly Option<string> _format = new("--format")
    {
        Description = $"How the logs are written: {string.Join(", ", LogFormat.Known)}; {Recognised} recognises it by the first lines.",
        HelpName = "name",
        DefaultValueFactory = _ => Recognised,
    };

    private readonly Option<string?> _logFormat = new("--log-format")
    {
        Description = "The format string of the server, in nginx' or Apache httpd's syntax: '$remote_addr - $remote_user [$time_local] \"$request\" $status …'; or its name in --log-config.",
        HelpName = "string",
    };

    private readonly Option<string?> _logConfig = new("--log-config")
    {
        Description = "An nginx.conf or httpd.conf from which the format strings are read. The one that fits the log is taken, or the one that --log-format names.",
        HelpName = "file",
    };

    private readonly Option<string?> _client = new("--client")
    {
        Description = "The field with the visitor's address, where it is not the usual one: a variable ($http_x_forwarded_for), a column (X-Forwarded-For), a member (headers.x-real-ip), or a number in logs whose fields have no name.",
        HelpName = "field",
    };

    private readonly Option<string[]> _trustedProxies = new("--trusted-proxy")
    {
        Description = $"Networks of your proxies, as the gateway's Gateway:TrustedProxies:Networks: lists of addresses are read right to left through them. {Nobody}: the last address is the visitor's. May be given more than once.",
        HelpName = "network",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<DateTimeZone?> _timeZone = new("--time-zone")
    {
        Description = "The zone of times without an offset from UTC, for example UTC or America/Toronto.",
        HelpName = "zone",
        DefaultValueFactory = _ => null,
        CustomParser = result => DateTimeZoneProviders.Tzdb.GetZoneOrNull(result.Tokens[0].Value)
            ?? Refuse<DateTimeZone>(result, $"--time-zone: '{result.Tokens[0].Value}' is no zone of the tz database, for example America/Toronto."),
    };

    private readonly Option<string?> _crawlers = new("--crawlers")
    {
        Description = "A list of crawlers and monitors in the form of crawler-user-agents.json, in place of the one that comes with this program, as the gateway's Gateway:Capture:CrawlerFile.",
        HelpName = "file",
    };

    private readonly Option<string[]> _outcomes = new("--outcome")
    {
        Description = "What a status means on this site, as the gateway's Gateway:Capture:Outcomes: 429=served, 403=shed. May be given more than once.",
        HelpName = "status=outcome",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _probePaths = new("--probe-path")
    {
        Description = "Paths of health and uptime checks, as the gateway's Gateway:Capture:ProbePaths; may be given more than once.",
        HelpName = "path",
        DefaultValueFactory = _ => [.. HitClassifier.DefaultProbePaths],
    };

    public Argument<string[]> Logs { get; } = new("log")
    {
        Description = "Access logs, plain or packed by gzip, bzip2, xz or zstd; - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<bool> Strict { get; } = new("--strict")
    {
        Description = "Ends with the first line that can't be read or is left out. Otherwise such lines are counted and the first few shown.",
    };

    public Option<double> MaxDisorder { get; } = CommandOptions.Number(
        "--max-disorder",
        "Minutes by which a line may be older than one before it; older ones are left out and counted. Apache httpd logs a request when it ends, under the time it came: allow for the longest one. Memory grows with it.",
        value => value >= 0 && value <= TimeSpan.MaxValue.TotalMinutes / 2,
        "a number of minutes from 0",
        fallback: 10.0);

    public void AddTo(Command command)
    {
        command.Add(Logs);
        foreach (var option in (Option[])[_format, _logFormat, _logConfig, _client, _trustedProxies, _timeZone, _crawlers, _outcomes, _probePaths, Strict, MaxDisorder])
        {
            command.Add(option);
        }
    }

    /// <summary>How logs are to be read.</summary>
    /// <exception cref="UnusableArgumentException">An option can't be used.</exception>
    public LogReading Read(ParseResult parsed)
    {
        var crawlerFile = parsed.GetValue(_crawlers);
        var crawlers = CrawlerList.TryRead(crawlerFile, out var fault) ?? throw new UnusableArgumentException($"--crawlers: {crawlerFile} {fault}.");
        var rules = new ReadingRules(new HitClassifier(parsed.GetRequiredValue(_probePaths), crawlers))
        {
            Outcomes = StatusOutcomes.With(parsed.GetRequiredValue(_outcomes).Select(OutcomeOf)),
            Proxies = ProxiesOf(parsed.GetRequiredValue(_trustedProxies)),
            ClientField = parsed.GetValue(_client),
            Zone = parsed.GetValue(_timeZone),
        };
        return new LogReading(LogFormatChoice.Of(parsed.GetRequiredValue(_format), parsed.GetValue(_logFormat), parsed.GetValue(_logConfig)), rules);
    }

    private static (int Status, HitOutcome Outcome) OutcomeOf(string text) =>
        text.Split('=') is [var status, var outcome] && StatusOutcomes.TryReadChange(status, outcome, out var change)
            ? change
            : throw new UnusableArgumentException(
                $"--outcome: '{text}' is no status from 100 to 599 with one of {string.Join(", ", StatusOutcomes.Names.Keys)}, for example 429=served.");

    private static ClientChain? ProxiesOf(string[] networks) => networks switch
    {
        [] => null,
        [Nobody] => new ClientChain([], ClientChain.DefaultHopLimit),
        _ => new ClientChain([.. networks.Select(NetworkOf)], ClientChain.DefaultHopLimit),
    };

    private static IPNetwork NetworkOf(string text)
    {
        if (NetworkAddress.TryParse(text, out var address))
        {
            var single = address.ToIPAddress();
            return new IPNetwork(single, address.IsIPv4 ? 32 : 128);
        }

        if (!NetworkText.TryParse(text, out var network))
        {
            throw new UnusableArgumentException($"--trusted-proxy: '{text}' is no address, and no network in CIDR form without host bits, for example 10.0.0.0/8.");
        }

        return network.PrefixLength > 0
            ? network
            : throw new UnusableArgumentException($"--trusted-proxy: '{text}': trusting everybody lets each visitor choose an address.");
    }

    private static T? Refuse<T>(ArgumentResult result, string message)
        where T : class
    {
        result.AddError(message);
        return null;
    }
}
