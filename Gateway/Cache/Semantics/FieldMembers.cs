namespace Affluence.Gateway.Cache.Semantics;

/// <summary>Takes a field's value apart at its commas, of which those inside of quotes separate nothing (RFC 9110 section 5.6.1). Empty members are none.</summary>
internal ref struct FieldMembers(ReadOnlySpan<char> value)
{
    private ReadOnlySpan<char> _rest = value;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly FieldMembers GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = EndOfMember(_rest);
            var member = _rest[..end].Trim([' ', '\t']);
            _rest = end < _rest.Length ? _rest[(end + 1)..] : [];
            if (!member.IsEmpty)
            {
                Current = member;
                return true;
            }
        }

        return false;
    }

    private static int EndOfMember(ReadOnlySpan<char> text)
    {
        var quoted = false;
        for (var index = 0; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '"':
                    quoted = !quoted;
                    break;
                case '\\' when quoted:
                    index++;
                    break;
                case ',' when !quoted:
                    return index;
            }
        }

        return text.Length;
    }
}
