using System.Text;
using System.Text.Json;
using Affluence.Simulator.AccessLogs.Patterns;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Finds the members of one JSON object that say something about a request, whatever objects they lie in.</summary>
/// <param name="clientField">The path of the member that the operator named; or null.</param>
internal sealed class JsonLineReader(string? clientField)
{
    private const int MaxDepth = 32;
    private const int MaxPathLength = 128;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <param name="line">What is escaped in its members is unescaped in place.</param>
    /// <param name="columns">Filled with all members, if it is given.</param>
    /// <returns>False if it is no object.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public bool TryFind(Span<byte> line, JsonValues members, List<LogColumn>? columns)
    {
        // Asked of any line while a format is recognised: the reader would throw.
        if (line.TrimStart(" \t"u8) is not [(byte)'{', ..])
        {
            return false;
        }

        var reader = new Utf8JsonReader(line, Options);
        reader.Read();

        // The path of the member that is read, and how much of it is that of the objects around it. A path that is too long is of no member.
        Span<char> path = stackalloc char[MaxPathLength];
        Span<int> lengths = stackalloc int[MaxDepth + 1];
        lengths.Clear();
        var (depth, length) = (0, 0);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    length = JsonMembers.Append(path, lengths[depth], reader.ValueSpan);
                    break;
                case JsonTokenType.StartObject:
                    var isWrapper = depth == 0 && length > 0 && JsonMembers.IsWrapper(path[..length]);
                    lengths[++depth] = isWrapper ? 0 : JsonMembers.AppendPoint(path, length);
                    break;
                case JsonTokenType.EndObject:
                    depth--;
                    break;
                case JsonTokenType.StartArray:
                    TakeArray(ref reader, new Member(path, length), line, members, columns);
                    break;
                default:
                    Take(new Member(path, length), ValueOf(reader), line, members, columns);
                    break;
            }
        }

        return true;
    }

    /// <summary>
    /// Headers come in arrays. Of several values the first is taken; addresses are one list, which they are with the quotes between them too. Or each header
    /// is an object, with its name and its value.
    /// </summary>
    private void TakeArray(ref Utf8JsonReader reader, scoped Member member, Span<byte> line, JsonValues members, List<LogColumn>? columns)
    {
        var first = default(Text);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                TakePair(ref reader, member, line, members, columns);
            }
            else if (reader.TokenType == JsonTokenType.StartArray)
            {
                reader.Skip();
            }
            else if (first.IsNone)
            {
                first = ValueOf(reader);
                Take(member, first, line, members, columns);
            }
            else if (ValueOf(reader) is { IsNone: false } last)
            {
                TakeList(member, first.Start, last.Start + last.Length - first.Start, line, members, columns);
            }
        }
    }

    private void TakePair(ref Utf8JsonReader reader, scoped Member list, Span<byte> line, JsonValues members, List<LogColumn>? columns)
    {
        var length = -1;
        var value = default(Text);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("name"u8) || reader.ValueTextEquals("Name"u8) || reader.ValueTextEquals("key"u8);
            var isValue = reader.ValueTextEquals("value"u8) || reader.ValueTextEquals("Value"u8);
            reader.Read();
            if (isName && reader.TokenType == JsonTokenType.String)
            {
                length = JsonMembers.Append(list.Path, JsonMembers.AppendPoint(list.Path, list.Length), reader.ValueSpan);
            }
            else if (isValue)
            {
                value = ValueOf(reader);
            }

            reader.Skip();
        }

        Take(new Member(list.Path, length), value, line, members, columns);
    }

    private void Take(Member member, Text value, Span<byte> line, JsonValues members, List<LogColumn>? columns)
    {
        if (member.Length <= 0 || value.IsNone)
        {
            return;
        }

        var isChosen = clientField is not null && member.Name.SequenceEqual(clientField);
        var isKnown = JsonMembers.TryFind(member.Name, out var field, out var rank);
        if (!isChosen && !isKnown && columns is null)
        {
            return;
        }

        // The reader is past it, so it may be changed.
        var length = value.IsEscaped ? JsonText.Unescape(line.Slice(value.Start, value.Length)) : value.Length;
        if (isChosen)
        {
            members.Set(LogField.ChosenClient, new JsonValues.Value(value.Start, length, 1));
        }

        if (isKnown)
        {
            members.Set(field, new JsonValues.Value(value.Start, length, rank));
        }

        var name = columns is null ? string.Empty : member.Name.ToString();
        if (columns is not null && !FieldMeanings.IsServers(name))
        {
            columns.Add(new LogColumn(name, Encoding.Latin1.GetString(line.Slice(value.Start, length)), IsRead: false, FieldMeanings.IsFreeText(name)));
        }
    }

    private void TakeList(Member member, int start, int length, Span<byte> line, JsonValues members, List<LogColumn>? columns)
    {
        var isChosen = member.Length > 0 && clientField is not null && member.Name.SequenceEqual(clientField);
        if (isChosen || (member.Length > 0 && JsonMembers.TryFind(member.Name, out var field, out _) && field is LogField.Client or LogField.ForwardedFor))
        {
            if (columns is [.., var first] && member.Name.SequenceEqual(first.Name))
            {
                columns.RemoveAt(columns.Count - 1);
            }

            Take(member, new Text(start, length, IsEscaped: false), line, members, columns);
        }
    }

    private static Text ValueOf(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => new Text((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped),
        JsonTokenType.Number => new Text((int)reader.TokenStartIndex, reader.ValueSpan.Length, IsEscaped: false),
        _ => default,
    };

    /// <summary>A member's path, in room for a longer one.</summary>
    private readonly ref struct Member(Span<char> path, int length)
    {
        public Span<char> Path { get; } = path;

        /// <summary>Below 0 if it is too long to be one that is known.</summary>
        public int Length { get; } = length;

        public ReadOnlySpan<char> Name => Path[..Length];
    }

    /// <summary>A text or number, where it stands in the line.</summary>
    private readonly record struct Text(int Start, int Length, bool IsEscaped)
    {
        public bool IsNone => Start == 0;
    }
}
