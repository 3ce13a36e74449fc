namespace Affluence.Gateway.Tests.Identity;

public sealed class VisitorCountriesTests
{
    private static readonly Bucket Start = Bucket.Of(new DateTimeOffset(2016, 11, 9, 4, 0, 0, TimeSpan.Zero));
    private static readonly CountryCode Canada = CountryCode.Parse("CA");
    private static readonly CountryCode France = CountryCode.Parse("FR");

    [Theory]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(61, false)]
    public void Visitor_SeenAgainAfterMinutes_IsInHisCountryForALongestWindowAtLeast(int minutes, bool isRemembered)
    {
        var countries = new VisitorCountries(capacity: 100);
        countries.Place(1, Canada, Start);
        for (var minute = 0; minute < minutes; minute++)
        {
            countries.Place(2, France, After(minute));
        }

        Assert.Equal(isRemembered ? Canada : France, countries.Place(1, France, After(minutes)));
    }

    [Fact]
    public void Visitor_WhoStays_IsRememberedForAsLong()
    {
        var countries = new VisitorCountries(capacity: 100);
        countries.Place(1, Canada, Start);
        for (var minute = 20; minute < 300; minute += 20)
        {
            Assert.Equal(Canada, countries.Place(1, France, After(minute)));
        }
    }

    [Fact]
    public void MoreVisitorsThanThereIsRoomFor_ForgetsTheLeastRecent()
    {
        var countries = new VisitorCountries(capacity: 10);
        for (var visitor = 0UL; visitor < 100; visitor++)
        {
            countries.Place(visitor, Canada, Start);
        }

        Assert.Equal(France, countries.Place(0, France, Start));
        Assert.Equal(Canada, countries.Place(99, France, Start));
    }

    private static Bucket After(int minutes) => Bucket.FromNumber(Start.Number + (minutes * Bucket.PerMinute));
}
