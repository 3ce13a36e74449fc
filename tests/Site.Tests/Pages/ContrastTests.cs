using System.Globalization;
using System.Text.RegularExpressions;

namespace Affluence.Site.Tests.Pages;

/// <summary>Contrast by WCAG 2.1, 1.4.3 (text, 4.5) and 1.4.11 (borders of fields and focus, 3), of the stylesheet's own colours.</summary>
[Trait("Category", "Integration")]
public sealed partial class ContrastTests(SharedSite site) : IClassFixture<SharedSite>
{
    public static TheoryData<bool, string, string, double> Pairs
    {
        get
        {
            var pairs = new TheoryData<bool, string, string, double>();
            foreach (var dark in new[] { false, true })
            {
                foreach (var surface in new[] { "page", "surface" })
                {
                    pairs.Add(dark, "text", surface, 4.5);
                    pairs.Add(dark, "muted", surface, 4.5);
                    pairs.Add(dark, "link", surface, 4.5);
                    pairs.Add(dark, "focus", surface, 3);
                }

                pairs.Add(dark, "error", "page", 4.5);
                pairs.Add(dark, "on-banner", "banner", 4.5);
                pairs.Add(dark, "on-action", "action", 4.5);
                pairs.Add(dark, "on-notice", "notice", 4.5);
                pairs.Add(dark, "field", "page", 3);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Colours_OfAPair_HaveEnoughContrast(bool dark, string foreground, string background, double least)
    {
        var css = await site.Pages.GetStringAsync("/site/site.css", TestContext.Current.CancellationToken);
        var schemes = Scheme().Matches(css);
        var scheme = schemes[dark ? 1 : 0].Value;

        var contrast = Contrast(Luminance(scheme, foreground), Luminance(scheme, background));

        Assert.True(contrast >= least, string.Create(CultureInfo.InvariantCulture, $"{foreground} on {background}: {contrast:F2}"));
    }

    private static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    private static double Luminance(string scheme, string name)
    {
        var colour = Regex.Match(scheme, $@"--{name}: #(?<rgb>[0-9a-f]{{6}});").Groups["rgb"].Value;
        var rgb = Convert.FromHexString(colour).Select(part => part / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2]);
    }

    [GeneratedRegex(@":root \{\s+(color-scheme: light dark;\s+)?--page[^}]+\}")]
    private static partial Regex Scheme();
}
