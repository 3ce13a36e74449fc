namespace Affluence.Gateway.WaitingRoom.Answers;

/// <summary>The language of the waiting page: as chosen on it, as of the page that was asked for, or as the browser prefers; English if nothing says otherwise.</summary>
internal static class RoomLanguage
{
    public static string Of(HttpRequest request, string to)
    {
        if (request.Query["lang"].ToString() is "en" or "fr")
        {
            return request.Query["lang"].ToString();
        }

        if (IsUnder(to, "/fr"))
        {
            return "fr";
        }

        return !IsUnder(to, "/en") && PrefersFrench(request.Headers.AcceptLanguage.ToString()) ? "fr" : "en";
    }

    private static bool IsUnder(string path, string folder) =>
        path.StartsWith(folder, StringComparison.OrdinalIgnoreCase) && (path.Length == folder.Length || path[folder.Length] is '/' or '?');

    /// <summary>Browsers list their languages by preference.</summary>
    private static bool PrefersFrench(string accepted)
    {
        foreach (var range in accepted.AsSpan().Split(','))
        {
            var language = accepted.AsSpan(range).Trim();
            if (language.StartsWith("fr", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return false;
    }
}
