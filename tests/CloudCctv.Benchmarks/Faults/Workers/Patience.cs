using CloudCctv.Storage;

namespace CloudCctv.Benchmarks.Faults.Workers;

/// <summary>The bench itself must bear a store that is slow: what it asks may be asked again.</summary>
internal static class Patience
{
    private const int Tries = 20;

    public static async Task<T> TryAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (StoreUnreachableException) when (attempt < Tries)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            }
        }
    }
}
