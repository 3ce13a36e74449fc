namespace Affluence.Simulator.AccessLogs.Patterns;

/// <summary>A part of a format string: a field, and the text that stands before it.</summary>
/// <param name="Before">Text that stands before the field, byte by byte; may be empty.</param>
/// <param name="Field">What the field means.</param>
/// <param name="Name">By which an operator may choose it (<see cref="FieldName"/>).</param>
/// <param name="IsServers">Whether it is of the server's side: an address there is no client's.</param>
/// <param name="TimeFormat">Of a time that Apache httpd writes by a format of strftime; null is one that is known by its form.</param>
internal sealed record PatternElement(byte[] Before, LogField Field, string Name, bool IsServers = false, TimeFormat? TimeFormat = null)
{
    public bool IsQuoted => Before is [.., (byte)'"'];

    /// <summary>Whether a text is what such a field holds: what it ends with may stand within it too.</summary>
    public bool HoldsLists => Field is LogField.Client or LogField.ForwardedFor or LogField.ChosenClient || Name.StartsWith("upstream", StringComparison.Ordinal);
}
