namespace Affluence.Report.Bulletins;

/// <summary>How a number compares with an earlier one, in the terms in which it is said.</summary>
internal enum Likeness
{
    /// <summary>So many times the earlier number, from about 2 on.</summary>
    TimesAsMany,

    /// <summary>So many per cent more.</summary>
    PercentMore,

    /// <summary>Within 5 %, where "1.0 times as many" would be a strange way to say "as many".</summary>
    AboutAsMany,

    /// <summary>So many per cent fewer.</summary>
    PercentFewer,

    /// <summary>Below one per cent of the earlier number.</summary>
    HardlyAny,
}
