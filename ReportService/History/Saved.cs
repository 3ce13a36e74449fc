namespace Affluence.Report.History;

/// <summary>What came of putting a minute on record.</summary>
internal enum Saved
{
    /// <summary>The figures on record stand: they are the same, or final while the new ones are not.</summary>
    Unchanged,

    /// <summary>On record, for the first time or in place of figures that were not final.</summary>
    Recorded,

    /// <summary>A new revision of a final snapshot.</summary>
    Revised,
}
