using System.Text;
using Affluence.Hits;

namespace Affluence.Simulator.AccessLogs;

/// <summary>Reads the lines of one format. Holds scratch memory: one parser serves one reader at a time.</summary>
internal abstract class LineParser(ReadingRules rules)
{
    /// <summary>
    /// In bytes, without its end. Apache httpd and nginx cut request lines at 8 KB; escaped, and with long headers, one may take 96 KB, and is an
    /// attack more often than a visit.
    /// </summary>
    public const int MaxLineLength = 65_536;

    /// <summary>What decides stands at the beginning of a header; beyond this it is not looked at.</summary>
    private const int MaxHeaderLength = 512;

    private char[] _path = new char[1024];

    /// <param name="line">Without its end, at most <see cref="MaxLineLength"/>. What is escaped in it may be unescaped in place.</param>
    /// <param name="entry">Set if it is one.</param>
    /// <param name="fault">Set if it is a bad line, or of no request.</param>
    public abstract LineKind Parse(Span<byte> line, out LogEntry entry, out LineFault fault);

    protected ReadingRules Rules => rules;

    /// <summary>The fields of a line, for the question whether the right one was read. May not change the line.</summary>
    public virtual IReadOnlyList<LogColumn> ColumnsOf(ReadOnlySpan<byte> line) => [];

    /// <summary>Whether lines have a field of this name; those of formats whose names stand in the log itself may.</summary>
    public virtual bool MayHave(string field) => true;

    /// <summary>Why the line is one of another format, though it can be read by this one; null if it is not. May not change the line.</summary>
    public virtual string? Misgiving(ReadOnlySpan<byte> line) => null;

    protected static LineKind Bad(int column, string reason, out LineFault fault)
    {
        fault = new LineFault(column, reason);
        return LineKind.Bad;
    }

    /// <summary>Whether a value is what logs write for none.</summary>
    protected static bool IsNone(ReadOnlySpan<byte> value) => value is [] or [(byte)'-'];

    /// <summary>Reads three digits, or what is written where there was no status: <c>-</c>, <c>0</c>, <c>-1</c>; below 0 if it is none of these.</summary>
    protected static int ReadStatus(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'-'] or [(byte)'0'] or [(byte)'-', (byte)'1'])
        {
            return StatusOutcomes.NoStatus;
        }

        if (text.Length != 3 || text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return -1;
        }

        var status = ((text[0] - '0') * 100) + ((text[1] - '0') * 10) + text[2] - '0';
        return StatusOutcomes.IsStatus(status) ? status : -1;
    }

    /// <summary>The last step of every format: the client's address is read last, so that a log that lacks nothing else can be told.</summary>
    protected LineKind Read(in LoggedRequest request, out LogEntry entry, out LineFault fault)
    {
        entry = default;
        if (ReadClient(request, out entry.Address) is { } unreadable)
        {
            fault = unreadable;
            return LineKind.Bad;
        }

        fault = default;
        if (_path.Length < request.Target.Length + 1)
        {
            _path = new char[request.Target.Length * 2];
        }

        int pathLength;
        if (!RequestLine.IsSitesMethod(request.Method) || (pathLength = RequestLine.ReadPath(request.Target, _path)) < 0)
        {
            fault = LineFault.NoRequest with { Column = request.RequestColumn };
            return LineKind.NoRequest;
        }

        var userAgent = IsNone(request.UserAgent) ? default : Cut(request.UserAgent, VisitorHasher.MaxUserAgentLength);
        Span<char> method = stackalloc char[RequestLine.MaxMethodLength];
        Span<char> accept = stackalloc char[Room(request.Accept)];
        Span<char> fetchMode = stackalloc char[Room(request.FetchMode)];
        Span<char> fetchDestination = stackalloc char[Room(request.FetchDestination)];
        Span<char> purpose = stackalloc char[Room(request.Purpose)];
        Span<char> contentType = stackalloc char[Room(request.ContentType)];
        entry.Kind = rules.Classifier.Classify(
            new RequestTraits
            {
                Method = Widen(request.Method, method),
                Path = _path.AsSpan(0, pathLength),
                Status = request.Status,
                Accept = Widen(request.Accept, accept),
                FetchMode = Widen(request.FetchMode, fetchMode),
                FetchDestination = Widen(request.FetchDestination, fetchDestination),
                Purpose = Widen(request.Purpose, purpose),
                ContentType = Widen(request.ContentType, contentType),
            },
            rules.Classifier.IsBot(userAgent, out entry.UserAgentHash));
        entry.Seconds = request.Seconds;
        entry.Outcome = rules.Outcomes.OfLogged(request.Status);
        entry.UserAgentStart = request.UserAgentStart;
        entry.UserAgentLength = userAgent.Length;
        return LineKind.Entry;
    }

    private LineFault? ReadClient(in LoggedRequest request, out NetworkAddress address)
    {
        if (!IsNone(request.ChosenClient))
        {
            return LoggedClient.ReadChosen(request.ChosenClient, rules.Proxies, out address);
        }

        return rules is { ClientField: null, Proxies: { TrustsNobody: false } proxies } && !IsNone(request.ForwardedFor)
            ? LoggedClient.Read(request.Client, request.ForwardedFor, proxies, out address)
            : LoggedClient.Read(request.Client, rules.Proxies, out address);
    }

    private static int Room(ReadOnlySpan<byte> value) => IsNone(value) ? 0 : Math.Min(value.Length, MaxHeaderLength);

    /// <summary>Bytes are taken for characters one to one, as the gateway reads headers.</summary>
    private static ReadOnlySpan<char> Widen(ReadOnlySpan<byte> bytes, Span<char> room) =>
        room[..Encoding.Latin1.GetChars(Cut(bytes, room.Length), room)];

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes, int length) => bytes.Length <= length ? bytes : bytes[..length];
}
