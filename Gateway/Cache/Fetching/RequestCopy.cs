using Affluence.Gateway.Cache.Semantics;
using Microsoft.AspNetCore.Http.Features;

namespace Affluence.Gateway.Cache.Fetching;

/// <summary>
/// A request that goes on when the visitor who made it is gone: what the rest of the pipeline reads of it, copied. What it was that he has
/// already, or wants a part of, is left out, since the whole is wanted for all.
/// </summary>
internal sealed class RequestCopy
{
    private static readonly string[] HisOwn = ["If-None-Match", "If-Modified-Since", "If-Range", "Range"];

    private readonly HttpRequestFeature _request;
    private readonly HeaderDictionary _headers;
    private readonly IServiceProvider _services;
    private readonly HttpConnectionFeature _connection;

    /// <param name="context">Made now, while the visitor is there.</param>
    /// <param name="services">Of the application: those of the request end with it.</param>
    public RequestCopy(HttpContext context, IServiceProvider services)
    {
        var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        _headers = new HeaderDictionary(request.Headers.Count);
        foreach (var (name, value) in request.Headers)
        {
            _headers[name] = value;
        }

        _request = new HttpRequestFeature
        {
            Method = HttpMethods.Get,
            Protocol = request.Protocol,
            Scheme = request.Scheme,
            PathBase = request.PathBase,
            Path = request.Path,
            QueryString = request.QueryString,
            RawTarget = request.RawTarget,
        };
        _connection = new HttpConnectionFeature
        {
            ConnectionId = string.Empty,
            RemoteIpAddress = context.Connection.RemoteIpAddress,
            RemotePort = context.Connection.RemotePort,
            LocalIpAddress = context.Connection.LocalIpAddress,
            LocalPort = context.Connection.LocalPort,
        };
        _services = services;
    }

    public IHeaderDictionary Headers => _headers;

    /// <summary>A context of its own for the rest of the pipeline.</summary>
    /// <param name="stored">What is stored, that the site may confirm (RFC 9111 section 4.3.1); null to be given the whole.</param>
    /// <param name="answer">Where the answer goes.</param>
    public HttpContext ToContext(Validators? stored, OriginAnswer answer)
    {
        IHeaderDictionary headers = new HeaderDictionary(_headers.Count + 2);
        foreach (var (name, value) in _headers)
        {
            headers[name] = value;
        }

        foreach (var name in HisOwn)
        {
            headers.Remove(name);
        }

        if (stored?.EntityTag is { } tag)
        {
            headers.IfNoneMatch = tag;
        }

        if (stored?.LastModified is { } modified)
        {
            headers.IfModifiedSince = HttpDate.Write(modified);
        }

        _request.Headers = headers;
        var features = new FeatureCollection(16);
        features.Set<IHttpRequestFeature>(_request);
        features.Set<IHttpResponseFeature>(answer);
        features.Set<IHttpResponseBodyFeature>(answer);
        features.Set<IHttpRequestLifetimeFeature>(answer);
        features.Set<IHttpConnectionFeature>(_connection);
        features.Set(CacheFetch.Instance);
        features.Set<IServiceProvidersFeature>(new ServiceProvidersFeature { RequestServices = _services });
        return new DefaultHttpContext(features);
    }

    private sealed class ServiceProvidersFeature : IServiceProvidersFeature
    {
        public required IServiceProvider RequestServices { get; set; }
    }
}
