using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.Identity;

/// <summary>Who counts as a visitor.</summary>
public sealed class IdentityOptions
{
    public const string Section = "Gateway:Identity";

    /// <summary>
    /// Visitors that one network (an IPv4 /24, an IPv6 /64) may have within any 30 minutes at one gateway; further ones count as one together.
    /// </summary>
    /// <value>
    /// The default is 1,000; 1 to 1,000,000. Whoever invents user agents can add no more than this. A mobile carrier may have more than a
    /// thousand readers behind one /24 on a night of news: <c>foldedPageViews</c> says when, and then it is to be raised.
    /// </value>
    [Range(1, 1_000_000, ErrorMessage = Section + ":VisitorsPerNetwork must be 1 to 1,000,000.")]
    public int VisitorsPerNetwork { get; set; } = 1_000;
}
