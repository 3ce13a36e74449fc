namespace Affluence.Simulator.AccessLogs.Envelopes;

/// <summary>Words between spaces or tabs, one after the other.</summary>
internal ref struct Words(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Where the next word begins.</summary>
    public int At { get; private set; }

    /// <summary>Where the word before it began.</summary>
    public int Start { get; private set; }

    public ReadOnlySpan<byte> Next()
    {
        while (At < _text.Length && _text[At] is (byte)' ' or (byte)'\t')
        {
            At++;
        }

        Start = At;
        var rest = _text[At..];
        var length = rest.IndexOfAny((byte)' ', (byte)'\t');
        length = length < 0 ? rest.Length : length;
        At = Math.Min(At + length + 1, _text.Length);
        return rest[..length];
    }
}
