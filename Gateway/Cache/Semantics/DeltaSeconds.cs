using System.Globalization;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>A count of seconds as fields write it (RFC 9111 section 1.2.2): digits alone, and what is beyond 2^31 − 1 is that.</summary>
internal static class DeltaSeconds
{
    public static TimeSpan Greatest { get; } = TimeSpan.FromSeconds(int.MaxValue);

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = default;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : Greatest;
        return true;
    }

    /// <summary>As a field writes it; a part of a second is not yet over.</summary>
    public static long Of(TimeSpan time) => (long)Math.Floor(time.TotalSeconds);
}
