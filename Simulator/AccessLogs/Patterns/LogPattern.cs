namespace Affluence.Simulator.AccessLogs.Patterns;

/// <summary>A format string, taken apart.</summary>
/// <param name="Elements">In their order.</param>
/// <param name="After">Text behind the last field.</param>
internal sealed record LogPattern(IReadOnlyList<PatternElement> Elements, byte[] After)
{
    /// <summary>A field of this name takes all that is left of a line.</summary>
    public const string Rest = "_rest";

    private static readonly (LogField[] Any, string Missing)[] Required =
    [
        ([LogField.Time], "no time ($time_local, $time_iso8601 or $msec; %t in Apache httpd)"),
        ([LogField.Request, LogField.Target], "no request ($request, or $request_method and $request_uri; %r, or %m and %U)"),
        ([LogField.Status], "no status ($status; %>s)"),
        ([LogField.Client, LogField.ForwardedFor], "no client's address ($remote_addr; %a or %h)"),
    ];

    public bool Has(LogField field) => Elements.Any(element => element.Field == field);

    /// <summary>Joins what can only be read together, and looks whether the lines can be taken apart at all.</summary>
    /// <exception cref="FormatException">They can't; half a sentence that reads on after "the format string".</exception>
    public static LogPattern Of(IReadOnlyList<PatternElement> elements, byte[] after)
    {
        var joined = new List<PatternElement>();
        foreach (var element in elements)
        {
            if (joined.Count > 0 && element.Before.Length == 0)
            {
                if (joined[^1].Field == LogField.Target)
                {
                    // %U%q, $uri$is_args$args: the query belongs to the target.
                    continue;
                }

                if (element.Field != LogField.Target && element.Name != Rest)
                {
                    throw new FormatException($"has two fields side by side, {joined[^1].Name} and {element.Name}, and lines don't say where the first ends");
                }
            }

            joined.Add(element);
        }

        foreach (var (any, missing) in Required)
        {
            if (!joined.Exists(element => any.Contains(element.Field)))
            {
                throw new FormatException($"has {missing}");
            }
        }

        return new LogPattern(joined, after);
    }
}
