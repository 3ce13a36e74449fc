namespace Affluence.Simulator.AccessLogs;

/// <summary>
/// One name for a field that servers write differently: <c>$http_x_forwarded_for</c>, <c>%{X-Forwarded-For}i</c>, <c>X-Forwarded-For</c> and
/// <c>cs(X-Forwarded-For)</c> are <c>x_forwarded_for</c>.
/// </summary>
internal static class FieldName
{
    public const string ForwardedFor = "x_forwarded_for";

    /// <param name="name">As an operator types it, or a log has it.</param>
    public static string Of(string name)
    {
        var text = name.Trim().TrimStart('$', '%').Trim('"');
        text = text.StartsWith('{') && text.LastIndexOf('}') is > 0 and var end ? text[1..end] : text;
        text = text.StartsWith("cs(", StringComparison.OrdinalIgnoreCase) ? text[3..].TrimEnd(')') : text;
        text = text.Replace('-', '_').ToLowerInvariant();
        return text.StartsWith("http_", StringComparison.Ordinal) ? text["http_".Length..] : text;
    }
}
