namespace Affluence.Report.Bulletins;

/// <summary>The same statement in both languages.</summary>
internal sealed record BilingualStatement(Statement English, Statement French)
{
    /// <param name="language"><c>en</c> or <c>fr</c>.</param>
    public Statement In(string language) => language == French.Language ? French : English;
}
