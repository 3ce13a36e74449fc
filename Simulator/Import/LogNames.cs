using Affluence.Simulator.AccessLogs;
using Affluence.Simulator.Recording;

namespace Affluence.Simulator.Import;

/// <summary>The names of a log's two writers: of what comes before its first page view, and of all from there on.</summary>
internal sealed class LogNames(IdentityKeys keys, LogBeginning beginning, string? source)
{
    /// <summary>Of what comes before the first page view.</summary>
    public string OfBeginning { get; } = LogWriterId.OfBeginning(keys, beginning.FirstRequest, source);

    /// <summary>By which it is seen that two logs are one; by the first page view if it is known, since many begin with the same health check.</summary>
    public string Whole => beginning.FirstPageView.Length > 0 ? OfPageViews(beginning.FirstPageView) : OfBeginning;

    /// <summary>The writer that is written under first.</summary>
    public string First => HasBeginning ? OfBeginning : Whole;

    /// <summary>Whether something comes before the first page view.</summary>
    public bool HasBeginning => !beginning.FirstRequest.AsSpan().SequenceEqual(beginning.FirstPageView);

    /// <param name="line">The first page view, as it was logged.</param>
    public string OfPageViews(ReadOnlySpan<byte> line) => LogWriterId.Of(keys, line, source);
}
