namespace Affluence.Counter.Recording;

/// <summary>Which of a country's visitor sets. A visitor may be in several. The values are stored: never change one.</summary>
internal enum VisitorClass
{
    /// <summary>Had a served page view.</summary>
    Served = 's',

    /// <summary>Had a refused page view, for whatever cause: the sets below are parts of this one.</summary>
    Refused = 'r',

    RefusedByOriginError = '1',
    RefusedByTimeout = '2',
    RefusedByUnreachable = '3',
    RefusedByShed = '4',
    RefusedByWaiting = '5',
    RefusedByClientGone = '6',

    /// <summary>No visitors, but the networks of those who had a served page view. They are of no country, and so stand under ZZ.</summary>
    ServedNetworks = 'n',
}
