namespace Affluence.Report.Surges;

/// <summary>How far a <see cref="Hysteresis"/> has come. Minutes are counted since 1970.</summary>
/// <param name="Since">First minute of the state that lasts; null when it does not.</param>
/// <param name="LastKnown">Last minute of which anything was known; null when that is too long ago to matter.</param>
/// <param name="FirstSign">First of the minutes running that may yet begin the state.</param>
/// <param name="Signs">How many they are.</param>
/// <param name="FirstCounterSign">First of the minutes running that may yet end it.</param>
/// <param name="CounterSigns">How many they are.</param>
internal readonly record struct HysteresisState(
    long? Since, long? LastKnown, long? FirstSign, int Signs, long? FirstCounterSign, int CounterSigns);
