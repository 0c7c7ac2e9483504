namespace CloudCctv.Benchmarks;

/// <summary>One measured figure.</summary>
/// <param name="Name">The same in every run, so that runs can be compared.</param>
/// <param name="Value">Null if it could not be measured; then <paramref name="Note"/> says why.</param>
/// <param name="Unit">What the value counts.</param>
/// <param name="Target">What it should be at most, or, with <see cref="AtLeast"/>, at least; null if there is no target.</param>
/// <param name="Note">For people.</param>
public sealed record BenchRow(string Name, double? Value, string Unit, double? Target = null, string? Note = null)
{
    /// <summary>Whether more is better: the target is a lower bound then.</summary>
    public bool AtLeast { get; init; }

    /// <summary>Null without a value or a target.</summary>
    public bool? Ok => Value is { } value && Target is { } target ? (AtLeast ? value >= target : value <= target) : null;
}
