using System.Buffers;
using System.Text;

namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// Whether the second quoted field behind the status is the user agent. Where a server logs other fields in quotes before it, a line can be read
/// by the combined format all the same, and its referrer is then taken for the user agent.
/// </summary>
internal static class UserAgentColumn
{
    private const int Place = 1;

    private static readonly SearchValues<char> InProducts = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+!-");

    private static readonly SearchValues<char> InSchemes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.-");

    /// <param name="isRead">Whether the format has a user agent at all; a line in which there seems to be one is of another, then.</param>
    /// <returns>What to do about it, half a sentence; null if there is no reason to think so.</returns>
    public static string? Misgiving(ReadOnlySpan<byte> line, bool hasVhost, bool isRead)
    {
        var fields = new CommonFields();
        fields.Split(line);

        var status = StatusIn(fields);
        if (status == 0)
        {
            return null;
        }

        int[] quoted = [.. Enumerable.Range(status + 1, fields.Count - status).Where(fields.IsQuoted)];
        var userAgent = Array.FindIndex(quoted, number => IsUserAgent(fields.TextOf(number)));
        if (!isRead)
        {
            return userAgent >= 0 ? $"there seems to be a user agent: say where, for example --log-format '{Suggest(fields, status, quoted, hasVhost)}'" : null;
        }

        if (quoted.Length <= Place || IsUserAgent(fields.TextOf(quoted[Place])))
        {
            return null;
        }

        var taken = fields.TextOf(quoted[Place]);
        return userAgent >= 0 || IsUrl(taken) || LoggedClient.IsAddressOrList(taken)
            ? $"the second quoted field behind the status is no user agent, and what the fields are is not guessed: say it, for example --log-format '{Suggest(fields, status, quoted, hasVhost)}'"
            : null;
    }

    /// <summary>The last of the fields in quotes in which clients may write anything: request, referrer, user agent.</summary>
    public static int LastOfClients(CommonFields fields)
    {
        var status = StatusIn(fields);
        return Enumerable.Range(status + 1, fields.Count - status).Where(fields.IsQuoted).Take(Place + 1).LastOrDefault(status);
    }

    /// <summary>The request is the first quoted field behind the time, which is the first that could be; a quoted client stands before it.</summary>
    private static int StatusIn(CommonFields fields) =>
        Enumerable.Range(1, fields.Count).FirstOrDefault(number => fields.IsQuoted(number) && IsStatus(fields, number + 1)) is > 0 and var request ? request + 1 : 0;

    private static bool IsStatus(CommonFields fields, int number) =>
        number <= fields.Count && fields.TextOf(number) is [>= '0' and <= '9', >= '0' and <= '9', >= '0' and <= '9'];

    /// <summary>A product and its version, as user agents begin (RFC 9110, 10.1.5): <c>Mozilla/5.0</c>, <c>curl v8</c>, <c>Program (</c>.</summary>
    private static bool IsUserAgent(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(InProducts);
        return end > 0 && char.IsAsciiLetter(text[0]) && text[end] is '/' or ' '
            && text[(end + 1)..] is [(>= '0' and <= '9') or '(', ..] or ['v', (>= '0' and <= '9') or '(', ..];
    }

    private static bool IsUrl(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(InSchemes);
        return end > 0 && char.IsAsciiLetter(text[0]) && text[end..].StartsWith("://");
    }

    /// <summary>A format string by which the line can be read as it seems to be meant.</summary>
    private static string Suggest(CommonFields fields, int status, int[] quoted, bool hasVhost)
    {
        var userAgent = Array.Find(quoted, number => IsUserAgent(fields.TextOf(number)));
        userAgent = userAgent == 0 ? quoted[^1] : userAgent;
        var referrer = Array.Find(quoted, number => number != userAgent && (IsUrl(fields.TextOf(number)) || fields.TextOf(number) == "-"));
        var text = new StringBuilder(hasVhost ? "$host " : string.Empty).Append("$remote_addr - $remote_user [$time_local] \"$request\" $status");
        for (var number = status + 1; number <= fields.Count; number++)
        {
            var name = number == userAgent ? "http_user_agent" : number == referrer ? "http_referer" : number == status + 1 && !fields.IsQuoted(number) ? "body_bytes_sent" : $"field_{number}";
            text.Append(fields.IsQuoted(number) ? $" \"${name}\"" : $" ${name}");
        }

        return text.ToString();
    }
}
