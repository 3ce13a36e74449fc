using System.Text.Json;

namespace Affluence.Simulator.AccessLogs.Envelopes;

/// <summary>
/// A JSON object with the line in one member: Docker's json-file (<c>log</c>), Filebeat and Fluent Bit (<c>message</c>, <c>log</c>), journald (<c>MESSAGE</c>),
/// Google's logging (<c>textPayload</c>, or within <c>jsonPayload</c>), Graylog (<c>short_message</c>), Splunk (<c>event</c>, <c>line</c>), OpenTelemetry (<c>body</c>),
/// Azure (<c>LogEntry</c>).
/// </summary>
internal sealed class JsonEnvelope : LineEnvelope
{
    private static readonly byte[][] Names =
    [
        [.. "log"u8], [.. "message"u8], [.. "MESSAGE"u8], [.. "textPayload"u8], [.. "msg"u8], [.. "short_message"u8], [.. "event"u8], [.. "line"u8],
        [.. "body"u8], [.. "original"u8], [.. "LogEntry"u8], [.. "LogMessage"u8], [.. "_raw"u8],
    ];

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
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                var isLine = IsLines(reader);
                reader.Read();
                if (isLine && reader.TokenType == JsonTokenType.String)
                {
                    start = (int)reader.TokenStartIndex + 1;
                    var text = line.Slice(start, reader.ValueSpan.Length);
                    length = text[..(reader.ValueIsEscaped ? JsonText.Unescape(text) : text.Length)].TrimEnd("\r\n"u8).Length;
                    return length > 0;
                }
            }
        }
        catch (JsonException)
        {
            // It is none, which is what was asked.
            return false;
        }

        return false;
    }

    private static bool IsLines(in Utf8JsonReader reader)
    {
        foreach (var name in Names)
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }
        }

        return false;
    }
}
