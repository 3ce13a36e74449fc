using Affluence.Site.Eligibility;

namespace Affluence.Site.Tests.Eligibility;

public sealed class EligibilityAnswersTests
{
    [Theory]
    [InlineData("Visit", "Outside", 30, "visit", false, false)]
    [InlineData("Study", "Inside", 30, "study", false, true)]
    [InlineData("Work", "Outside", 30, "work", false, false)]
    [InlineData("PermanentResidence", "Inside", 30, "permanent-residence", false, false)]
    [InlineData("Citizenship", "Outside", 30, "permanent-residence", true, false)]
    [InlineData("Citizenship", "Inside", 30, "citizenship", false, false)]
    public void Answers_OfEachKind_LeadOn(string purpose, string place, int age, string nextPage, bool residenceFirst, bool extension)
    {
        var answers = new EligibilityAnswers(Enum.Parse<Purpose>(purpose), Enum.Parse<Place>(place), age);

        Assert.Equal(nextPage, answers.NextPage.Slug);
        Assert.Equal(residenceFirst, answers.ResidenceComesFirst);
        Assert.Equal(extension, answers.IsExtension);
    }

    [Theory]
    [InlineData(17, true)]
    [InlineData(18, false)]
    public void Answers_OfAMinor_NeedAGuardian(int age, bool needed) =>
        Assert.Equal(needed, new EligibilityAnswers(Purpose.Study, Place.Outside, age).NeedsGuardian);
}
