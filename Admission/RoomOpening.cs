namespace Affluence.Admission;

/// <summary>
/// Opens and closes the room: as an operator ordered, or else by itself. It opens when requests were refused for want of capacity through all of the last 10 s
/// and still are, and closes when nobody had to wait for two minutes.
/// </summary>
public static class RoomOpening
{
    /// <summary>Share of refused requests that is no accident.</summary>
    private const double ShedShare = 0.05;

    private const int FewestShed = 10;

    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(2);

    /// <summary>How far the frontier may be behind the clock while nobody waits.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(2);

    public static RoomState Decide(RoomState state, AdmissionReading reading, DateTimeOffset now) => state.Order.At(now) switch
    {
        RoomOrderKind.Open when !state.IsOpen => state.Open(now),
        RoomOrderKind.Closed when state.IsOpen => state.Close(now),
        RoomOrderKind.Automatic when !state.IsOpen && IsOverloaded(reading.LastLoad) && IsOverloaded(reading.CurrentLoad) => state.Open(now),
        RoomOrderKind.Automatic when state.IsOpen && IsCalm(state, reading, now) => state.Close(now),
        _ => state,
    };

    private static bool IsOverloaded(SiteLoad load) => load.Shed >= FewestShed && load.ShedShare >= ShedShare;

    private static bool IsCalm(RoomState state, AdmissionReading reading, DateTimeOffset now)
    {
        if (now - state.OpenedAt < Calm || now - reading.KnownSince < Calm || reading.TotalWaiting > 0 || reading.Load.ShedShare >= ShedShare / 5)
        {
            return false;
        }

        var since = (now - Calm).ToUnixTimeSeconds();
        return reading.Steps.All(step => step.Second < since || DateTimeOffset.FromUnixTimeSeconds(step.Second) - step.Frontier < Lag);
    }
}
