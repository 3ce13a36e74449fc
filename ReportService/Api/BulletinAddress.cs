using Affluence.Report.Bulletins;
using Affluence.Report.Languages;

namespace Affluence.Report.Api;

/// <summary>Where a bulletin stays.</summary>
internal static class BulletinAddress
{
    public const string EndpointName = "GetBulletinByNumber";

    /// <summary>The path, of no host: the report does not know by which name it is reached.</summary>
    public static string Of(HttpContext context, long number, string? language = null, Representation? form = null) =>
        context.RequestServices.GetRequiredService<LinkGenerator>()
            .GetPathByName(context, EndpointName, new RouteValueDictionary { ["number"] = number, ["lang"] = language, ["format"] = form?.Format })
        ?? throw new InvalidOperationException($"{EndpointName} has no address.");

    public static LocalizedText Of(HttpContext context, Bulletin bulletin) =>
        new(Of(context, bulletin.Number, Typography.English.Language), Of(context, bulletin.Number, Typography.French.Language));
}
