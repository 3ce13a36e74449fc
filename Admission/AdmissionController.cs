namespace Affluence.Admission;

/// <summary>Decides once a second whether the room is open, how many may be inside, and who is let in. Any number of controllers may decide on one state.</summary>
public static class AdmissionController
{
    /// <summary>How long after the store lost its memory nobody is let in: within it all who wait have asked, and all inside have been seen.</summary>
    private static readonly TimeSpan Ignorance = TimeSpan.FromMinutes(1);

    /// <returns>The state with what was decided; the same if this second has been decided already.</returns>
    public static RoomState Decide(RoomState state, AdmissionReading reading, DateTimeOffset now)
    {
        var decided = RoomOpening.Decide(state, reading, now);
        var second = now.ToUnixTimeSeconds();
        if (!decided.IsOpen || second <= decided.Step.Second)
        {
            return decided;
        }

        // What was learnt in an earlier opening may be wrong now.
        var last = DateTimeOffset.FromUnixTimeSeconds(decided.Step.Second) < decided.OpenedAt - TimeSpan.FromSeconds(1) ? AdmissionStep.None : decided.Step;
        var called = Called(reading, now);
        var (target, holdUntil) = AdmissionTarget.Next(now - decided.OpenedAt, last, reading, called, second);
        var room = now - reading.KnownSince >= Ignorance ? target - reading.Inside - called : 0;
        var (frontier, letIn) = Frontier.Advance(decided.Frontier, decided.OpenedAt, reading, room, target, now);
        return decided with { Frontier = frontier, Step = new AdmissionStep(second, target, holdUntil, frontier, letIn) };
    }

    /// <summary>
    /// People who were let in and have not come yet. They ask at their next poll, and polls are spread evenly over the interval; who has not come by then
    /// has left.
    /// </summary>
    public static int Called(AdmissionReading reading, DateTimeOffset now)
    {
        var interval = PollInterval.For(reading.TotalWaiting).TotalSeconds;
        var second = now.ToUnixTimeSeconds();
        return (int)reading.Steps.Sum(step => step.LetIn * Math.Max(0, 1 - ((second - step.Second) / interval)));
    }
}
