namespace Affluence.Report.Surges;

/// <summary>The minutes of [Since, Until), counted since 1970.</summary>
internal readonly record struct MinuteSpan(long Since, long Until)
{
    public bool Contains(long minute) => minute >= Since && minute < Until;
}
