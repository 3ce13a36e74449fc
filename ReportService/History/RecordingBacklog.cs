namespace Affluence.Report.History;

/// <summary>How far the recording of minutes is behind. Told by the recorder, read by metrics and health.</summary>
internal sealed class RecordingBacklog(TimeProvider timeProvider)
{
    private volatile State _state = new(0, null, null, null);

    /// <summary>Minutes that are due to be counted or compared and were not yet.</summary>
    public int Minutes => _state.Minutes;

    /// <summary>For how long there have been any; null: there are none.</summary>
    public TimeSpan? BehindFor => Since(_state.BehindSince);

    /// <summary>For how long nothing could be recorded at all; null: it can.</summary>
    public TimeSpan? FailingFor => Since(_state.FailingSince);

    /// <summary>Why.</summary>
    public string? Failure => _state.Failure;

    public void Worked(int minutesLeft) =>
        _state = new State(minutesLeft, minutesLeft == 0 ? null : _state.BehindSince ?? timeProvider.GetUtcNow(), null, null);

    public void Failed(string reason) => _state = _state with { FailingSince = _state.FailingSince ?? timeProvider.GetUtcNow(), Failure = reason };

    private TimeSpan? Since(DateTimeOffset? instant) => instant is { } since ? timeProvider.GetUtcNow() - since : null;

    private sealed record State(int Minutes, DateTimeOffset? BehindSince, DateTimeOffset? FailingSince, string? Failure);
}
