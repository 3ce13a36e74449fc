using System.Globalization;

namespace Affluence.Gateway.WaitingRoom.Answers;

/// <summary>Figures as exact as they are known.</summary>
internal static class Rounded
{
    /// <summary>To two significant digits.</summary>
    public static string Number(int value, string groupSeparator)
    {
        var scale = (int)Math.Pow(10, Math.Max(0, (int)Math.Log10(Math.Max(1, value)) - 1));
        return ((value + (scale / 2)) / scale * scale).ToString("N0", new NumberFormatInfo { NumberGroupSeparator = groupSeparator });
    }

    /// <summary>Outwards to whole minutes, above a quarter of an hour to five; never two that are the same.</summary>
    public static (int Low, int High) Minutes(TimeSpan low, TimeSpan high)
    {
        var step = high > TimeSpan.FromMinutes(120) ? 30 : high > TimeSpan.FromMinutes(15) ? 5 : 1;
        var least = (int)(Math.Floor(low.TotalMinutes / step) * step);
        var most = (int)(Math.Ceiling(high.TotalMinutes / step) * step);
        return (least, Math.Max(most, least + step));
    }
}
