namespace Affluence.Report.Dashboard.Map;

public sealed partial class WorldMap
{
    // In the picture itself, so that it keeps its colours when it is saved. Light: ColorBrewer's YlGnBu. Dark: viridis, from its dark end, so
    // that in both "more" stands out from the page. Either is told apart in every kind of colour blindness, and in grey.
    // A page may set the variables itself.
    internal const string Stylesheet =
        """
        .world-map { margin: 0; }
        .world-map-land { display: block; width: 100%; height: auto; }
        .world-map-land path, .world-map-land circle { stroke: var(--map-edge); stroke-width: 0.6; vector-effect: non-scaling-stroke; }
        .map-light, .map-auto {
          --map-0: #ffffcc; --map-1: #c7e9b4; --map-2: #7fcdbb; --map-3: #41b6c4; --map-4: #2c7fb8; --map-5: #253494;
          --map-none: #e4e4e4; --map-edge: #767676; --map-hatch: #767676; }
        .map-dark {
          --map-0: #433a75; --map-1: #3a5a8c; --map-2: #2a7f8e; --map-3: #2ba584; --map-4: #86d049; --map-5: #fde725;
          --map-none: #3d3d46; --map-edge: #17171d; --map-hatch: #a0a0aa; }
        @media (prefers-color-scheme: dark) {
          .map-auto {
            --map-0: #433a75; --map-1: #3a5a8c; --map-2: #2a7f8e; --map-3: #2ba584; --map-4: #86d049; --map-5: #fde725;
            --map-none: #3d3d46; --map-edge: #17171d; --map-hatch: #a0a0aa; } }
        .map-0 { fill: var(--map-0); background: var(--map-0); }
        .map-1 { fill: var(--map-1); background: var(--map-1); }
        .map-2 { fill: var(--map-2); background: var(--map-2); }
        .map-3 { fill: var(--map-3); background: var(--map-3); }
        .map-4 { fill: var(--map-4); background: var(--map-4); }
        .map-5 { fill: var(--map-5); background: var(--map-5); }
        .map-none { fill: var(--map-none); background: var(--map-none); }
        .map-hatch { fill: var(--map-hatch); }
        .map-unknown { background: repeating-linear-gradient(45deg, var(--map-none) 0 3px, var(--map-hatch) 3px 4px); }
        .world-map-legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0.5rem 0 0; padding: 0; list-style: none; }
        .world-map-swatch { display: inline-block; width: 1.2em; height: 0.9em; margin-inline-end: 0.4em; border: 1px solid var(--map-edge);
          vertical-align: -0.05em; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .world-map-land path, .world-map-land circle { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .world-map-note { margin: 0.5rem 0 0; }
        @media (forced-colors: active) { .world-map-land, .world-map-swatch { forced-color-adjust: none; } }
        """;
}
