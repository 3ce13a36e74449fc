namespace Affluence.Report.Fairness;

/// <summary>What the test found of one country.</summary>
internal enum FairnessVerdict
{
    /// <summary>Too few came when others came, or too few were let in, for a test.</summary>
    NotTested,

    /// <summary>No difference was found. That is not the same as none.</summary>
    NothingFound,

    /// <summary>They waited longer than others who came in the same minutes, by more than chance explains.</summary>
    WaitedLonger,

    /// <summary>They were let in sooner than others who came in the same minutes, by more than chance explains.</summary>
    LetInSooner,
}
