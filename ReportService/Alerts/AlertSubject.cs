namespace Affluence.Report.Alerts;

/// <summary>What an alert is about.</summary>
internal enum AlertSubject
{
    Surge,

    /// <summary>Difficulties less than 15 minutes apart are one: a site that recovers for moments is not reported each time.</summary>
    Difficulty,
}
