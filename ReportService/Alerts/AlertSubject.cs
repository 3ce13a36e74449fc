namespace Affluence.Report.Alerts;

/// <summary>What an alert is about.</summary>
internal enum AlertSubject
{
    Surge,

    /// <summary>Difficulties less than 15 minutes apart are one: a site that recovers for moments is not reported each time.</summary>
    Difficulty,

    /// <summary>The waiting room. Its alerts need no memory of their own: they are known by their ids.</summary>
    Room,
}
