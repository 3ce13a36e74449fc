using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Affluence.Site.Assets;

/// <summary>
/// The stylesheet and the icon, read once from the assembly and served under <c>/site</c>. Their addresses carry a hash of the content,
/// so a browser may keep them for a year and still has the new ones after an update.
/// </summary>
internal sealed class SiteAssets
{
    private const string ResourcePrefix = "Assets/";
    private const string Forever = "public, max-age=31536000, immutable";
    private const string UntilChanged = "no-cache";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, Asset> _assets = typeof(SiteAssets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
        .Select(Read)
        .ToFrozenDictionary(asset => asset.Name);

    public string Stylesheet => AddressOf("site.css");

    public string Icon => AddressOf("favicon.svg");

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/site/{name}", [HttpMethods.Get, HttpMethods.Head], (string name, string? v, HttpResponse response) =>
        {
            if (!_assets.TryGetValue(name, out var asset))
            {
                return Results.NotFound();
            }

            response.Headers.CacheControl = v == asset.Version ? Forever : UntilChanged;
            return Results.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
        });

        // Asked for by browsers and crawlers that have read no page.
        endpoints.MapMethods("/favicon.ico", [HttpMethods.Get, HttpMethods.Head], () => TypedResults.LocalRedirect(Icon, permanent: false));
    }

    private string AddressOf(string name) => $"/site/{name}?v={_assets[name].Version}";

    private static Asset Read(string resource)
    {
        using var stream = typeof(SiteAssets).Assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var version = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        return new Asset(resource[ResourcePrefix.Length..], version, ContentTypes[Path.GetExtension(resource)], content);
    }

    private sealed record Asset(string Name, string Version, string ContentType, byte[] Content);
}
