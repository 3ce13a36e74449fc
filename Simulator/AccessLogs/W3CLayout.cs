using System.Text;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Which column holds what, by a <c>#Fields</c> directive, and the day by a <c>#Date</c> directive.</summary>
internal sealed record W3CLayout
{
    private static readonly Dictionary<string, W3CField> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["date"] = W3CField.Date,
        ["time"] = W3CField.Time,
        ["c-ip"] = W3CField.Client,
        ["x-forwarded-for"] = W3CField.ForwardedFor,
        ["cs(X-Forwarded-For)"] = W3CField.ForwardedFor,
        ["cs-method"] = W3CField.Method,
        ["cs-uri-stem"] = W3CField.Target,
        ["cs-uri"] = W3CField.Target,
        ["sc-status"] = W3CField.Status,
        ["cs(User-Agent)"] = W3CField.UserAgent,
        ["cs(Accept)"] = W3CField.Accept,
        ["cs(Sec-Fetch-Mode)"] = W3CField.FetchMode,
        ["cs(Sec-Fetch-Dest)"] = W3CField.FetchDestination,
        ["cs(Sec-Purpose)"] = W3CField.Purpose,
        ["sc(Content-Type)"] = W3CField.ContentType,
    };

    private static readonly (W3CField Field, string Reason)[] Required =
    [
        (W3CField.Time, "#Fields names no time"),
        (W3CField.Method, "#Fields names no cs-method"),
        (W3CField.Target, "#Fields names no cs-uri-stem"),
        (W3CField.Status, "#Fields names no sc-status"),
    ];

    /// <summary>Before any directive.</summary>
    public static W3CLayout None { get; } = new() { Fault = new LineFault(0, "no #Fields directive comes before it") };

    /// <summary>The meaning of each column.</summary>
    public IReadOnlyList<W3CField> Columns { get; private init; } = [];

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
        W3CField[] columns = [.. names.Select(MeaningOf)];
        var lacking = Required.Where(required => !columns.Contains(required.Field)).Select(required => new LineFault(0, required.Reason));
        LineFault? client = columns.Any(column => column is W3CField.Client or W3CField.ChosenClient or W3CField.ForwardedFor) ? null : LineFault.NoAddressField;
        return this with
        {
            Columns = columns,
            Names = names,
            IsPercentEncoded = names.Contains("x-edge-location"),
            Fault = lacking.Select(fault => (LineFault?)fault).Append(client).FirstOrDefault(fault => fault is not null),
        };
    }

    private W3CField MeaningOf(string name) => ClientField is not null && FieldName.Of(name) == FieldName.Of(ClientField)
        ? W3CField.ChosenClient
        : Meanings.GetValueOrDefault(name);
}
