using System.Collections.Concurrent;
using Grpc.Core;

namespace Affluence.ReportService.Tests.Fakes;

/// <summary>What gateways recorded, minute by minute, of any time and in any order; a window has the sum of its minutes.</summary>
internal sealed class RecordedMinutes
{
    private readonly ConcurrentDictionary<DateTimeOffset, FakeWindow> _minutes = [];
    private readonly FakeCounter _counter;

    public RecordedMinutes(FakeCounter counter)
    {
        _counter = counter;
        counter.Windows = Window;
    }

    /// <summary>When set, windows that begin before it are no longer held.</summary>
    public DateTimeOffset? LostBefore { get; set; }

    /// <summary>Records a minute now, or records it again.</summary>
    public void Record(DateTimeOffset start, FakeWindow content)
    {
        _minutes[start] = content;
        _counter.Touch(start);
    }

    public void Record(DateTimeOffset start, int minutes, params (string Country, long Visitors)[] countries)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            Record(start.AddMinutes(minute), FakeWindow.Of(countries));
        }
    }

    /// <summary>The store loses everything, without knowing.</summary>
    public void Forget() => _minutes.Clear();

    private FakeWindow? Window(DateTimeOffset end, TimeSpan length)
    {
        if (end - length < LostBefore)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "no longer held"));
        }

        var held = _minutes.Where(minute => minute.Key >= end - length && minute.Key < end).ToList();
        return held.Count == 0
            ? null
            : new FakeWindow(
                [.. held.SelectMany(minute => minute.Value.Countries).GroupBy(country => country.Country)
                    .OrderBy(country => country.Key, StringComparer.Ordinal).Select(country => (country.Key, country.Sum(part => part.Visitors)))])
            {
                Shed = held.Sum(minute => minute.Value.Shed),
                TurnedAway = held.Sum(minute => minute.Value.TurnedAway),
                RetractedSources = held.Sum(minute => minute.Value.RetractedSources),
                Silences = [end - held.Max(minute => minute.Key).AddMinutes(1)],
            };
    }
}
