using Affluence.Report.Bulletins;
using Affluence.Report.Languages;
using FsCheck;
using FsCheck.Fluent;

namespace Affluence.ReportService.Tests.Bulletins;

/// <summary>Expected sentences have a tilde for each no-break space.</summary>
public class BulletinWriterTests
{
    private static readonly BulletinWriter Writer = new(NightFigures.Toronto);

    public static TheoryData<string> Headlines => [.. StatementCases.Headlines.Names];

    public static TheoryData<string> Sentences => [.. StatementCases.Sentences.Names];

    public static TheoryData<string> Silences => [.. StatementCases.Silences.Names];

    [Fact]
    public void Write_TheNightInEnglish_WhatTheMinistrySaid()
    {
        var statement = Writer.Write(NightFigures.Snapshot, NightFigures.Attribution).English;

        Assert.Equal("en", statement.Language);
        Assert.Equal(
            "About 200,000 visitors on the site at 11~p.m. on Tuesday, November 8, 2016: about 12 times as many as a week earlier",
            Tildes(statement.Headline));
        Assert.Equal(
            [
                "As of 11~p.m. on Tuesday, November 8, 2016 (UTC−05:00), about 200,000 visitors were on the site. A visitor counts as being on the " +
                    "site when at least one of its pages was served to them in the five minutes before that time. Before rounding, the number is " +
                    "accurate to plus or minus about 360 visitors in about two cases out of three (standard error: 0.2%).",
                "That is about 12 times as many as at the same moment a week earlier, 11~p.m. on Tuesday, November 1, 2016, when there were about " +
                    "17,000. Clocks went back between the two moments, which are 169 hours apart.",
                "Share of visitors by country of network address (in parentheses, the range in the hour around the same moment a week earlier): " +
                    "United States 50% (8.8% to 11.6%); Canada 37% (70.1% to 72.4%); Australia 3% (0.4% to 0.6%); United Kingdom 1.1% (1.1%). " +
                    "An address tells where a connection comes from, not who is connected: “United States” stands for visitors with an address " +
                    "there, not for citizens of that country.",
                "A surge had been under way since 8:41~p.m. The site had been hard to reach since 10:58~p.m.",
                "In the five minutes before that time, 1.2% of the pages asked for were refused. About 1,200 visitors reached the site in those " +
                    "minutes but were shown no page of it (plus or minus about 360), and are not counted above. About 1,200 visitors were refused " +
                    "a page but got in, and are counted above.",
                "People who could not connect to the site at all are not in these figures, and how many they were is not known.",
                "A visitor is a distinct combination of network address and browser, which is not always one person. Declared robots are not " +
                    "counted. Figures are estimates and are rounded.",
                "Countries of network addresses: IP Geolocation by DB-IP (https://db-ip.com).",
            ],
            statement.Paragraphs.Select(Tildes));
    }

    [Fact]
    public void Write_TheNightInFrench_TheSameInCanadianTypography()
    {
        var statement = Writer.Write(NightFigures.Snapshot, NightFigures.Attribution).French;

        Assert.Equal("fr", statement.Language);
        Assert.Contains("200\u00A0000\u00A0visiteurs", statement.Headline, StringComparison.Ordinal);
        Assert.Equal(
            "Environ 200~000~visiteurs sur le site le mardi 8~novembre~2016 à 23~h~: environ 12 fois le nombre d’une semaine plus tôt",
            Tildes(statement.Headline));
        Assert.Equal(
            [
                "Le mardi 8~novembre~2016 à 23~h (UTC−05:00), environ 200~000~visiteurs se trouvaient sur le site. Un visiteur est considéré comme " +
                    "présent lorsqu’au moins une page du site lui a été servie dans les cinq minutes précédant cette heure. Avant d’être arrondi, ce " +
                    "nombre est exact à environ 360~visiteurs près, en plus ou en moins, dans environ deux cas sur trois (erreur type~: 0,2~%).",
                "C’est environ 12 fois le nombre relevé au même moment une semaine plus tôt, le mardi 1er~novembre~2016 à 23~h, où il y en avait " +
                    "environ 17~000. Les horloges ont reculé entre ces deux moments, que séparent 169~heures.",
                "Part des visiteurs selon le pays de l’adresse réseau (entre parenthèses, la fourchette dans l’heure entourant le même moment une " +
                    "semaine plus tôt)~: États-Unis, 50~% (de 8,8~% à 11,6~%); Canada, 37~% (de 70,1~% à 72,4~%); Australie, 3~% (de 0,4~% à 0,6~%); " +
                    "Royaume-Uni, 1,1~% (1,1~%). Une adresse indique d’où provient une connexion, et non qui est connecté~: «~États-Unis~» désigne les " +
                    "visiteurs qui y ont une adresse, et non les citoyens de ce pays.",
                "Une affluence exceptionnelle durait depuis 20~h~41. Le site était difficile d’accès depuis 22~h~58.",
                "Dans les cinq minutes précédant cette heure, 1,2~% des pages demandées ont été refusées. Environ 1~200~visiteurs ont joint le site " +
                    "pendant ces minutes sans en obtenir une seule page (à environ 360 près) et ne sont pas comptés ci-dessus. Environ " +
                    "1~200~visiteurs ont essuyé un refus, mais sont entrés tout de même, et sont comptés ci-dessus.",
                "Les personnes qui n’ont pas du tout réussi à se connecter au site ne sont pas comprises dans ces chiffres, et leur nombre est inconnu.",
                "Un visiteur est une combinaison distincte d’une adresse réseau et d’un navigateur, ce qui n’est pas toujours une seule personne. Les " +
                    "robots déclarés ne sont pas comptés. Les chiffres sont des estimations arrondies.",
                "Pays des adresses réseau~: IP Geolocation by DB-IP (https://db-ip.com).",
            ],
            statement.Paragraphs.Select(Tildes));
    }

    [Fact]
    public void Write_NothingKnown_SaysSoAndGivesNoFigure()
    {
        var statement = Writer.Write(NightFigures.Unknown, NightFigures.Attribution);

        Assert.Equal("Number of visitors at 11~p.m. on Tuesday, November 8, 2016 not known", Tildes(statement.English.Headline));
        Assert.Equal("Nombre de visiteurs inconnu le mardi 8~novembre~2016 à 23~h", Tildes(statement.French.Headline));
        Assert.Equal(
            [
                "How many visitors were on the site at 11~p.m. on Tuesday, November 8, 2016 (UTC−05:00) is not known.",
                "People who could not connect to the site at all are not in these figures, and how many they were is not known.",
                "A visitor is a distinct combination of network address and browser, which is not always one person. Declared robots are not " +
                    "counted. Figures are estimates and are rounded.",
            ],
            statement.English.Paragraphs.Select(Tildes));
        Assert.Equal(
            "On ne sait pas combien de visiteurs se trouvaient sur le site le mardi 8~novembre~2016 à 23~h (UTC−05:00).",
            Tildes(statement.French.Paragraphs[0]));
        Assert.Equal(3, statement.French.Paragraphs.Count);
    }

    [Theory]
    [MemberData(nameof(Headlines))]
    public void Headline_OfASnapshot_SaysItInOneLine(string name)
    {
        var (snapshot, english, french) = StatementCases.Headlines[name];

        var statement = Writer.Write(snapshot, NightFigures.Attribution);

        Assert.Equal((english, french), (Tildes(statement.English.Headline), Tildes(statement.French.Headline)));
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Write_OfASnapshot_SaysWhatItsFiguresSay(string name)
    {
        var (snapshot, english, french) = StatementCases.Sentences[name];

        var statement = Writer.Write(snapshot, NightFigures.Attribution);

        Assert.Contains(english, AllOf(statement.English), StringComparison.Ordinal);
        Assert.Contains(french, AllOf(statement.French), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Silences))]
    public void Write_OfASnapshot_DoesNotSayWhatIsNotSo(string name)
    {
        var (snapshot, english, french) = StatementCases.Silences[name];

        var statement = Writer.Write(snapshot, NightFigures.Attribution);

        Assert.DoesNotContain(english, AllOf(statement.English), StringComparison.Ordinal);
        Assert.DoesNotContain(french, AllOf(statement.French), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AttributionNotKnown_LeftOut() =>
        Assert.StartsWith("A visitor is", Writer.Write(NightFigures.Snapshot, attribution: null).English.Paragraphs[^1], StringComparison.Ordinal);

    [Fact]
    public void Write_AnySnapshot_CleanTextWithNoFigureForANull() =>
        Check.QuickThrowOnFailure(Prop.ForAll(AnySnapshot.Generator.ToArbitrary(), snapshot =>
        {
            var statement = Writer.Write(snapshot, NightFigures.Attribution);
            Assert.Equal(statement.English.Paragraphs.Count, statement.French.Paragraphs.Count);
            foreach (var one in (ReadOnlySpan<Statement>)[statement.English, statement.French])
            {
                var all = $"{one.Headline}\n{string.Join('\n', one.Paragraphs)}";
                Assert.DoesNotMatch("NaN|∞|null|undefined|[ \u00A0]{2}|[ \u00A0](?:[,;.)!?]|$)|\\.\\.|\\(\\)|-[0-9]+%", all);
                Assert.All(one.Paragraphs, paragraph => Assert.Matches("^[A-ZÀÉ0-9].*[.]$", paragraph));
            }

            AssertFrenchSpacing(string.Join('\n', [statement.French.Headline, .. statement.French.Paragraphs]));
        }));

    // Nothing a snapshot does not know may come out as a figure: without its own, a sentence has no digits but those of the moments.
    [Fact]
    public void Write_FiguresTakenAway_NoDigitsAreLeftButThoseOfMoments()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[Writer.Write(NightFigures.Unknown, null).English, Writer.Write(NightFigures.Unknown, null).French])
        {
            var rest = AllOf(statement)
                .Replace("11~p.m. on Tuesday, November 8, 2016 (UTC−05:00)", string.Empty, StringComparison.Ordinal)
                .Replace("mardi 8~novembre~2016 à 23~h (UTC−05:00)", string.Empty, StringComparison.Ordinal);
            Assert.DoesNotContain(rest, char.IsAsciiDigit);
        }
    }

    private static void AssertFrenchSpacing(string french)
    {
        // A colon that is neither of an address nor of UTC−05:00; a per cent sign; guillemets; and what in Canada takes no space before it.
        Assert.DoesNotMatch("(?<![\u00A0s0-9]):|(?<!\u00A0)%|«(?!\u00A0)|(?<!\u00A0)»|[\\s\u00A0\u202F][;!?]|\u202F", french);
        Assert.DoesNotMatch("[0-9] [0-9]{3}|[0-9] (?:h|%|visiteur)", french);
        Assert.DoesNotMatch("\\b(?:de|que|le) (?:environ|un visiteur|autant)|qu[’'] ", french);
    }

    private static string AllOf(Statement statement) => Tildes(string.Join(' ', statement.Paragraphs));

    private static string Tildes(string text) => text.Replace(Typography.NoBreakSpace, '~');
}
