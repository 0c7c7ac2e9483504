namespace CloudCctv.HostileBatches.Fuzz;

/// <summary>What came of many cases.</summary>
/// <param name="Cases">How many.</param>
/// <param name="Escaped">Exceptions that no reader promises, with their case.</param>
/// <param name="Wrong">What was accepted and should not have been, with its case.</param>
/// <param name="MostAllocatedBytes">By one case, on the collector's heap.</param>
public sealed record FuzzTally(int Cases, IReadOnlyList<string> Escaped, IReadOnlyList<string> Wrong, long MostAllocatedBytes);

/// <summary>Runs cases one after the other; a case is its seed and number, and is the same on every machine.</summary>
public static class FuzzRun
{
    public const int Seed = 20261125;

    public static byte[] Case(FuzzTarget target, int number) => target.Make(new Random(unchecked((Seed * 1_000_003) + number)));

    public static async Task<FuzzTally> RunAsync(FuzzTarget target, int first, int count, CancellationToken cancellationToken)
    {
        var (escaped, wrong, most) = (new List<string>(), new List<string>(), 0L);
        for (var number = first; number < first + count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = Case(target, number);
            var before = GC.GetTotalAllocatedBytes();
            try
            {
                if (await target.Read(bytes) is { } fault)
                {
                    wrong.Add($"{target.Name} {number}: {fault}");
                }
            }
#pragma warning disable CA1031 // To count what escapes is the purpose.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                escaped.Add($"{target.Name} {number}: {exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n')[0].Trim()}");
            }

            most = Math.Max(most, GC.GetTotalAllocatedBytes() - before);
        }

        return new FuzzTally(count, escaped, wrong, most);
    }
}
