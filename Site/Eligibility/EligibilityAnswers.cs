using Affluence.Site.Navigation;

namespace Affluence.Site.Eligibility;

/// <summary>Complete answers, and what the (made-up) rules of Borealia say to them. The age is in whole years.</summary>
internal sealed record EligibilityAnswers(Purpose Purpose, Place Place, int Age)
{
    private const int AgeOfMajority = 18;

    /// <summary>Citizens have lived in Borealia first, so those who are elsewhere begin with permanent residence.</summary>
    public bool ResidenceComesFirst => Purpose == Purpose.Citizenship && Place == Place.Outside;

    /// <summary>Those who are in Borealia already ask for a longer stay rather than for a new one.</summary>
    public bool IsExtension => Place == Place.Inside && Purpose is (Purpose.Visit or Purpose.Study or Purpose.Work);

    public bool NeedsGuardian => Age < AgeOfMajority;

    /// <summary>The page that tells how to go on.</summary>
    public SitePage NextPage => Purpose switch
    {
        Purpose.Visit => SitePage.Visit,
        Purpose.Study => SitePage.Study,
        Purpose.Work => SitePage.Work,
        Purpose.Citizenship when !ResidenceComesFirst => SitePage.Citizenship,
        _ => SitePage.PermanentResidence,
    };
}
