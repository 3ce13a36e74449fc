using Affluence.Counter.V1;
using Affluence.Hits;
using Google.Protobuf.WellKnownTypes;

namespace Affluence.Simulator.Recording;

/// <summary>Which identity days a bucket is written under: the counter knows when they begin, the keys are one's own.</summary>
internal sealed class IdentityDays(IdentityService.IdentityServiceClient counter, ServiceCalls calls, string name, IdentityKeys keys)
{
    /// <summary>The counter tells an hour ahead which day comes next.</summary>
    private static readonly TimeSpan ToldAhead = TimeSpan.FromHours(1);

    /// <summary>A log that is out of order goes back and forth over a rotation.</summary>
    private const int SpansRemembered = 4;

    private volatile Span[] _latest = [];

    /// <summary>From any thread; two that ask for a new span at one time are told the same twice.</summary>
    public async ValueTask<IReadOnlyList<VisitorIdentity>> ForAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        var start = bucket.Start;
        if (Array.Find(_latest, span => span.Holds(start)) is not { } span)
        {
            span = await AskAsync(start, cancellationToken);
            _latest = [span, .. _latest.Take(SpansRemembered - 1)];
        }

        return span.Identities;
    }

    private async Task<Span> AskAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var request = new GetIdentityDaysRequest { At = at.ToTimestamp() };
        var response = await calls.AskAsync(name, options => counter.GetIdentityDaysAsync(request, options), cancellationToken);
        var days = response.Days
            .Select(day => new VisitorIdentity(day.Epoch, keys.KeyOf(day.Epoch), day.ValidFrom.ToDateTimeOffset(), day.ValidUntil.ToDateTimeOffset()))
            .ToList();
        var valid = days.FindAll(day => day.ValidFrom <= at && at < day.ValidUntil);
        if (valid.Count == 0)
        {
            throw new RecordingException($"{name} told no identity day for {at:u}.");
        }

        // The same days hold until the first of them ends or another begins.
        DateTimeOffset[] changes = [at + ToldAhead, .. valid.Select(day => day.ValidUntil), .. days.Except(valid).Select(day => day.ValidFrom)];
        return new Span(at, changes.Where(change => change > at).Min(), valid);
    }

    private sealed record Span(DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<VisitorIdentity> Identities)
    {
        public bool Holds(DateTimeOffset instant) => From <= instant && instant < Until;
    }
}
