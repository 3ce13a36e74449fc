namespace Affluence.Report.Alerts;

/// <summary>What an alert says has happened.</summary>
internal enum AlertKind
{
    SurgeBegan,

    /// <summary>It reached a larger step.</summary>
    SurgeGrew,

    /// <summary>It is over, or nothing more is known of it.</summary>
    SurgeEnded,

    /// <summary>It was reported as over, and corrected figures show that it was not.</summary>
    SurgeResumed,

    /// <summary>Corrected figures show that there was none.</summary>
    SurgeWithdrawn,

    DifficultyBegan,
    DifficultyEnded,
    DifficultyResumed,
    DifficultyWithdrawn,

    /// <summary>The waiting room was opened, by itself or by an operator.</summary>
    RoomOpened,

    RoomClosed,
}
