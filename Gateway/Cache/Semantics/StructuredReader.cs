using System.Buffers;
using System.Globalization;

namespace Affluence.Gateway.Cache.Semantics;

/// <summary>What type of bare item a dictionary's member has; all that are no integer and no boolean mean nothing to a cache.</summary>
internal enum StructuredKind
{
    Boolean,
    Integer,
    Other,
}

internal readonly record struct StructuredValue(StructuredKind Kind, long Number)
{
    public static StructuredValue True { get; } = new(StructuredKind.Boolean, 1);

    public static StructuredValue Other { get; } = new(StructuredKind.Other, 0);

    public bool IsTrue => Number != 0;

    /// <summary>A negative lifetime is none.</summary>
    public TimeSpan Seconds => TimeSpan.FromSeconds(Math.Clamp(Number, 0, int.MaxValue));
}

/// <summary>Reads the members of a dictionary of structured fields (RFC 9651 section 4.2.2); of items it keeps what <see cref="StructuredValue"/> can hold.</summary>
internal ref struct StructuredReader(ReadOnlySpan<char> text)
{
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.*");
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~:/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private ReadOnlySpan<char> _rest = text.Trim(' ');

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool TryReadMember(out string key, out StructuredValue value)
    {
        value = StructuredValue.True;
        if (!TryReadKey(out key) || (TryTake('=') && !TryReadItemOrList(out value)) || !TrySkipParameters())
        {
            return false;
        }

        _rest = _rest.TrimStart([' ', '\t']);
        if (_rest.IsEmpty)
        {
            return true;
        }

        if (!TryTake(','))
        {
            return false;
        }

        _rest = _rest.TrimStart([' ', '\t']);
        return !_rest.IsEmpty;
    }

    private bool TryTake(char character)
    {
        if (_rest.IsEmpty || _rest[0] != character)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private bool TryReadKey(out string key)
    {
        key = string.Empty;
        if (_rest.IsEmpty || !(_rest[0] is >= 'a' and <= 'z' or '*'))
        {
            return false;
        }

        key = Take(KeyCharacters).ToString();
        return true;
    }

    private ReadOnlySpan<char> Take(SearchValues<char> characters)
    {
        var end = _rest.IndexOfAnyExcept(characters);
        var taken = end < 0 ? _rest : _rest[..end];
        _rest = _rest[taken.Length..];
        return taken;
    }

    private bool TrySkipParameters()
    {
        while (TryTake(';'))
        {
            _rest = _rest.TrimStart(' ');
            if (!TryReadKey(out _) || (TryTake('=') && !TryReadItem(out _)))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadItemOrList(out StructuredValue value)
    {
        if (!TryTake('('))
        {
            return TryReadItem(out value);
        }

        value = StructuredValue.Other;
        while (true)
        {
            _rest = _rest.TrimStart(' ');
            if (TryTake(')'))
            {
                return true;
            }

            if (!TryReadItem(out _) || !TrySkipParameters() || _rest.IsEmpty || _rest[0] is not (' ' or ')'))
            {
                return false;
            }
        }
    }

    private bool TryReadItem(out StructuredValue value)
    {
        value = StructuredValue.Other;
        return !_rest.IsEmpty && _rest[0] switch
        {
            '"' => TrySkipString(),
            '?' => TryReadBoolean(out value),
            ':' => TrySkipBytes(),
            '@' => TryTake('@') && TryReadNumber(out _),
            '-' or (>= '0' and <= '9') => TryReadNumber(out value),
            '*' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') => !Take(TokenCharacters).IsEmpty,
            _ => false,
        };
    }

    private bool TryReadBoolean(out StructuredValue value)
    {
        value = new StructuredValue(StructuredKind.Boolean, _rest is ['?', '1', ..] ? 1 : 0);
        var valid = _rest is ['?', '0' or '1', ..];
        _rest = valid ? _rest[2..] : _rest;
        return valid;
    }

    private bool TrySkipString()
    {
        for (var index = 1; index < _rest.Length; index++)
        {
            switch (_rest[index])
            {
                case '"':
                    _rest = _rest[(index + 1)..];
                    return true;
                case '\\' when index + 1 < _rest.Length && _rest[index + 1] is '"' or '\\':
                    index++;
                    break;
                case '\\' or < ' ' or > '~':
                    return false;
            }
        }

        return false;
    }

    private bool TrySkipBytes()
    {
        var end = _rest[1..].IndexOf(':');
        _rest = end < 0 ? _rest : _rest[(end + 2)..];
        return end >= 0;
    }

    private bool TryReadNumber(out StructuredValue value)
    {
        var length = _rest[0] == '-' ? 1 : 0;
        var point = false;
        while (length < _rest.Length && (char.IsAsciiDigit(_rest[length]) || (_rest[length] == '.' && !point)))
        {
            point |= _rest[length] == '.';
            length++;
        }

        var text = _rest[..length];
        _rest = _rest[length..];
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            value = new StructuredValue(StructuredKind.Integer, number);
            return text.Length <= 16;
        }

        value = StructuredValue.Other;
        return point && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
    }
}
