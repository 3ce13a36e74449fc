using Affluence.Report.Languages;
using Microsoft.AspNetCore.Components;

namespace Affluence.Report.Dashboard;

/// <summary>A part of the dashboard that is written in one of the page's languages.</summary>
public abstract class LocalizedComponent : ComponentBase
{
    /// <summary><c>en</c> or <c>fr</c>.</summary>
    [Parameter, EditorRequired]
    public string Language { get; set; } = "en";

    private protected Typography Words => Typography.TryFind(Language, out var words)
        ? words
        : throw new InvalidOperationException($"'{Language}' is no language of the dashboard; it is one of {string.Join(", ", Typography.Languages)}.");
}
