using System.Text.Json;
using CloudCctv.Storage;

namespace CloudCctv.Benchmarks.Scale;

/// <summary>Time in the detector, as the results of batches tell it.</summary>
internal static class DetectTimes
{
    /// <returns>Milliseconds, of all batches so far.</returns>
    public static async Task<double> SumAsync(string folder, CancellationToken cancellationToken)
    {
        var store = StoreFactory.Create(new StoreOptions { Folder = folder }, TimeProvider.System);
        var sum = 0.0;
        await foreach (var result in store.Objects.ListAsync("results/", cancellationToken))
        {
            await using var found = await store.Objects.OpenReadAsync(result.Name, cancellationToken);
            using var json = await JsonDocument.ParseAsync(found!.Content, default, cancellationToken);
            sum += json.RootElement.GetProperty("timings").GetProperty("detectMs").GetDouble();
        }

        return sum;
    }
}
