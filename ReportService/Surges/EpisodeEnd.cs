namespace Affluence.Report.Surges;

/// <summary>How a surge or a difficulty came to its end.</summary>
internal enum EpisodeEnd
{
    /// <summary>The ordinary was seen again.</summary>
    Ordinary,

    /// <summary>Nothing more was known of it for over 15 minutes.</summary>
    Silence,
}
