using System.Text;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Which column holds what, by a <c>#Fields</c> directive, and the day by a <c>#Date</c> directive.</summary>
internal sealed record W3CLayout
{
    private static readonly Dictionary<string, LogField> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["date"] = LogField.Date,
        ["time"] = LogField.Time,
        ["c-ip"] = LogField.Client,
        ["cs-ip"] = LogField.Client,
        ["x-forwarded-for"] = LogField.ForwardedFor,
        ["cs(X-Forwarded-For)"] = LogField.ForwardedFor,
        ["cs-method"] = LogField.Method,
        ["cs-uri-stem"] = LogField.Target,
        ["cs-uri"] = LogField.Target,
        ["sc-status"] = LogField.Status,
        ["cs(User-Agent)"] = LogField.UserAgent,
        ["cs(Accept)"] = LogField.Accept,
        ["cs(Sec-Fetch-Mode)"] = LogField.FetchMode,
        ["cs(Sec-Fetch-Dest)"] = LogField.FetchDestination,
        ["cs(Sec-Purpose)"] = LogField.Purpose,
        ["sc(Content-Type)"] = LogField.ContentType,
    };

    private static readonly (LogField Field, string Reason)[] Required =
    [
        (LogField.Time, "#Fields names no time"),
        (LogField.Method, "#Fields names no cs-method"),
        (LogField.Target, "#Fields names no cs-uri-stem"),
        (LogField.Status, "#Fields names no sc-status"),
    ];

    /// <summary>Before any directive.</summary>
    public static W3CLayout None { get; } = new() { Fault = new LineFault(0, "no #Fields directive comes before it") };

    /// <summary>The meaning of each column.</summary>
    public IReadOnlyList<LogField> Columns { get; private init; } = [];

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; private init; } = [];

    /// <summary>The column that the operator named for the client; null for none.</summary>
    public string? ClientField { get; init; }

    /// <summary>Whether the log is CloudFront's, which percent-encodes what clients sent.</summary>
    public bool IsPercentEncoded { get; private init; }

    /// <summary>Days from 1970-01-01 to that of the last <c>#Date</c>, for logs without a column for it.</summary>
    public long? Day { get; private init; }

    /// <summary>Why no line can be read by it, if so.</summary>
    public LineFault? Fault { get; private init; }

    /// <summary>The layout after a directive: a line that begins with <c>#</c>.</summary>
    public W3CLayout After(ReadOnlySpan<byte> directive)
    {
        if (directive.StartsWith("#Fields:"u8))
        {
            string[] names = Encoding.Latin1.GetString(directive["#Fields:".Length..])
                .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            return WithColumns(names);
        }

        if (directive.StartsWith("#Date:"u8))
        {
            var date = directive["#Date:".Length..].TrimStart((byte)' ');
            return LogTime.TryReadDate(date[..Math.Min(date.Length, 10)], out var day) ? this with { Day = day } : this;
        }

        return this;
    }

    private W3CLayout WithColumns(string[] names)
    {
        LogField[] columns = [.. names.Select(MeaningOf)];
        var lacking = Required.Where(required => !columns.Contains(required.Field)).Select(required => new LineFault(0, required.Reason));
        LineFault? client = columns.Any(column => column is LogField.Client or LogField.ChosenClient or LogField.ForwardedFor) ? null : LineFault.NoAddressField;
        return this with
        {
            Columns = columns,
            Names = names,
            IsPercentEncoded = names.Contains("x-edge-location"),
            Fault = lacking.Select(fault => (LineFault?)fault).Append(client).FirstOrDefault(fault => fault is not null),
        };
    }

    private LogField MeaningOf(string name) => ClientField is not null && FieldName.Of(name) == FieldName.Of(ClientField)
        ? LogField.ChosenClient
        : Meanings.GetValueOrDefault(name);
}
