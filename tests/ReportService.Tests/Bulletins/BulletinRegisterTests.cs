using Affluence.Report.Bulletins;
using Affluence.Report.Snapshots;
using Affluence.Report.Storage;
using Affluence.ReportService.Tests.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Affluence.ReportService.Tests.Bulletins;

public sealed class BulletinRegisterTests : IDisposable
{
    private static readonly Snapshot Night = NightFigures.Snapshot;

    private readonly TestDatabase _database = new();
    private readonly FakeTimeProvider _time = new(NightFigures.At.AddSeconds(95));

    private BulletinRegister Register => new(_database.Open, new BulletinWriter(NightFigures.Toronto), NightFigures.Toronto, _time);

    [Fact]
    public void Issue_FirstAsking_NumberedAndOnRecordInBothLanguages()
    {
        var (bulletin, isNew) = Register.Issue(Night, NightFigures.Attribution);

        Assert.True(isNew);
        Assert.Equal((1, 1, true), (bulletin.Number, bulletin.Revision, bulletin.Final));
        Assert.Equal(NightFigures.At, bulletin.At);
        Assert.Equal(TimeSpan.FromHours(-5), bulletin.At.Offset);
        Assert.Equal(NightFigures.At.AddSeconds(95), bulletin.IssuedAt);
        Assert.Equal((null, null), (bulletin.Supersedes, bulletin.SupersededBy));
        Assert.Equal("Bulletin 1, issued at 11:01\u00A0p.m. on Tuesday, November 8, 2016 (UTC−05:00).", bulletin.English.Imprint);
        Assert.Equal("Bulletin 1, publié le mardi 8\u00A0novembre\u00A02016 à 23\u00A0h\u00A001 (UTC−05:00).", bulletin.French.Imprint);
        Assert.StartsWith($"{bulletin.English.Headline}\n\n{bulletin.English.Imprint}\n\nAs of 11", bulletin.English.Text, StringComparison.Ordinal);
        Assert.EndsWith("(https://db-ip.com).\n", bulletin.English.Text, StringComparison.Ordinal);
        AssertSame(bulletin, Register.Find(1));
        AssertSame(bulletin, Register.FindNewest(NightFigures.At));
    }

    [Fact]
    public void Issue_AskedAgain_TheSameAndNothingNew()
    {
        var (first, _) = Register.Issue(Night, NightFigures.Attribution);
        _time.Advance(TimeSpan.FromHours(3));

        var (again, isNew) = Register.Issue(Later(Night), NightFigures.Attribution);

        Assert.False(isNew);
        AssertSame(first, again);
        Assert.Null(Register.Find(2));
    }

    [Fact]
    public void Issue_OtherMinutes_CountOnInOrderOfIssue()
    {
        long[] numbers = [.. Enumerable.Range(0, 5).Select(minute => Register.Issue(Night with { At = Night.At.AddMinutes(-minute) }, null).Bulletin.Number)];

        Assert.Equal([1, 2, 3, 4, 5], numbers);
        Assert.Equal(4, Register.FindNewest(Night.At.AddMinutes(-3))?.Number);
    }

    [Fact]
    public void Issue_FiguresCorrected_SupersedesAndLeavesTheOldAsItWas()
    {
        var (old, _) = Register.Issue(Night, NightFigures.Attribution);

        var (correction, isNew) = Register.Issue(Night with { Visitors = 212_000, Revision = 2 }, NightFigures.Attribution);

        Assert.True(isNew);
        Assert.Equal((2L, 1L, 2), (correction.Number, correction.Supersedes, correction.Revision));
        Assert.Contains("About 210,000", correction.English.Headline, StringComparison.Ordinal);
        Assert.EndsWith("It replaces bulletin 1.", correction.English.Imprint, StringComparison.Ordinal);
        Assert.EndsWith("Il remplace le bulletin 1.", correction.French.Imprint, StringComparison.Ordinal);
        AssertSame(old with { SupersededBy = 2 }, Register.Find(1));
        AssertSame(correction, Register.FindNewest(Night.At));
    }

    [Fact]
    public void Issue_FiguresCorrectedThatSayTheSame_NothingNew()
    {
        var (first, _) = Register.Issue(Night, NightFigures.Attribution);

        var (again, isNew) = Register.Issue(Night with { Visitors = 200_115, Revision = 2 }, NightFigures.Attribution);

        Assert.False(isNew);
        Assert.Equal(first.Number, again.Number);
    }

    [Fact]
    public void Issue_SnapshotThatBecameFinal_SupersedesTheOneThatMightStillChange()
    {
        Register.Issue(Night with { Final = false }, NightFigures.Attribution);

        var (final, _) = Register.Issue(Later(Night), NightFigures.Attribution);

        Assert.Equal((2L, 1L, true), (final.Number, final.Supersedes, final.Final));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, -60)]
    [InlineData(0, 60)]
    public void Issue_SnapshotNoNewerThanTheOneOnRecord_NothingNewWhateverItSays(int revision, int secondsLater)
    {
        var (first, _) = Register.Issue(Night, NightFigures.Attribution);
        var other = Night with
        {
            Visitors = 100_000,
            Revision = revision,
            Quality = Night.Quality with { ComposedAt = Night.Quality.ComposedAt.AddSeconds(secondsLater) },
        };

        var (again, isNew) = Register.Issue(other, NightFigures.Attribution);

        Assert.False(isNew);
        AssertSame(first, again);
    }

    [Fact]
    public void Issue_AttributionLearntLater_AddedByACorrectionAndKeptFromThenOn()
    {
        Register.Issue(Night, attribution: null);

        var (corrected, _) = Register.Issue(Night, NightFigures.Attribution);
        var (again, isNew) = Register.Issue(Later(Night), attribution: null);
        var (another, isAnother) = Register.Issue(Later(Night), "Somebody else");

        Assert.Equal((2, 2, 2), (corrected.Number, again.Number, another.Number));
        Assert.Equal((false, false), (isNew, isAnother));
        Assert.Equal(NightFigures.Attribution, another.Attribution);
        Assert.Contains("DB-IP", corrected.French.Paragraphs[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Issue_ChainOfCorrections_EachNamesItsNeighbours()
    {
        foreach (var revision in Enumerable.Range(1, 4))
        {
            Register.Issue(Night with { Visitors = 100_000 * revision, Revision = revision }, NightFigures.Attribution);
        }

        Assert.Equal(
            [(4, 3, null), (3, 2, 4), (2, 1, 3), (1, null, 2)],
            Register.List(Night.At, Night.At.AddMinutes(1), limit: 10).Select(bulletin => (bulletin.Number, bulletin.Supersedes, bulletin.SupersededBy)));
    }

    [Fact]
    public async Task Issue_ManyFirstAskersAtOnce_OneBulletinForAll()
    {
        var register = Register;
        using var start = new ManualResetEventSlim();

        var asked = Enumerable.Range(0, 12).Select(asker => Task.Factory.StartNew(
            () =>
            {
                start.Wait(TestContext.Current.CancellationToken);
                return register.Issue(Later(Night, asker), NightFigures.Attribution);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToList();
        start.Set();
        var answers = await Task.WhenAll(asked);

        Assert.Single(answers, answer => answer.IsNew);
        Assert.All(answers, answer => Assert.Equal((1, answers[0].Bulletin.English.ContentHash), (answer.Bulletin.Number, answer.Bulletin.English.ContentHash)));
        Assert.Null(register.Find(2));
    }

    [Fact]
    public async Task Issue_ManyMinutesAtOnce_NoNumberTwiceAndNoneLeftOut()
    {
        var register = Register;
        using var start = new ManualResetEventSlim();

        var asked = Enumerable.Range(0, 12).Select(minute => Task.Factory.StartNew(
            () =>
            {
                start.Wait(TestContext.Current.CancellationToken);
                return register.Issue(Night with { At = Night.At.AddMinutes(minute) }, NightFigures.Attribution).Bulletin;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToList();
        start.Set();
        var issued = await Task.WhenAll(asked);

        Assert.Equal(Enumerable.Range(1, 12).Select(number => (long)number), issued.Select(bulletin => bulletin.Number).Order());
        Assert.All(issued, bulletin => Assert.Contains($"Bulletin {bulletin.Number},", bulletin.English.Imprint, StringComparison.Ordinal));
        Assert.Equal(12, issued.Select(bulletin => bulletin.French.ContentHash).Distinct().Count());
    }

    [Fact]
    public void Issue_RowThatCouldNotBeWritten_NoNumberIsLost()
    {
        Register.Issue(Night, NightFigures.Attribution);
        Execute("CREATE TRIGGER disk_full BEFORE INSERT ON bulletin BEGIN SELECT RAISE(ABORT, 'as the test wants'); END;");
        Assert.Throws<SqliteException>(() => Register.Issue(Night with { At = Night.At.AddMinutes(1) }, null));
        Execute("DROP TRIGGER disk_full");

        var (bulletin, _) = Register.Issue(Night with { At = Night.At.AddMinutes(2) }, null);

        Assert.Equal(2, bulletin.Number);
    }

    [Fact]
    public void Find_AfterARestart_AsItWasIssued()
    {
        var (old, _) = Register.Issue(Night, NightFigures.Attribution);
        var (correction, _) = Register.Issue(Night with { Visitors = 300_000, Revision = 2 }, NightFigures.Attribution);

        _database.Reopen();

        AssertSame(old with { SupersededBy = 2 }, Register.Find(1));
        AssertSame(correction, Register.Find(2));
        Assert.Equal(3, Register.Issue(Night with { At = Night.At.AddMinutes(1) }, null).Bulletin.Number);
    }

    [Theory]
    [InlineData("UPDATE bulletin SET final = 0", "never changed")]
    [InlineData("DELETE FROM bulletin", "never removed")]
    public void Row_ChangedOrRemoved_Refused(string sql, string reason)
    {
        Register.Issue(Night, NightFigures.Attribution);

        var refusal = Assert.Throws<SqliteException>(() => Execute(sql));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_RowThatWasForged_NotGivenAsIssued()
    {
        Register.Issue(Night, NightFigures.Attribution);
        Execute("DROP TRIGGER bulletin_is_never_changed; UPDATE bulletin SET hash_fr = 'sha256:00';");

        var fault = Assert.Throws<InvalidDataException>(() => Register.Find(1));

        Assert.Contains("Bulletin 1 is not on record as it was issued", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_RangeAndLimit_MinutesOfTheRangeLastIssuedFirst()
    {
        foreach (var minute in (ReadOnlySpan<int>)[0, 1, 2, 3])
        {
            Register.Issue(Night with { At = Night.At.AddMinutes(-minute) }, null);
        }

        Assert.Equal([3, 2], Register.List(Night.At.AddMinutes(-2), Night.At, limit: 10).Select(bulletin => bulletin.Number));
        Assert.Equal([4, 3, 2], Register.List(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, limit: 3).Select(bulletin => bulletin.Number));
    }

    public void Dispose() => _database.Dispose();

    private static Snapshot Later(Snapshot snapshot, int seconds = 60) =>
        snapshot with { Quality = snapshot.Quality with { ComposedAt = snapshot.Quality.ComposedAt.AddSeconds(seconds) } };

    private static void AssertSame(Bulletin expected, Bulletin? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal((expected.English.Text, expected.French.Text), (actual.English.Text, actual.French.Text));
        Assert.Equal((expected.English.ContentHash, expected.French.ContentHash), (actual.English.ContentHash, actual.French.ContentHash));
        Assert.Equal(
            (expected.Number, expected.At, expected.Revision, expected.IssuedAt, expected.Final, expected.Attribution),
            (actual.Number, actual.At, actual.Revision, actual.IssuedAt, actual.Final, actual.Attribution));
        Assert.Equal((expected.Supersedes, expected.SupersededBy), (actual.Supersedes, actual.SupersededBy));
    }

    private void Execute(string sql)
    {
        using var connection = _database.Open.Open();
        connection.Execute(sql);
    }
}
