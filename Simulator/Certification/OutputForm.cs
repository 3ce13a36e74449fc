namespace Affluence.Simulator.Certification;

/// <summary>How a certificate is written.</summary>
internal enum OutputForm
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>One object.</summary>
    Json,

    /// <summary>RFC 4180, a row for each minute; the verdict goes to standard error.</summary>
    Csv,
}
