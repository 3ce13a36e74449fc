using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Affluence.Gateway.Guard;

/// <summary>Bounds on what one client may hold, and header bytes taken as they are.</summary>
internal sealed class KestrelLimits(IOptions<GuardOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    // Kestrel's own defaults, written down because tests and the documentation rely on them.
    private const int MaxRequestLineBytes = 8 * 1024;
    private const int MaxHeaderBytes = 32 * 1024;
    private const int MaxHeaders = 100;

    /// <summary>Longer than load balancers keep an idle connection (60 s is usual), so that it is they who close it and no request is lost.</summary>
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(130);

    public void Configure(KestrelServerOptions kestrel)
    {
        var guard = options.Value;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = guard.MaxConnections;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestHeaderCount = MaxHeaders;
        limits.MaxRequestBodySize = guard.MaxBodyBytes;
        limits.RequestHeadersTimeout = guard.HeaderTimeout;
        limits.MinRequestBodyDataRate = new MinDataRate(guard.MinBytesPerSecond, guard.SlowClientGrace);
        limits.MinResponseDataRate = new MinDataRate(guard.MinBytesPerSecond, guard.SlowClientGrace);
        limits.KeepAliveTimeout = KeepAliveTimeout;

        // Latin-1 maps every byte to one character and back, so that headers pass unchanged; with the default, one accented letter in a
        // User-Agent ends in a 400 or 502.
        kestrel.RequestHeaderEncodingSelector = name => name == HeaderNames.ContentLength ? DigitsAloneEncoding.Instance : Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
    }
}
