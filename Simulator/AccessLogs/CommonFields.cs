using System.Text;

namespace Affluence.Simulator.AccessLogs;

/// <summary>The fields of a line between spaces, numbered from 1; one in quotes or brackets is one field. For a few lines, not for all.</summary>
internal sealed class CommonFields
{
    private readonly List<(string Text, bool IsQuoted)> _fields = [];

    public int Count => _fields.Count;

    public string TextOf(int number) => _fields[number - 1].Text;

    public bool IsQuoted(int number) => _fields[number - 1].IsQuoted;

    public void Split(ReadOnlySpan<byte> line)
    {
        _fields.Clear();
        while (!line.IsEmpty)
        {
            var (start, length) = Next(line, out var next);
            _fields.Add((Encoding.Latin1.GetString(line.Slice(start, length)), line[0] == '"'));
            line = next < line.Length ? line[next..] : [];
        }
    }

    private static (int Start, int Length) Next(ReadOnlySpan<byte> line, out int next)
    {
        var quoted = line[0] == '"' ? EscapedText.LengthBeforeQuote(line[1..]) : -1;
        var bracketed = line[0] == '[' ? (line.IndexOf("] "u8) is >= 0 and var end ? end : line[^1] == ']' ? line.Length - 1 : 0) - 1 : -1;
        var inside = Math.Max(quoted, bracketed);
        if (inside >= 0)
        {
            next = inside + 3;
            return (1, inside);
        }

        // A list has a space behind its commas.
        var length = line.IndexOf((byte)' ');
        while (length > 0 && line[length - 1] == ',' && length + 1 < line.Length)
        {
            var more = line[(length + 1)..].IndexOf((byte)' ');
            length = more < 0 ? -1 : length + 1 + more;
        }

        length = length < 0 ? line.Length : length;
        next = length + 1;
        return (0, length);
    }
}
