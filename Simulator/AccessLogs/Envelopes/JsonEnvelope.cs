using System.Text.Json;

namespace Affluence.Simulator.AccessLogs.Envelopes;

/// <summary>
/// A JSON object with the line in one member: Docker's json-file (<c>log</c>), Filebeat and Fluent Bit (<c>message</c>, <c>log</c>), journald (<c>MESSAGE</c>),
/// Google's logging (<c>textPayload</c>).
/// </summary>
internal sealed class JsonEnvelope : LineEnvelope
{
    public override string Name => "json-file";

    public override bool TryOpen(Span<byte> line, out int start, out int length)
    {
        (start, length) = (0, 0);
        if (line is not [(byte)'{', ..])
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isLine = reader.ValueTextEquals("log"u8) || reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("MESSAGE"u8)
                    || reader.ValueTextEquals("textPayload"u8);
                reader.Read();
                if (isLine && reader.TokenType == JsonTokenType.String)
                {
                    start = (int)reader.TokenStartIndex + 1;
                    var text = line.Slice(start, reader.ValueSpan.Length);
                    length = text[..(reader.ValueIsEscaped ? JsonText.Unescape(text) : text.Length)].TrimEnd("\r\n"u8).Length;
                    return length > 0;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // It is none, which is what was asked.
            return false;
        }

        return false;
    }
}
