using System.Text;
using Affluence.Hits;
using Affluence.Simulator.AccessLogs;

namespace Affluence.Simulator.Tests.AccessLogs;

/// <summary>A line put through a parser, its parts as text.</summary>
internal sealed record ParsedLine(LineKind Kind, string At, string Address, HitKind Hit, HitOutcome Outcome, string UserAgent, LineFault Fault)
{
    public static readonly HitClassifier Classifier = new(HitClassifier.DefaultProbePaths);

    public static readonly ReadingRules Rules = new(Classifier);

    public static readonly LogReading Reading = new(LogFormat.Known, Rules);

    public static ParsedLine Of(LogFormat format, string line) => Of(format.Make(Rules), line);

    public static ParsedLine Of(LineParser parser, string line)
    {
        var bytes = Encoding.Latin1.GetBytes(line);
        var kind = parser.Parse(bytes, out var entry, out var fault);
        return new ParsedLine(
            kind,
            LogFaults.Instant(entry.Seconds),
            kind == LineKind.Entry ? entry.Address.ToString() : string.Empty,
            entry.Kind,
            entry.Outcome,
            Encoding.Latin1.GetString(bytes, entry.UserAgentStart, entry.UserAgentLength),
            fault);
    }
}
