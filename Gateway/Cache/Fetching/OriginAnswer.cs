using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Gateway.Cache.Fetching;

/// <summary>What is done with an answer, which is decided when its header is there.</summary>
internal enum AnswerUse
{
    Undecided,

    /// <summary>It is kept until it is whole.</summary>
    Collect,

    /// <summary>It goes on to who asked, as it comes.</summary>
    Relay,

    /// <summary>Nobody wants it.</summary>
    Discard,
}

/// <summary>
/// Stands for the visitor while the rest of the pipeline answers: takes status, header and body, and does with them what is decided.
/// </summary>
/// <param name="decide">Called once, when the header is complete; it may start to answer somebody itself.</param>
/// <param name="mostBytes">Beyond it a body is no longer collected.</param>
/// <param name="cancellation">Ends the request to the site.</param>
internal sealed class OriginAnswer(Func<OriginAnswer, AnswerUse> decide, int mostBytes, CancellationTokenSource cancellation)
    : Stream, IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature
{
    /// <summary>How much of an unwanted body is read, so that the connection can be used again, before it is cut.</summary>
    private const int MostDiscarded = 64 * 1024;

    private const int FirstBytes = 16 * 1024;

    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private AnswerUse _use;
    private HttpContext? _relayTo;
    private PipeWriter? _writer;
    private byte[] _body = [];
    private int _length;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public AnswerUse Use => _use;

    public CancellationToken RequestAborted { get; set; } = cancellation.Token;

    Stream IHttpResponseFeature.Body
    {
        get => this;
        set => throw new NotSupportedException();
    }

    Stream IHttpResponseBodyFeature.Stream => this;

    PipeWriter IHttpResponseBodyFeature.Writer => _writer ??= PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state)
    {
        // Nothing behind the cache keeps anything for an answer's end.
    }

    public void DisableBuffering()
    {
    }

    public void Abort() => cancellation.Cancel();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_use != AnswerUse.Undecided)
        {
            return;
        }

        while (_starting.TryPop(out var starting))
        {
            await starting.Callback(starting.State);
        }

        HasStarted = true;
        _use = decide(this);
        if (_use == AnswerUse.Collect)
        {
            _body = new byte[Math.Min(Headers.ContentLength ?? FirstBytes, mostBytes)];
        }
    }

    public Task CompleteAsync() => Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(this, path, offset, count, cancellationToken);

    /// <summary>From now on the answer goes to <paramref name="context"/>, with what of its body was collected so far.</summary>
    public void RelayTo(HttpContext context, string cacheStatus)
    {
        var response = context.Response;
        response.StatusCode = StatusCode;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = ReasonPhrase;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        response.Headers.Append(Semantics.CacheStatus.Name, cacheStatus);
        _relayTo = context;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken);
        switch (_use)
        {
            case AnswerUse.Collect when _length + buffer.Length <= mostBytes:
                Collect(buffer.Span);
                break;
            case AnswerUse.Collect:
                _use = decide(this);
                if (_relayTo is not null)
                {
                    await _relayTo.Response.Body.WriteAsync(_body.AsMemory(0, _length), cancellationToken);
                    await _relayTo.Response.Body.WriteAsync(buffer, cancellationToken);
                }

                _body = [];
                break;
            case AnswerUse.Relay:
                await _relayTo!.Response.Body.WriteAsync(buffer, cancellationToken);
                break;
            default:
                Discard(buffer.Length);
                break;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _use == AnswerUse.Relay ? _relayTo!.Response.Body.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>The whole body, in memory of exactly its size.</summary>
    public byte[] TakeBody()
    {
        Array.Resize(ref _body, _length);
        return _body;
    }

    private void Collect(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _body.Length)
        {
            Array.Resize(ref _body, (int)Math.Min(mostBytes, Math.Max(_length + bytes.Length, _body.Length * 2L)));
        }

        bytes.CopyTo(_body.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Discard(int bytes)
    {
        _length += bytes;
        if (_length > MostDiscarded)
        {
            cancellation.Cancel();
        }
    }
}
