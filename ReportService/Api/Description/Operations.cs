using Microsoft.OpenApi;

namespace Affluence.Report.Api.Description;

/// <summary>Completes what the generator of the API's description found out of each operation.</summary>
internal static class Operations
{
    private static readonly HashSet<string> NeedsRange = new(StringComparer.Ordinal) { "from", "to" };

    // By the first part of the path.
    private static readonly Dictionary<string, (string Tag, string Description)> Tags = new(StringComparer.Ordinal)
    {
        ["snapshots"] = ("Snapshots", "The figures of a moment, and of every minute on record."),
        ["stream"] = ("Snapshots", "The figures of a moment, and of every minute on record."),
        ["surges"] = ("Surges", "Times of exceptional traffic, and in which the site was hard to reach."),
        ["fairness"] = ("Fairness", "Whether countries waited alike in the waiting room."),
        ["bulletin"] = ("Bulletins", "What can be told journalists, in English and French."),
        ["bulletins"] = ("Bulletins", "What can be told journalists, in English and French."),
        ["annotations"] = ("Annotations", "What operators noted of a moment."),
        ["alerts"] = ("Alerts", "What was sent to webhooks; for operators."),
        ["site"] = ("Site", "What is measured, and how."),
        ["pictures"] = ("Pictures", "Figures as pictures, for reports and other pages."),
    };

    public static void Describe(OpenApiDocument document)
    {
        document.Tags = Tags.Values.Distinct().Select(tag => new OpenApiTag { Name = tag.Tag, Description = tag.Description }).ToHashSet();
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
            {
                operation.Tags = new HashSet<OpenApiTagReference> { new(Tags[path.Split('/')[3]].Tag, document) };
                foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
                {
                    ParameterTable.Describe(parameter);
                    parameter.Required |= operation.OperationId == "ListSnapshots" && NeedsRange.Contains(parameter.Name!);
                }

                ResponseTable.Describe(operation, isRead: method == HttpMethod.Get && operation.Security is null or []);
            }
        }
    }
}
