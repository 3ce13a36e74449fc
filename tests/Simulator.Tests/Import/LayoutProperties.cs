using System.Globalization;
using Affluence.Simulator.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.Simulator.Tests.Import;

/// <summary>Of whatever fields a log is made, and in whatever order: nobody is counted from the wrong one without a doubt.</summary>
public sealed class LayoutProperties
{
    private const int Visitors = 6;

    /// <summary>What stands before the time: {c} is the visitor's address, {p} that of one of two proxies.</summary>
    private static readonly string[] Fronts =
    [
        "{c} - -", "{p} - -", "{c}, {p} - -", "{c},{p} - -", "\"{c}, {p}\" {p} - -", "{p} {c} - -", "{c} {p} - -", "{p} ({c}) - -", "- {c} - -", "{p} - {c}",
        "www.example.org {c} - -", "www.example.org:443 {p} - -", "www.example.org {c}, {p} - -", "unknown, {c} - -", "{p} {c} -", "[{c}]:443 - -", "{c}:5123 - -",
        "{c};{p} - -", "{c}->{p} - -", "{p} <{c}> - -", "xff={c} {p} - -", "web nginx {c}, {p} - -", "web nginx: {p} {c} - -", "<190>1 - web nginx 7 - - {c} - -",
    ];

    /// <summary>What may stand behind the size.</summary>
    private static readonly string[] Fields =
    [
        "\"{r}\"", "\"Mozilla/5.0 (X11; rv:1.0)\"", "\"{c}\"", "\"{c}, {p}\"", "\"{p}\"", "{c}", "xff={c}", "xff=\"{c}, 10.0.0.1\"", "\"for={c};proto=https\"", "[{c}]", "\"-\"",
        "\"www.example.org\"", "\"0.003\"", "0.003", "\"a=b; c=d\"", "10.0.0.2:80", "[backend-80]", "\"text/html\"", "TLSv1.3",
        "xff:{c}", "{c}->{p}", "<{c}>", "{\"xff\":\"{c}\"}", "\"{c}; {p}\"", "\"{c} {p}\"", "'{c}'", "|{c}|",
    ];

    /// <summary>Read so, each visitor comes twice and from two referrers: a referrer taken for the user agent makes twelve of them.</summary>
    [Fact]
    public async Task Import_FieldsInAnyOrder_CountsTheVisitorsOrSaysWhatIsInDoubt()
    {
        await using var services = await FakeServices.StartAsync();
        using var folder = new ImportFolder(services.Address, services.Address);
        var read = 0;

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll(Layouts.ToArbitrary(), async Task<bool> (string layout) =>
            {
                services.Forget();
                var (code, _, error) = await folder.ImportAsync(folder.Write("access.log", Enumerable.Range(0, 2 * Visitors).Select(index => Line(layout, index))));
                var counted = services.Served().Select(visitor => visitor.Visitor).Distinct().Count();
                read += code == 0 && error.Length == 0 ? 1 : 0;
                return code == 2
                    || error.Contains("holds addresses too", StringComparison.Ordinal)
                    || error.Contains("tells no user agents", StringComparison.Ordinal)
                    || counted == Visitors;
            }));

        // Not one that refuses everything: about one layout in ten is read without a doubt.
        Assert.InRange(read, 3, 200);
    }

    private static Gen<string> Layouts =>
        from front in Gen.Elements(Fronts)
        from isCombined in Gen.Choose(0, 2)
        from others in Gen.Elements(Fields).ListOf()
        let layout = $"{front} [04/Sep/2026:14:00:0{{n}} +0000] \"GET /en HTTP/1.1\" 200 5 "
            + (isCombined > 0 ? "\"{r}\" \"Mozilla/5.0 (X11; rv:1.0)\" " : "") + string.Join(' ', others.Take(5))
        where layout.Contains("{c}", StringComparison.Ordinal)
        select layout.TrimEnd();

    private static string Line(string layout, int index) => layout
        .Replace("{n}", (index % Visitors).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{c}", string.Create(CultureInfo.InvariantCulture, $"1.0.113.{(index % Visitors) + 1}"), StringComparison.Ordinal)
        .Replace("{p}", string.Create(CultureInfo.InvariantCulture, $"2.16.9.{index % 2}"), StringComparison.Ordinal)
        .Replace("{r}", string.Create(CultureInfo.InvariantCulture, $"https://example.org/{index}"), StringComparison.Ordinal);
}
