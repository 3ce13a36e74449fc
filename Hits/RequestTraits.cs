namespace Affluence.Hits;

/// <summary>What is known of a request once its outcome is. What was not sent, or not noted, is left empty.</summary>
public readonly ref struct RequestTraits
{
    /// <summary>As sent: methods are in upper case.</summary>
    public required ReadOnlySpan<char> Method { get; init; }

    /// <summary>Decoded, without the query.</summary>
    public required ReadOnlySpan<char> Path { get; init; }

    /// <summary>Of the answer, 100 to 599.</summary>
    public required int Status { get; init; }

    /// <summary>Cut to <see cref="VisitorHasher.MaxUserAgentLength"/>.</summary>
    public ReadOnlySpan<char> UserAgent { get; init; }

    /// <summary>Value of Accept.</summary>
    public ReadOnlySpan<char> Accept { get; init; }

    /// <summary>Value of Sec-Fetch-Mode (W3C Fetch Metadata).</summary>
    public ReadOnlySpan<char> FetchMode { get; init; }

    /// <summary>Value of Sec-Fetch-Dest.</summary>
    public ReadOnlySpan<char> FetchDestination { get; init; }

    /// <summary>Value of Sec-Purpose, or of Purpose, its forerunner.</summary>
    public ReadOnlySpan<char> Purpose { get; init; }

    /// <summary>Whether it asks to speak another protocol, as WebSocket does.</summary>
    public bool IsUpgrade { get; init; }

    /// <summary>Content-Type of the answer.</summary>
    public ReadOnlySpan<char> ContentType { get; init; }
}
