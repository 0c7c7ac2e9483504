namespace CloudCctv.HostileBatches.Fuzz;

/// <summary>One reader of hostile bytes.</summary>
/// <param name="Name">Of the reader.</param>
/// <param name="Make">The bytes of one case, out of its random numbers alone.</param>
/// <param name="Read">
/// Reads them, as the program does: the faults that the reader promises are caught in here, all others escape. Returns what
/// was wrongly accepted, or null.
/// </param>
public sealed record FuzzTarget(string Name, Func<Random, byte[]> Make, Func<byte[], Task<string?>> Read);
