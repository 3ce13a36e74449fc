using Affluence.Report.Dashboard.Map;
using Microsoft.AspNetCore.Components;

namespace Affluence.Report.Dashboard.Origins;

/// <summary>Where the visitors come from: a map, the ten largest, and all of them in a table that can be sorted.</summary>
public sealed partial class OriginsPanel
{
    private const int MostInTop = 10;

    private IReadOnlyList<OriginRow>? _told;
    private IReadOnlyList<OriginRow> _top = [];
    private IReadOnlyList<OriginRow> _sorted = [];
    private IReadOnlyList<MapCountry> _onMap = [];
    private MapMode _mode = MapMode.Share;
    private OriginColumn _column = OriginColumn.Visitors;
    private bool _descending = true;
    private bool _changed = true;

    /// <summary>By visitors, largest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OriginRow> Rows { get; set; } = [];

    private string TopCaption => Words.Choose("The countries with the most visitors", "Les pays comptant le plus de visiteurs");

    private string AllCaption => Words.Choose("All countries with visitors", "Tous les pays ayant des visiteurs");

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_told, Rows))
        {
            _told = Rows;
            _top = [.. Rows.Take(MostInTop)];
            Arrange();
        }
    }

    // 250 shapes and as many rows are compared when the figures are new, and not each time that the page is.
    protected override bool ShouldRender()
    {
        var changed = _changed;
        _changed = false;
        return changed;
    }

    private string Pressed(MapMode mode) => mode == _mode ? "true" : "false";

    private void Show(MapMode mode)
    {
        _mode = mode;
        Arrange();
    }

    private void SortBy(OriginColumn column)
    {
        // Names are looked for from A, figures from the largest.
        _descending = column == _column ? !_descending : column != OriginColumn.Country;
        _column = column;
        Arrange();
    }

    private void Arrange()
    {
        _sorted = OriginRows.Sort(Rows, _column, _descending, Words);
        _onMap =
        [
            .. Rows.Where(row => row.Visitors > 0)
                .Select(row => new MapCountry(row.Code, row.Name, _mode == MapMode.Share ? row.Share : row.Ratio)),
        ];
        _changed = true;
    }
}
