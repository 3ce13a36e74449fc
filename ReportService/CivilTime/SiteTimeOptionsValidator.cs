using Microsoft.Extensions.Options;

namespace Affluence.Report.CivilTime;

/// <summary>Generated, since validation by reflection reads every property, and <see cref="SiteTimeOptions.Zone"/> throws for a zone that is none.</summary>
[OptionsValidator]
internal sealed partial class SiteTimeOptionsValidator : IValidateOptions<SiteTimeOptions>;
