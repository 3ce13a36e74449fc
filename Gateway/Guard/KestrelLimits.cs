using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Affluence.Gateway.Guard;

/// <summary>Bounds on what one client may hold, and header bytes taken as they are.</summary>
internal sealed class KestrelLimits(IOptions<GuardOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
        kestrel.Limits.MaxRequestBodySize = options.Value.MaxBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

        // Latin-1 maps every byte to one character and back, so that headers pass unchanged; with the default, one accented letter in a
        // User-Agent ends in a 400 or 502.
        kestrel.RequestHeaderEncodingSelector = name => name == HeaderNames.ContentLength ? DigitsAloneEncoding.Instance : Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
    }
}
