using System.Globalization;

namespace Affluence.Report.Api;

/// <summary>One column of a table: what stands in its header, and in each row. Null is a figure that is not known.</summary>
internal sealed record CsvColumn<T>(string Name, Func<T, CsvDialect, string?> Value)
{
    public CsvColumn(string name, Func<T, string?> value)
        : this(name, (row, _) => value(row))
    {
    }

    public CsvColumn(string name, Func<T, long?> value)
        : this(name, (row, _) => value(row)?.ToString(CultureInfo.InvariantCulture))
    {
    }

    public CsvColumn(string name, Func<T, double?> value)
        : this(name, (row, dialect) => dialect.Number(value(row)))
    {
    }

    public CsvColumn(string name, Func<T, DateTimeOffset?> value)
        : this(name, (row, _) => value(row)?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture))
    {
    }

    public CsvColumn(string name, Func<T, bool> value)
        : this(name, (row, _) => value(row) ? "true" : "false")
    {
    }
}
