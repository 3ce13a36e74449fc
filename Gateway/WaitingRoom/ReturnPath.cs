namespace Affluence.Gateway.WaitingRoom;

/// <summary>Where a visitor goes when it is his turn: within this site, whatever the address of his waiting page says.</summary>
internal static class ReturnPath
{
    private const int Longest = 2_000;

    /// <returns>The path if it is one of this site; else the home page.</returns>
    public static string Of(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length <= Longest && path.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 && !path.Contains('\\', StringComparison.Ordinal)
            ? path
            : "/";
}
