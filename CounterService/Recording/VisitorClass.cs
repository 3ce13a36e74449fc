namespace Affluence.Counter.Recording;

/// <summary>Which of the two visitor sets of a country. A visitor may be in both.</summary>
internal enum VisitorClass
{
    /// <summary>Had a served page view.</summary>
    Served,

    /// <summary>Had a refused page view.</summary>
    Refused,
}
