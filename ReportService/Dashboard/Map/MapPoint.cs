namespace Affluence.Report.Dashboard.Map;

internal readonly record struct MapPoint(int X, int Y);
