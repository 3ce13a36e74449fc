using System.ComponentModel.DataAnnotations;

namespace Affluence.Gateway.Privacy;

/// <summary>Which wishes of visitors not to be told apart are honoured.</summary>
public sealed class PrivacyOptions
{
    public const string Section = "Gateway:Privacy";

    /// <summary>The signals that are honoured. The page view of whoever sends one is counted, and he is no visitor.</summary>
    /// <value>
    /// The default is None: nothing is kept that a signal could ask not to keep (docs/decisions/0015). Changing it makes a step in the number of
    /// visitors, which comparisons with the weeks before show as a change of the public.
    /// </value>
    [EnumDataType(typeof(PrivacySignals), ErrorMessage = Section + ":Honour must be None, Gpc or GpcAndDnt.")]
    public PrivacySignals Honour { get; set; } = PrivacySignals.None;
}

/// <summary>Signals of a browser.</summary>
public enum PrivacySignals
{
    None,

    /// <summary>Global Privacy Control: <c>Sec-GPC: 1</c>.</summary>
    Gpc,

    /// <summary>That, and Do Not Track: <c>DNT: 1</c>.</summary>
    GpcAndDnt,
}
