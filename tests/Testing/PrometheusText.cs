using System.Globalization;

namespace Affluence.Testing;

/// <summary>Reads what <c>/metrics</c> answers. A line is <c>name{tag="value",...} number</c>, and may have a time after it.</summary>
public static class PrometheusText
{
    /// <summary>The first value of a metric; null if it was never measured.</summary>
    /// <param name="tag">As it is written: <c>tag="value"</c>. Empty takes any.</param>
    public static double? Find(string metrics, string name, string tag = "") =>
        metrics.Split('\n').FirstOrDefault(line => line.StartsWith(name + '{', StringComparison.Ordinal) && line.Contains(tag, StringComparison.Ordinal)) is { } found
            ? double.Parse(found[(found.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture)
            : null;
}
