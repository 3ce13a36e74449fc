using Microsoft.Extensions.Options;

namespace Affluence.Site.Knobs;

/// <summary>Holds the knobs in force: an immutable snapshot that requests read without a lock and one write replaces.</summary>
internal sealed class KnobPanel(IOptions<KnobOptions> options)
{
    private readonly Lock _turning = new();
    private volatile SiteKnobs _current = options.Value.ToKnobs();

    public SiteKnobs Current => _current;

    public void Set(SiteKnobs knobs)
    {
        lock (_turning)
        {
            _current = knobs;
        }
    }

    /// <summary>Turns some knobs and leaves the others, also those that somebody else turns at this moment. All or nothing is applied.</summary>
    public IDictionary<string, string[]> Apply(KnobChange change)
    {
        lock (_turning)
        {
            var changed = change.ApplyTo(_current);
            var faults = changed.Faults().ToDictionary(fault => KnobChange.JsonName(fault.Knob), fault => new[] { $"{KnobChange.JsonName(fault.Knob)} {fault.Fault}" });
            if (faults.Count == 0)
            {
                _current = changed;
            }

            return faults;
        }
    }
}
