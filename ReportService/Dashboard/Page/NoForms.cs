using Microsoft.AspNetCore.Components.Forms;

namespace Affluence.Report.Dashboard.Page;

/// <summary>The dashboard takes no form that changes anything, so it needs no token against forged ones, and no cookie to carry it.</summary>
internal sealed class NoForms : AntiforgeryStateProvider
{
    public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
}
