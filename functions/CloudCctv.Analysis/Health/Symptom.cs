namespace CloudCctv.Analysis.Health;

/// <summary>What a report says about one possible cause.</summary>
/// <param name="Cause">Which.</param>
/// <param name="Camera">Null if it is about the device.</param>
/// <param name="Grade">How it is.</param>
/// <param name="Detail">What is wrong in one sentence; empty if nothing is.</param>
/// <param name="Since">Since when, UTC.</param>
internal sealed record Symptom(AlarmCause Cause, string? Camera, Grade Grade, string Detail, DateTimeOffset Since);

internal enum Grade
{
    Well,

    /// <summary>Neither bad enough to open an alarm nor good enough to close one.</summary>
    Between,

    Bad,
}
